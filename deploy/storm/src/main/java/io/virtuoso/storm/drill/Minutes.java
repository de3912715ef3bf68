package io.virtuoso.storm.drill;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The closed minutes that we tell, beside the exchange's own ledger.
 *
 * @param compared how many minutes of the ledger were looked for
 * @param wrong what is missing, different, or closed here and not there; empty when all is right
 */
record Minutes(int compared, List<String> wrong) {
  private static final long LENGTH_MS = 60_000;
  private static final int MOST_TOLD = 6;
  private static final List<String> MEMBERS = List.of("open", "high", "low", "close", "volume");

  Minutes {
    wrong = List.copyOf(wrong);
  }

  /**
   * Compares what began from then on.
   *
   * @param candles the {@code data} of the document of candles
   * @param ledger the exchange's bars, asked for after the document
   * @param fromMs ms since the epoch
   */
  static Minutes compare(JsonNode candles, JsonNode ledger, long fromMs) {
    Map<Long, JsonNode> told = new HashMap<>();
    for (JsonNode bar : candles.path("bars")) {
      long openMs = Instant.parse(bar.path("open_time").asText()).toEpochMilli();
      if (bar.path("closed").asBoolean() && openMs >= fromMs) {
        told.put(openMs, bar);
      }
    }
    List<String> wrong = new ArrayList<>();
    int compared = 0;
    for (JsonNode truth : ledger) {
      long openMs = truth.path("openTime").asLong();
      if (openMs >= fromMs) {
        compared++;
        JsonNode bar = told.remove(openMs);
        String name = Instant.ofEpochMilli(openMs) + " ";
        if (bar == null) {
          wrong.add(name + "is missing");
        } else {
          MEMBERS.stream()
              .filter(member -> !isSame(bar, truth, member))
              .forEach(member ->
                  wrong.add(
                      "%s%s is %s, not %s"
                          .formatted(
                              name,
                              member,
                              bar.path(member).asText(),
                              truth.path(member).asText())));
        }
      }
    }
    told.keySet().forEach(openMs -> wrong.add(Instant.ofEpochMilli(openMs) + " has not closed"));
    candles.path("gaps").forEach(gap -> wrong.add("a gap from " + gap.path("from").asText()));
    return new Minutes(compared, wrong);
  }

  /** Those of every symbol of the engine, as the gateway tells them. */
  static List<Minutes> of(Gateway gateway, RealEngine engine, long fromMs) throws IOException {
    long first = Math.floorDiv(fromMs, LENGTH_MS) * LENGTH_MS;
    List<Minutes> found = new ArrayList<>();
    for (String symbol : RealEngine.USUAL) {
      JsonNode candles =
          gateway
              .json(
                  "/api/market/%s/candles?interval=1m&from=%s"
                      .formatted(symbol, Instant.ofEpochMilli(first)))
              .path("data");
      JsonNode ledger = engine.exchange().minutes(candles.path("venue").asText(), symbol);
      found.add(compare(candles, ledger, first));
    }
    return found;
  }

  /**
   * Tells what came of it.
   *
   * @param least so many minutes of every symbol must have been compared
   */
  static void tell(List<Minutes> found, long least, Report report) {
    report.atLeast(
        "closed minutes compared, of each symbol",
        found.stream().mapToInt(Minutes::compared).min().orElse(0),
        (double) least,
        "");
    List<String> wrong = found.stream().flatMap(each -> each.wrong().stream()).toList();
    report.exactly("minutes missing, wrong or misplaced", wrong.size(), 0, "");
    wrong.stream().limit(MOST_TOLD).forEach(report::note);
  }

  private static boolean isSame(JsonNode bar, JsonNode truth, String member) {
    return new BigDecimal(bar.path(member).asText())
            .compareTo(new BigDecimal(truth.path(member).asText()))
        == 0;
  }
}
