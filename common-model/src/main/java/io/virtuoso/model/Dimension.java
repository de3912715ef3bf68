package io.virtuoso.model;

/** The six families of evidence, in the order in which they are shown. */
public enum Dimension {
  ORDERFLOW("orderflow"),
  ORDERBOOK("orderbook"),
  VOLUME("volume"),
  PRICE_STRUCTURE("price_structure"),
  TECHNICAL("technical"),
  SENTIMENT("sentiment");

  private final String code;

  Dimension(String code) {
    this.code = code;
  }

  /** The name in documents and configuration. */
  public String code() {
    return code;
  }
}
