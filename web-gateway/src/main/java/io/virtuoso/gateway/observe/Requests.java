package io.virtuoso.gateway.observe;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The meters of all routes. Their number is bounded by the routes there are, and by a limit. */
@Singleton
public final class Requests {
  private static final int MAX_ROUTES = 100;

  private final MeterRegistry registry;
  private final Ticker ticker;
  private final InstantSource clock;
  private final SlowRequests slow;
  private final Map<String, RequestMeter> meters = new ConcurrentHashMap<>();
  private final RequestMeter unrouted;

  @Inject
  public Requests(MeterRegistry registry, Ticker ticker, InstantSource clock, SlowRequests slow) {
    this.registry = registry;
    this.ticker = ticker;
    this.clock = clock;
    this.slow = slow;
    this.unrouted = new RequestMeter(registry, "unrouted");
    meters.put(unrouted.route(), unrouted);
    FunctionCounter.builder("virtuoso.requests.slow", slow, SlowRequests::seen).register(registry);
  }

  /** The meter of a route; ask once and keep it. {@code template} must not come from a request. */
  public RequestMeter route(String template) {
    RequestMeter known = meters.get(template);
    if (known != null || meters.size() >= MAX_ROUTES) {
      return known == null ? unrouted : known;
    }
    return meters.computeIfAbsent(template, fresh -> new RequestMeter(registry, fresh));
  }

  /** A request whose head has just been read. */
  public Exchange begin() {
    return new Exchange(unrouted, ticker.read());
  }

  /** That request has been answered with that status. */
  public void ended(Exchange exchange, int status) {
    RequestMeter meter = exchange.meter();
    exchange.end();
    if (exchange.isStream()) {
      meter.counted(status, exchange.outcome(), exchange.tier());
      return;
    }
    long nanos = ticker.read() - exchange.beganNanos();
    if (meter.ended(status, exchange.outcome(), exchange.tier(), nanos)) {
      keep(
          meter,
          status,
          nanos,
          exchange.reason(nanos),
          exchange.cacheStatus(),
          exchange.trace().traceId());
    }
  }

  /**
   * Keeps what is known of a slow request.
   *
   * @param reason where the time went
   * @param cacheStatus the response's header; null when it had none
   * @param traceId null when it has none
   */
  public void keep(
      RequestMeter meter,
      int status,
      long nanos,
      String reason,
      @Nullable String cacheStatus,
      @Nullable String traceId) {
    long ms = TimeUnit.NANOSECONDS.toMillis(nanos);
    slow.add(
        new SlowRequest(clock.instant(), meter.route(), ms, status, reason, cacheStatus, traceId));
  }

  /** Every meter there is. */
  List<RequestMeter> all() {
    return List.copyOf(meters.values());
  }
}
