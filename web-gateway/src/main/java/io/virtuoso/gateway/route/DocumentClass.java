package io.virtuoso.gateway.route;

import io.virtuoso.gateway.route.engine.CandleRange;
import io.virtuoso.model.wire.DocumentKey;
import java.time.Duration;
import java.util.Optional;

/** Documents that age alike, with the limits that hold unless configuration says otherwise. */
public enum DocumentClass {
  DASHBOARD("dashboard", 2, 10),
  MARKET_OVERVIEW("market-overview", 2, 10),
  SYMBOLS("symbols", 2, 10),
  CONFLUENCE("confluence", 1, 5),
  BOOK("book", 1, 5),
  CANDLES("candles", 1, 5),
  /** Bars that have all closed: they never change, however old they are. */
  CLOSED_CANDLES("candles-closed", Duration.ofDays(36_500)),
  STATUS("status", 1, 5),
  OTHER("other", 2, 10);

  private final String code;
  private final long softMs;
  private final long hardMs;
  private final long dropMs;

  DocumentClass(String code, int softSeconds, int hardSeconds) {
    this(
        code,
        Duration.ofSeconds(softSeconds),
        Duration.ofSeconds(hardSeconds),
        Duration.ofMinutes(15));
  }

  DocumentClass(String code, Duration always) {
    this(code, always, always, always);
  }

  DocumentClass(String code, Duration soft, Duration hard, Duration drop) {
    this.code = code;
    this.softMs = soft.toMillis();
    this.hardMs = hard.toMillis();
    this.dropMs = drop.toMillis();
  }

  /** The name in configuration, metrics and reports. */
  public String code() {
    return code;
  }

  Limits defaults() {
    return new Limits(softMs, hardMs, dropMs);
  }

  static Optional<DocumentClass> ofCode(String code) {
    for (DocumentClass each : values()) {
      if (each.code.equals(code)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  /** The class of {@code key} at {@code nowMs}: candles close as time goes by. */
  public static DocumentClass of(DocumentKey key, long nowMs) {
    String path = key.path();
    int slash = path.indexOf('/');
    return switch (slash < 0 ? path : path.substring(0, slash)) {
      case "dashboard" -> DASHBOARD;
      case "market" ->
          switch (path) {
            case "market/overview" -> MARKET_OVERVIEW;
            case "market/symbols" -> SYMBOLS;
            default -> OTHER;
          };
      case "confluence" -> CONFLUENCE;
      case "book" -> BOOK;
      case "candles" -> CandleRange.of(key).isClosedAt(nowMs) ? CLOSED_CANDLES : CANDLES;
      case "status" -> STATUS;
      default -> OTHER;
    };
  }
}
