package io.virtuoso.gateway.observe;

import com.github.benmanes.caffeine.cache.Ticker;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What the routes' totals were in the last minutes, so that a recent window is a subtraction and
 * costs a request nothing. Thread-safe.
 */
@Singleton
public final class RequestHistory {
  /** How far apart two looks are. */
  public static final Duration STEP = Duration.ofSeconds(10);

  /** The longest window. */
  public static final Duration LONGEST = Duration.ofMinutes(5);

  private record Look(long atNanos, Map<String, RequestTotals> totals) {}

  private final Requests requests;
  private final Ticker ticker;
  private final ProcessUsage usage;
  private final Look first;
  private final Deque<Look> looks = new ArrayDeque<>(); // guarded by this, the newest first

  @Inject
  public RequestHistory(Requests requests, Ticker ticker) {
    this(requests, ticker, ProcessUsage.ofThisProcess(ticker));
  }

  RequestHistory(Requests requests, Ticker ticker, ProcessUsage usage) {
    this.requests = requests;
    this.ticker = ticker;
    this.usage = usage;
    this.first = new Look(ticker.read(), Map.of());
    looks.add(first);
  }

  /**
   * What came in a window.
   *
   * @param seconds how long it really was: shorter than asked just after start, longer by up to one
   *     step else
   * @param routes by route; only those that were asked for anything
   */
  public record Window(double seconds, Map<String, RequestTotals> routes) {
    public Window {
      routes = Map.copyOf(routes);
    }

    /** One route; nothing when it was not asked. */
    public RequestTotals route(String template) {
      return routes.getOrDefault(template, RequestTotals.none());
    }

    /** All routes together. */
    public RequestTotals all() {
      return all(route -> true);
    }

    /** Those routes together. */
    public RequestTotals all(Predicate<String> which) {
      return routes.entrySet().stream()
          .filter(each -> which.test(each.getKey()))
          .map(Map.Entry::getValue)
          .reduce(RequestTotals.none(), RequestTotals::and);
    }
  }

  void start(@Observes StartupEvent started, Vertx vertx) {
    vertx.setPeriodic(STEP.toMillis(), timer -> look());
  }

  /** Remembers the totals of now. */
  synchronized void look() {
    usage.look();
    Look before = looks.getFirst();
    Map<String, RequestTotals> totals = new HashMap<>();
    for (RequestMeter meter : requests.all()) {
      RequestTotals now = meter.totals();
      RequestTotals known = before.totals.get(meter.route());
      // a route that rests shares one copy over all looks
      totals.put(meter.route(), known != null && known.requests() == now.requests() ? known : now);
    }
    looks.addFirst(new Look(ticker.read(), totals));
    while (looks.size() > LONGEST.dividedBy(STEP) + 1) {
      looks.removeLast();
    }
  }

  /** What this process took meanwhile. */
  public ProcessUsage usage() {
    return usage;
  }

  /** What came in the last {@code length}. */
  public synchronized Window last(Duration length) {
    long now = ticker.read();
    Look from = looks.getLast();
    for (Look each : looks) {
      if (now - each.atNanos >= length.toNanos()) {
        from = each;
        break;
      }
    }
    return since(from, now);
  }

  private Window since(Look from, long now) {
    Map<String, RequestTotals> routes = new HashMap<>();
    for (RequestMeter meter : requests.all()) {
      RequestTotals earlier = from.totals.getOrDefault(meter.route(), RequestTotals.none());
      RequestTotals came = meter.totals().since(earlier);
      if (came.requests() > 0) {
        routes.put(meter.route(), came);
      }
    }
    return new Window((now - from.atNanos) / 1e9, routes);
  }

  /** What came since start. */
  public Window sinceStart() {
    return since(first, ticker.read());
  }
}
