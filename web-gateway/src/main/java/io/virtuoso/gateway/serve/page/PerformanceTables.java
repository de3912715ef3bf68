package io.virtuoso.gateway.serve.page;

import io.virtuoso.gateway.observe.SlowRequest;
import io.virtuoso.gateway.serve.performance.Performance;
import io.virtuoso.model.wire.DocumentJson;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The gateway's performance as rows of text, the first cell of each naming it, the last one a
 * verdict where there is one. The browser writes the same rows ({@code performance.ts}); both are
 * tested against one file.
 */
public record PerformanceTables(
    List<List<String>> targets,
    List<List<String>> alerts,
    List<List<String>> routes,
    List<List<String>> slow,
    List<List<String>> breakers,
    List<List<String>> missing,
    String summary) {
  private static final String NO_DATA = "no data";
  private static final double STEADY = 0.05;
  private static final int MAX_SLOW = 20;

  static PerformanceTables of(Performance now) {
    return new PerformanceTables(
        now.targets().stream().map(PerformanceTables::target).toList(),
        now.alerts().stream()
            .map(one -> List.of(words(one.name()), one.detail(), time(one.since()), one.state()))
            .toList(),
        window(now, "5m").stream()
            .flatMap(window -> window.routes().stream())
            .map(PerformanceTables::route)
            .toList(),
        now.slow().newest().stream().limit(MAX_SLOW).map(PerformanceTables::slow).toList(),
        now.breakers().stream().map(one -> List.of(one.name(), words(one.state()))).toList(),
        now.missing().stream().map(one -> List.of(one.field(), one.reason())).toList(),
        summary(now));
  }

  private static List<String> target(Performance.Target one) {
    String meets = one.meets();
    return List.of(
        words(one.name()),
        amount(one.actual(), one.unit()),
        amount(one.recent(), one.unit()),
        trend(one),
        amount(one.floor(), one.unit()),
        one.goal() == null ? Numbers.NOTHING : amount(one.goal(), one.unit()),
        one.measure(),
        meets == null ? NO_DATA : meets.equals("neither") ? "missed" : "meets " + meets);
  }

  /** Where the last minute points, seen from the last five. */
  private static String trend(Performance.Target one) {
    Double actual = one.actual();
    Double recent = one.recent();
    if (actual == null || recent == null) {
      return Numbers.NOTHING;
    }
    double change = recent - actual;
    return Math.abs(change) <= STEADY * Math.abs(actual) ? "steady" : change > 0 ? "▲" : "▼";
  }

  private static List<String> route(Performance.Route one) {
    return List.of(
        one.route(),
        Numbers.compact(one.perSecond()),
        ms(one.p50Ms()),
        ms(one.p95Ms()),
        ms(one.p99Ms()),
        one.hitRatio() == null ? Numbers.NOTHING : ratio(one.hitRatio()),
        count(one.notModified()),
        count(one.refused()),
        count(one.limited()),
        count(one.failed()));
  }

  private static List<String> slow(SlowRequest one) {
    return List.of(
        time(one.at()),
        one.route(),
        count(one.ms()) + " ms",
        Integer.toString(one.status()),
        one.reason(),
        one.cacheStatus() == null ? Numbers.NOTHING : one.cacheStatus(),
        one.traceId() == null ? Numbers.NOTHING : one.traceId());
  }

  private static String summary(Performance now) {
    Optional<Performance.Window> start = window(now, "start");
    Optional<Performance.Window> five = window(now, "5m");
    Long streams = now.streamClients();
    return "Up for %s; %s requests since then, %s per second in the last five minutes; %s slow ones; open streams: %s."
        .formatted(
            Numbers.age((double) now.uptimeMs()),
            start.map(window -> count(window.all().requests())).orElse(Numbers.NOTHING),
            Numbers.compact(five.map(window -> window.all().perSecond()).orElse(null)),
            count(now.slow().seen()),
            streams == null ? NO_DATA : count(streams));
  }

  private static Optional<Performance.Window> window(Performance now, String name) {
    return now.windows().stream().filter(each -> each.name().equals(name)).findFirst();
  }

  private static String words(String code) {
    return code.replace('_', ' ');
  }

  /** Day and second, UTC. */
  private static String time(Instant at) {
    return DocumentJson.time(at).substring(5, 19).replace('T', ' ');
  }

  private static String amount(@Nullable Double value, String unit) {
    if (value == null) {
      return NO_DATA;
    }
    return switch (unit) {
      case "ratio" -> ratio(value);
      case "ms" -> ms(value);
      default -> Numbers.compact(value) + "B";
    };
  }

  /** Rounded down: 99.996 % is not 100 %. */
  private static String ratio(double value) {
    return Numbers.plain(Math.floor(value * 10_000 + 1e-6) / 100) + "%";
  }

  private static String ms(@Nullable Double value) {
    return value == null ? Numbers.NOTHING : Numbers.plain(Math.round(value * 100) / 100.0) + " ms";
  }

  private static String count(long count) {
    return Numbers.plain((double) count);
  }
}
