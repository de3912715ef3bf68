package io.virtuoso.gateway.serve.guard;

import io.vertx.ext.web.RoutingContext;
import io.virtuoso.gateway.serve.guard.key.Caller;
import io.virtuoso.gateway.serve.guard.key.Role;
import io.virtuoso.gateway.serve.problem.Problem;
import io.virtuoso.gateway.serve.problem.ProblemException;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ResourceInfo;
import java.util.Arrays;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/** Holds callers of administrative resources to their rate. */
final class AdminLimit {
  private final AdminRate rate;

  @Inject
  AdminLimit(AdminRate rate) {
    this.rate = rate;
  }

  @ServerRequestFilter
  void check(ResourceInfo resource, RoutingContext request) {
    Caller caller = KeyCheck.caller(request);
    if (caller == null || !isForAdmins(resource)) {
      return; // whoever may not call it is turned away by the annotation
    }
    if (!rate.admits(caller)) {
      throw new ProblemException(
          Problem.of(429, "rate_limited", "Too many administrative requests; slow down."));
    }
  }

  private static boolean isForAdmins(ResourceInfo resource) {
    return names(resource.getResourceMethod().getAnnotation(RolesAllowed.class))
        || names(resource.getResourceClass().getAnnotation(RolesAllowed.class));
  }

  private static boolean names(@Nullable RolesAllowed allowed) {
    return allowed != null && Arrays.asList(allowed.value()).contains(Role.ADMIN.code());
  }
}
