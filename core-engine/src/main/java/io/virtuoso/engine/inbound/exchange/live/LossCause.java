package io.virtuoso.engine.inbound.exchange.live;

/** Why a connection ended or did not come about. */
public enum LossCause {
  /** No connection could be made. */
  UNREACHABLE("cannot be reached"),
  /** The exchange closed it, and said so. */
  CLOSED("closed by the exchange"),
  /** It broke: reset, ended without a word, protocol error, a frame beyond all bounds. */
  BROKEN("broken"),
  /** It stayed open and brought no data, though the other side was there. */
  SILENT("silent"),
  /** Nothing came, not even an answer to the question whether the other side is there. */
  UNANSWERED("no longer answers"),
  /** The exchange announced that the server stops. */
  SHUTDOWN("server shutdown announced"),
  /** We replaced it before the exchange's time limit did. */
  PLANNED("replaced as planned");

  private final String words;

  LossCause(String words) {
    this.words = words;
  }

  /** In plain words. */
  public String words() {
    return words;
  }
}
