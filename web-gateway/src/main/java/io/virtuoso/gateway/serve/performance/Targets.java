package io.virtuoso.gateway.serve.performance;

import io.virtuoso.gateway.observe.ProcessUsage;
import io.virtuoso.gateway.observe.RequestHistory;
import io.virtuoso.gateway.observe.RequestTotals;
import io.virtuoso.gateway.serve.performance.Performance.Target;
import io.virtuoso.model.document.Missing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The numbers promised beside those measured; one that nobody measured is absent with a reason. */
final class Targets {
  static final Duration MINUTE = Duration.ofMinutes(1);

  private static final String QUIET = "nothing of the kind was asked in the last five minutes";

  private static final String UNTOLD = "this system does not tell";

  private final RequestHistory history;
  private final RequestHistory.Window minute;
  private final RequestHistory.Window five;
  private final List<Target> targets = new ArrayList<>();
  private final List<Missing> missing = new ArrayList<>();

  private Targets(
      RequestHistory history, RequestHistory.Window minute, RequestHistory.Window five) {
    this.history = history;
    this.minute = minute;
    this.five = five;
  }

  /** All of them, measured now. */
  static Targets of(
      RequestHistory history, RequestHistory.Window minute, RequestHistory.Window five) {
    Targets targets = new Targets(history, minute, five);
    targets.measure();
    return targets;
  }

  List<Target> list() {
    return targets;
  }

  List<Missing> missing() {
    return missing;
  }

  private void measure() {
    share(
        "hit_ratio", "fresh hits of all documents asked for", 0.75, 0.99, RequestTotals::hitRatio);
    time("answer_p95", "95 of 100 API answers, in the server", 75, 5.0, Targets::isApi);
    time("page_p95", "95 of 100 pages, the server's part alone", 800, null, Targets::isPage);
    ProcessUsage usage = history.usage();
    double cpu = cpu(usage, RequestHistory.LONGEST);
    add(
        lower(
            "cpu",
            "of all processors, by this process",
            "ratio",
            0.35,
            null,
            cpu,
            cpu(usage, MINUTE)),
        UNTOLD);
    OptionalLong resident = usage.residentBytes();
    double bytes = resident.isPresent() ? resident.getAsLong() : Double.NaN;
    add(lower("memory", "resident, now", "bytes", 250e6, 150e6, bytes, bytes), UNTOLD);
    share(
        "availability",
        "answered within a second and without a 5xx, of what we owed",
        0.999,
        0.999,
        totals -> (double) totals.good() / totals.owed());
  }

  /** Whether a route answers programs. */
  static boolean isApi(String route) {
    return route.startsWith("/api/");
  }

  private static boolean isPage(String route) {
    return route.startsWith("/") && !isApi(route) && !route.startsWith("/assets/");
  }

  private static double cpu(ProcessUsage usage, Duration length) {
    OptionalDouble share = usage.cpu(length);
    return share.isPresent() ? share.getAsDouble() : Double.NaN;
  }

  private void share(
      String name, String measure, double floor, double goal, ToDoubleFunction<RequestTotals> of) {
    double actual = of.applyAsDouble(five.all());
    double recent = of.applyAsDouble(minute.all());
    String meets = meets(actual >= floor, actual >= goal, actual);
    add(
        new Target(
            name, measure, "ratio", "higher", floor, goal, boxed(actual), boxed(recent), meets),
        QUIET);
  }

  private void time(
      String name, String measure, double floor, @Nullable Double goal, Predicate<String> routes) {
    double actual = five.all(routes).quantileMs(0.95);
    double recent = minute.all(routes).quantileMs(0.95);
    add(lower(name, measure, "ms", floor, goal, actual, recent), QUIET);
  }

  private static Target lower(
      String name,
      String measure,
      String unit,
      double floor,
      @Nullable Double goal,
      double actual,
      double recent) {
    String meets = meets(actual <= floor, goal != null && actual <= goal, actual);
    return new Target(
        name, measure, unit, "lower", floor, goal, boxed(actual), boxed(recent), meets);
  }

  private void add(Target target, String absent) {
    if (target.actual() == null) {
      missing.add(new Missing("targets." + target.name() + ".actual", absent));
    }
    targets.add(target);
  }

  private static @Nullable String meets(boolean floor, boolean goal, double actual) {
    return Double.isNaN(actual) ? null : goal ? "goal" : floor ? "floor" : "neither";
  }

  static @Nullable Double boxed(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
