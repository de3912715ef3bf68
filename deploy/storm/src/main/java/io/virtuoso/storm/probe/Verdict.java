package io.virtuoso.storm.probe;

/** What an answer was worth to the one who asked. */
public enum Verdict {
  /** Right, and young. */
  LIVE,
  /** Right, and marked as delayed. */
  DELAYED,
  /** Right, and marked as stale. */
  STALE,
  /** 503 or 429 in the proper form: the honest way to have nothing. */
  REFUSED,
  /** Older than its mark says, from the future, or about something else. */
  DISHONEST,
  /** Too late, cut, malformed, or an error. */
  FAILED;

  public boolean isGood() {
    return this == LIVE || this == DELAYED || this == STALE;
  }
}
