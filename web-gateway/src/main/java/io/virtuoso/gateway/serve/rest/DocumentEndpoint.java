package io.virtuoso.gateway.serve.rest;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.virtuoso.gateway.observe.Exchange;
import io.virtuoso.gateway.route.DocumentRoute;
import io.virtuoso.gateway.route.DocumentRoutes;
import io.virtuoso.gateway.serve.content.Conditions;
import io.virtuoso.gateway.serve.problem.Problems;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * Every route of the table over HTTP, in front of the framework's own. What was asked for once is
 * recognised by its target, letter by letter, and answered at once when a live copy is at hand.
 */
@Singleton
final class DocumentEndpoint {
  /** Behind the guard, before everything else. */
  private static final int AT_ONCE = -900;

  /** Behind the limits on bodies, before the resources. */
  private static final int IN_TIME = 0;

  private final DocumentRoutes routes;
  private final Responder responder;
  private final KnownTargets known;

  @Inject
  DocumentEndpoint(DocumentRoutes routes, Responder responder, KnownTargets known) {
    this.routes = routes;
    this.responder = responder;
    this.known = known;
  }

  void install(@Observes Router router) {
    router.route().order(AT_ONCE).handler(this::atOnce);
    router.route("/api/*").order(IN_TIME).handler(this::inTime);
  }

  private void atOnce(RoutingContext context) {
    HttpServerRequest request = context.request();
    DocumentRoute.Asked asked = isReading(request) ? known.find(request.uri()) : null;
    if (asked == null || !answersAtOnce(context, asked)) {
      context.next();
    }
  }

  private boolean answersAtOnce(RoutingContext context, DocumentRoute.Asked asked) {
    name(context, asked.route());
    return responder.answersAtOnce(context, asked);
  }

  private void inTime(RoutingContext context) {
    HttpServerRequest request = context.request();
    String path = request.path();
    Optional<DocumentRoute> route = path == null ? Optional.empty() : routes.at(path);
    if (path == null || route.isEmpty()) {
      context.next();
      return;
    }
    name(context, route.get());
    if (!Problems.isReading(context)) {
      return;
    }
    if (!Conditions.acceptsJson(request.getHeader(HttpHeaders.ACCEPT))) {
      Problems.send(context, Problems.ofStatus(406));
    } else {
      serve(context, route.get(), path);
    }
  }

  private void serve(RoutingContext context, DocumentRoute route, String path) {
    HttpServerRequest request = context.request();
    DocumentRoute.Asked asked;
    try {
      asked = route.asked(path, QueryString.read(request.query()));
    } catch (RuntimeException refused) {
      Problems.fail(context, refused);
      return;
    }
    known.add(request.uri(), asked);
    responder.answer(context, asked);
  }

  private void name(RoutingContext context, DocumentRoute route) {
    Exchange exchange = Exchange.of(context);
    if (exchange != null) {
      exchange.routed(known.meter(route));
    }
  }

  private static boolean isReading(HttpServerRequest request) {
    HttpMethod method = request.method();
    return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
  }
}
