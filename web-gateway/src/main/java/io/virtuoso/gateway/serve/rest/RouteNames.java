package io.virtuoso.gateway.serve.rest;

import io.vertx.ext.web.RoutingContext;
import io.virtuoso.gateway.observe.Exchange;
import io.virtuoso.gateway.observe.RequestMeter;
import io.virtuoso.gateway.observe.Requests;
import jakarta.inject.Inject;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Tells each exchange the template of its route, which is all that metrics may know of a path. */
final class RouteNames {
  private final Requests requests;
  private final Map<Method, RequestMeter> meters = new ConcurrentHashMap<>();

  @Inject
  RouteNames(Requests requests) {
    this.requests = requests;
  }

  @ServerRequestFilter(priority = Priorities.USER - 1) // before anything refuses the request
  void name(ResourceInfo resource, RoutingContext request) {
    Exchange exchange = Exchange.of(request);
    if (exchange != null) {
      exchange.routed(
          meters.computeIfAbsent(
              resource.getResourceMethod(), method -> requests.route(template(method))));
    }
  }

  private static String template(Method method) {
    String path = path(method.getDeclaringClass()) + path(method);
    return path.isEmpty() ? "/" : path;
  }

  private static String path(AnnotatedElement element) {
    Path path = element.getAnnotation(Path.class);
    String plain = path == null ? "" : path.value().replaceAll("^/|/$", "");
    return plain.isEmpty() ? "" : "/" + plain;
  }
}
