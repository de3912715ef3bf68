package io.virtuoso.storm.drill;

import io.virtuoso.storm.probe.Judge;
import java.util.Map;

/** The gateway of the drills: as delivered, but what takes minutes takes seconds. */
final class GatewayDefaults {
  /** Past this age a document is no longer delayed but stale. */
  private static final long HARD_MS = 4_000;

  private static final long SOFT_MS = 2_000;
  private static final long SLACK_MS = 1_100;

  static final Map<String, String> SETTINGS =
      Map.of(
          "quarkus.log.console.json.enabled", "false",
          "virtuoso.gateway.freshness.dashboard.hard", HARD_MS + "ms",
          "virtuoso.gateway.freshness.market-overview.hard", HARD_MS + "ms",
          "virtuoso.gateway.freshness.symbols.hard", HARD_MS + "ms");

  private GatewayDefaults() {}

  /** Judges by the limits that {@link #SETTINGS} sets. */
  static Judge judge() {
    return new Judge(SOFT_MS, HARD_MS + SOFT_MS, SLACK_MS);
  }
}
