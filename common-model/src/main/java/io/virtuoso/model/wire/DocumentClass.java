package io.virtuoso.model.wire;

import java.util.Optional;

/** Documents that age alike and are kept alike; {@link FreshnessPolicy} says how. */
public enum DocumentClass {
  MARKET_OVERVIEW("market_overview"),
  /** The breakdown of one symbol's score. */
  CONFLUENCE_SCORES("confluence_scores"),
  /** Computed over hours of candles: beta, correlation. */
  TECHNICAL_INDICATORS("technical_indicators"),
  /** What a page needs for its first view. */
  DASHBOARD_DATA("dashboard_data"),
  SIGNAL_ANALYSIS("signal_analysis"),
  /** The score table: every symbol with its row. */
  TOP_SYMBOLS("top_symbols"),
  MOVERS("movers"),
  OPPORTUNITIES("opportunities"),
  ALERTS("alerts"),
  /** One aspect over the whole market: perpetuals, liquidations, regimes. */
  MARKET_DETAILS("market_details"),
  /** The ledger's entries. */
  SIGNAL_LEDGER("signal_ledger"),
  /** What the ledger adds up to. */
  TRACK_RECORD("track_record"),
  /** Books and last trades. */
  BOOK("book"),
  CANDLES("candles"),
  /** Every bar of a range, all closed: they never change, however old they are. */
  CLOSED_CANDLES("closed_candles"),
  STATUS("status"),
  OTHER("other");

  private final String code;

  DocumentClass(String code) {
    this.code = code;
  }

  /** The name in configuration, metrics and reports. */
  public String code() {
    return code;
  }

  public static Optional<DocumentClass> ofCode(String code) {
    for (DocumentClass each : values()) {
      if (each.code.equals(code)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  /**
   * The class of {@code key}. Candles are {@link #CANDLES} here: whether they are all there and
   * closed takes the document to say.
   */
  public static DocumentClass of(DocumentKey key) {
    String path = key.path();
    String first = firstWord(path);
    String second = path.equals(first) ? "" : firstWord(path.substring(first.length() + 1));
    return switch (first) {
      case "dashboard" -> ofDashboard(second);
      case "market" -> ofMarket(second);
      case "signals" ->
          second.equals("performance") || second.equals("proof") ? TRACK_RECORD : SIGNAL_LEDGER;
      case "confluence" -> CONFLUENCE_SCORES;
      case "book", "trades" -> BOOK;
      case "candles" -> CANDLES;
      case "status" -> STATUS;
      default -> OTHER;
    };
  }

  private static String firstWord(String path) {
    int slash = path.indexOf('/');
    return slash < 0 ? path : path.substring(0, slash);
  }

  private static DocumentClass ofDashboard(String name) {
    return switch (name) {
      case "overview", "mobile" -> DASHBOARD_DATA;
      case "signals" -> SIGNAL_ANALYSIS;
      case "alerts" -> ALERTS;
      case "opportunities" -> OPPORTUNITIES;
      default -> OTHER;
    };
  }

  private static DocumentClass ofMarket(String name) {
    return switch (name) {
      case "overview" -> MARKET_OVERVIEW;
      case "symbols" -> TOP_SYMBOLS;
      case "movers" -> MOVERS;
      case "beta", "correlation" -> TECHNICAL_INDICATORS;
      case "perpetuals", "liquidations", "regimes" -> MARKET_DETAILS;
      default -> OTHER;
    };
  }
}
