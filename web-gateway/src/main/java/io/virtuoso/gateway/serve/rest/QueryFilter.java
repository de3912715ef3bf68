package io.virtuoso.gateway.serve.rest;

import io.virtuoso.gateway.serve.problem.Problem;
import io.virtuoso.gateway.serve.problem.ProblemException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Refuses parameters that a route does not know and parameters given twice: one cache key each. */
final class QueryFilter {
  private final Map<Method, Set<String>> known = new ConcurrentHashMap<>();

  @ServerRequestFilter
  void check(ContainerRequestContext request, ResourceInfo resource) {
    Map<String, List<String>> given = request.getUriInfo().getQueryParameters();
    if (given.isEmpty()) {
      return;
    }
    Set<String> allowed =
        known.computeIfAbsent(resource.getResourceMethod(), QueryFilter::parameters);
    List<Problem.Violation> errors = new ArrayList<>();
    given.forEach((name, values) -> {
      if (!allowed.contains(name)) {
        errors.add(new Problem.Violation(printable(name), "not a parameter of this route"));
      } else if (values.size() > 1) {
        errors.add(new Problem.Violation(name, "given more than once"));
      }
    });
    if (!errors.isEmpty()) {
      throw new ProblemException(
          Problem.of(
              400,
              "bad_query",
              "The query names a parameter that this route does not take, or takes once.",
              errors.stream().limit(10).toArray(Problem.Violation[]::new)));
    }
  }

  private static Set<String> parameters(Method method) {
    Set<String> names = new HashSet<>();
    for (Parameter parameter : method.getParameters()) {
      RestQuery query = parameter.getAnnotation(RestQuery.class);
      if (query != null) {
        names.add(query.value().isEmpty() ? parameter.getName() : query.value());
      }
    }
    return Set.copyOf(names);
  }

  private static String printable(String name) {
    String plain = name.replaceAll("[^\\x21-\\x7e]", "?");
    return plain.substring(0, Math.min(40, plain.length()));
  }
}
