package io.virtuoso.engine.inbound.exchange.live.dialect;

/** What a REST answer tells; {@link #code} names it in the frame that carries it to the decoder. */
public enum RestKind {
  DEPTH("depth"),
  KLINES("klines"),
  OPEN_INTEREST("open_interest"),
  LONG_SHORT_RATIO("long_short_ratio"),
  FUNDING_HISTORY("funding_history"),
  OPEN_INTEREST_HISTORY("open_interest_history");

  private final String code;

  RestKind(String code) {
    this.code = code;
  }

  public String code() {
    return code;
  }
}
