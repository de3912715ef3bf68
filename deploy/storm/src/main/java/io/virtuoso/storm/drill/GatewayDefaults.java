package io.virtuoso.storm.drill;

import io.virtuoso.model.wire.DocumentClass;
import io.virtuoso.storm.probe.Judge;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The gateway of the drills: as delivered, but what takes minutes takes seconds. */
final class GatewayDefaults {
  /** Past this age a document is no longer delayed but stale. */
  private static final Duration HARD = Duration.ofSeconds(4);

  /** What the API promises of all documents that the drills ask for. */
  private static final Judge JUDGE =
      new Judge(
          Map.of(
              DocumentClass.DASHBOARD_DATA, limits(2, HARD),
              DocumentClass.MARKET_OVERVIEW, limits(2, HARD),
              DocumentClass.TOP_SYMBOLS, limits(2, HARD),
              DocumentClass.CONFLUENCE_SCORES, limits(1, Duration.ofSeconds(5)),
              DocumentClass.BOOK, limits(1, Duration.ofSeconds(5)),
              DocumentClass.CANDLES, limits(1, Duration.ofSeconds(5)),
              DocumentClass.STATUS, limits(1, Duration.ofSeconds(5))));

  private GatewayDefaults() {}

  /** Properties of the gateway. */
  static Map<String, String> settings() {
    Map<String, String> settings =
        List.of("dashboard_data", "market_overview", "top_symbols").stream()
            .collect(Collectors.toMap(each -> limit(each, "hard"), _ -> text(HARD)));
    settings.put("quarkus.log.console.json.enabled", "false");
    return settings;
  }

  /** The property that sets a limit of a class of documents. */
  static String limit(String documents, String limit) {
    return "virtuoso.freshness." + documents + "." + limit;
  }

  static String text(Duration time) {
    return time.toMillis() + "ms";
  }

  /** Judges by the limits that {@link #settings} sets. */
  static Judge judge() {
    return JUDGE;
  }

  private static Judge.Limits limits(int softSeconds, Duration hard) {
    return new Judge.Limits(Duration.ofSeconds(softSeconds).toMillis(), hard.toMillis());
  }
}
