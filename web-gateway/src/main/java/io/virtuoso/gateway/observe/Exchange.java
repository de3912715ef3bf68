package io.virtuoso.gateway.observe;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import io.virtuoso.gateway.observe.trace.TraceContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way: what is known of it so far, for whoever counts it at the end. Written by
 * the stages it passes, one after the other.
 */
public final class Exchange {
  public static final CharSequence TRACEPARENT = HttpHeaders.createOptimized("traceparent");
  public static final CharSequence TRACESTATE = HttpHeaders.createOptimized("tracestate");

  private static final int MAX_STAGES = 12;
  private static final String KEY = "virtuoso.exchange";

  private final long beganNanos;
  private RequestMeter meter;
  private Outcome outcome = Outcome.NONE;
  private Tier tier = Tier.NONE;
  private @Nullable String cacheStatus;
  private final List<String> stages = new ArrayList<>(0); // guarded by this
  private long told; // guarded by this
  private volatile boolean ended;
  private boolean stream;
  private @Nullable RoutingContext request;
  private @Nullable TraceContext trace;

  Exchange(RequestMeter unrouted, long beganNanos) {
    this.meter = unrouted;
    this.beganNanos = beganNanos;
  }

  /** Leaves the exchange with its request. */
  public void follow(RoutingContext followed) {
    request = followed;
    followed.put(KEY, this);
  }

  /** The exchange of a request; null when the request never passed the guard. */
  public static @Nullable Exchange of(@Nullable RoutingContext request) {
    return request == null ? null : request.get(KEY);
  }

  /** The route has been found. */
  public void routed(RequestMeter route) {
    meter = route;
  }

  /** A document is what the answer is made of; of several, the one told last. */
  public void answered(Outcome how, Tier from, @Nullable String status) {
    outcome = how;
    tier = from;
    cacheStatus = status;
  }

  /** Some of the time went there; told by whoever knows, on any thread. */
  public synchronized void spent(String where, long nanos) {
    if (stages.size() < MAX_STAGES) {
      stages.add(where + " " + TimeUnit.NANOSECONDS.toMillis(nanos) + " ms");
      told += nanos;
    }
  }

  /** Whether it has been answered. */
  public boolean hasEnded() {
    return ended;
  }

  void end() {
    ended = true;
  }

  /** The response stays open for as long as its reader likes: its end says nothing about us. */
  public void streams() {
    stream = true;
  }

  long beganNanos() {
    return beganNanos;
  }

  RequestMeter meter() {
    return meter;
  }

  Outcome outcome() {
    return outcome;
  }

  Tier tier() {
    return tier;
  }

  /** Whether it is one of those. */
  public boolean isStream() {
    return stream;
  }

  @Nullable String cacheStatus() {
    return cacheStatus;
  }

  /** Where its time went, of {@code nanos} in all. */
  synchronized String reason(long nanos) {
    String here = "here " + TimeUnit.NANOSECONDS.toMillis(Math.max(0, nanos - told)) + " ms";
    if (!stages.isEmpty()) {
      return String.join(", ", stages) + ", " + here;
    }
    return outcome == Outcome.COALESCED
        ? "waited for a journey that another request had begun"
        : here + ": no tier was asked";
  }

  /** Which trace it belongs to; found out, or begun, when first asked for. */
  public TraceContext trace() {
    TraceContext known = trace;
    if (known == null) {
      RoutingContext own = request;
      known = own == null ? TraceContext.begin() : trace(own.request().headers());
      trace = known;
    }
    return known;
  }

  private static TraceContext trace(MultiMap headers) {
    return TraceContext.continuing(headers.getAll(TRACEPARENT), headers.getAll(TRACESTATE));
  }
}
