package io.virtuoso.gateway.serve.guard;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.virtuoso.gateway.observe.Exchange;
import io.virtuoso.gateway.observe.Requests;
import io.virtuoso.gateway.serve.guard.key.Caller;
import io.virtuoso.gateway.serve.guard.key.KeyHeaders;
import io.virtuoso.gateway.serve.problem.Problem;
import io.virtuoso.gateway.serve.problem.Problems;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What every request passes, pages and errors included: headers, canonical path, key, rate, load.
 */
@Singleton
public final class Gate {
  private static final int FIRST = 1_000;
  private static final int LAST = Integer.MAX_VALUE;

  private static final CharSequence TRACERESPONSE = HttpHeaders.createOptimized("traceresponse");
  private static final int SWITCHED = 101; // a stream by now, counted where streams are
  private static final int CLIENT_GONE = 499; // as nginx says it
  private static final int MAX_PARAMETERS = 50;

  /** What stays open as long as its client likes. */
  private static final Set<String> STREAMS = Set.of("/ws", "/api/stream");

  private final Clients clients;
  private final KeyCheck keys;
  private final ClientRate rate;
  private final Load load;
  private final Requests requests;

  @Inject
  Gate(Clients clients, KeyCheck keys, ClientRate rate, Load load, Requests requests) {
    this.clients = clients;
    this.keys = keys;
    this.rate = rate;
    this.load = load;
    this.requests = requests;
  }

  void install(@Observes Filters filters) {
    filters.register(this::dress, FIRST);
    filters.register(this::check, FIRST - 1);
  }

  void install(@Observes Router router) {
    router.route().order(-FIRST).failureHandler(Gate::failed);
    router.route().order(LAST).handler(request -> Problems.send(request, Problems.ofStatus(404)));
  }

  /**
   * Whether a request for a target that passed before may be answered on the spot, with nothing of
   * what this gate adds to answers but the security headers: no key, no trace, nothing to tell of
   * the client's rate, and room for all. If so it has paid its token; if not, nothing has happened.
   *
   * @param headers of the request
   */
  public boolean waves(MultiMap headers, String client) {
    return !KeyHeaders.mayBeIn(headers)
        && !headers.contains(Exchange.TRACEPARENT)
        && load.hasRoom()
        && rate.admitsSilently(client);
  }

  private void dress(RoutingContext request) {
    MultiMap headers = request.response().headers();
    SecurityHeaders.addTo(headers, request.request().isSSL());
    Exchange exchange = requests.begin();
    exchange.follow(request);
    if (request.request().headers().contains(Exchange.TRACEPARENT)) {
      headers.set(TRACERESPONSE, exchange.trace().header());
    }
    request.addEndHandler(end -> ended(request, exchange, end.succeeded()));
    request.next();
  }

  private void check(RoutingContext request) {
    String client = clients.of(request.request());
    Problem fault = faultOf(request.request());
    if (fault != null) {
      if (pays(request, client)) {
        Problems.send(request, fault);
      }
      return;
    }
    if (!keys.passes(request, client)) {
      return;
    }
    Caller caller = KeyCheck.caller(request);
    String bucket = caller == null ? client : Clients.of(caller);
    if (pays(request, bucket)
        && (STREAMS.contains(request.request().path()) || enters(request, bucket))) {
      request.next();
    }
  }

  /** What is wrong with a request that no resource could answer. */
  private static @Nullable Problem faultOf(HttpServerRequest request) {
    String target = request.uri();
    if (request.method().equals(HttpMethod.OPTIONS)) { // the framework would answer 200 anywhere
      return Problem.of(501, "method_not_implemented", "No resource here answers OPTIONS.");
    }
    if (!CanonicalPath.isCanonical(target)) {
      return Problem.of(400, "path_not_canonical", "Each resource has one path; this is not it.");
    }
    return CanonicalPath.parameters(target) > MAX_PARAMETERS
        ? Problem.of(400, "bad_query", "The query has too many parameters.")
        : null;
  }

  /** Takes a token; or ends the request and returns false when there is none. */
  private boolean pays(RoutingContext request, String bucket) {
    boolean paid = rate.admits(bucket, request.response().headers());
    if (!paid) {
      Problems.send(request, Problem.of(429, "rate_limited", "Too many requests; slow down."));
    }
    return paid;
  }

  private boolean enters(RoutingContext request, String client) {
    if (!load.enters(client)) {
      Problems.send(request, Problem.of(503, "overloaded", "Too much to do; come back soon."));
      return false;
    }
    request.addEndHandler(end -> load.left(client));
    return true;
  }

  private void ended(RoutingContext request, Exchange exchange, boolean sent) {
    int status = request.response().getStatusCode();
    if (status != SWITCHED) {
      requests.ended(exchange, sent || exchange.isStream() ? status : CLIENT_GONE);
    }
  }

  private static void failed(RoutingContext request) {
    Throwable failure = request.failure();
    if (failure != null) {
      Problems.fail(request, failure);
      return;
    }
    int status = request.statusCode();
    Problems.send(request, Problems.ofStatus(status >= 400 ? status : 500));
  }
}
