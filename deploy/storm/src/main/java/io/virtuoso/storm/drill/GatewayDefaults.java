package io.virtuoso.storm.drill;

import io.virtuoso.storm.probe.Judge;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The gateway of the drills: as delivered, but what takes minutes takes seconds. */
final class GatewayDefaults {
  private static final Duration SOFT = Duration.ofSeconds(2);

  /** Past this age a document is no longer delayed but stale. */
  private static final Duration HARD = Duration.ofSeconds(4);

  /** The longest hard limit of the others that the drills ask for. */
  private static final Duration OTHER_HARD = Duration.ofSeconds(5);

  private static final Duration SLACK = Duration.ofMillis(1_100);

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
    return new Judge(SOFT.toMillis(), OTHER_HARD.toMillis(), SLACK.toMillis());
  }
}
