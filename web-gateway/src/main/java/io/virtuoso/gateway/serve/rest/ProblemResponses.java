package io.virtuoso.gateway.serve.rest;

import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.ext.web.RoutingContext;
import io.virtuoso.gateway.observe.Exchange;
import io.virtuoso.gateway.observe.Outcome;
import io.virtuoso.gateway.observe.Tier;
import io.virtuoso.gateway.route.NothingHonestException;
import io.virtuoso.gateway.route.UnknownDocumentException;
import io.virtuoso.gateway.serve.guard.KeyAuthentication;
import io.virtuoso.gateway.serve.problem.Problem;
import io.virtuoso.gateway.serve.problem.ProblemException;
import io.virtuoso.gateway.serve.problem.Problems;
import jakarta.inject.Inject;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Every failure of a resource as a problem. */
final class ProblemResponses {
  private static final int METHOD_NOT_ALLOWED = 405;

  private final AllowedMethods methods;

  @Inject
  ProblemResponses(AllowedMethods methods) {
    this.methods = methods;
  }

  @ServerExceptionMapper
  Response refused(ProblemException failure, RoutingContext request) {
    return response(Problems.of(failure), request);
  }

  @ServerExceptionMapper
  Response unknown(UnknownDocumentException failure, RoutingContext request) {
    tell(request, Outcome.UNKNOWN);
    return response(Problems.of(failure), request);
  }

  @ServerExceptionMapper
  Response nothing(NothingHonestException failure, RoutingContext request) {
    tell(request, Outcome.ERROR);
    return response(Problems.of(failure), request);
  }

  /** Without a key, where a resource wants one. */
  @ServerExceptionMapper
  Response nobody(UnauthorizedException failure, RoutingContext request) {
    return Response.fromResponse(response(Problems.ofStatus(401), request))
        .header("WWW-Authenticate", KeyAuthentication.CHALLENGE)
        .build();
  }

  /** With a key that is not enough. */
  @ServerExceptionMapper
  Response forbidden(ForbiddenException failure, RoutingContext request) {
    return response(Problems.ofStatus(403), request);
  }

  /** What the framework itself refuses: method, media type, path. */
  @ServerExceptionMapper
  Response framework(WebApplicationException failure, RoutingContext request) {
    int status = failure.getResponse().getStatus();
    Response response = response(Problems.ofStatus(status), request);
    return status == METHOD_NOT_ALLOWED
        ? Response.fromResponse(response)
            .header(HttpHeaders.ALLOW, methods.of(request.normalizedPath()))
            .build()
        : response;
  }

  @ServerExceptionMapper
  Response unexpected(Exception failure, RoutingContext request) {
    Problems.log(request, failure);
    return response(Problems.of(failure), request);
  }

  private static void tell(RoutingContext request, Outcome outcome) {
    Exchange exchange = Exchange.of(request);
    if (exchange != null) {
      exchange.answered(outcome, Tier.NONE, null);
    }
  }

  private static Response response(Problem problem, RoutingContext request) {
    Response.ResponseBuilder response =
        Response.status(problem.status())
            .type(Problem.MEDIA_TYPE)
            .header("Cache-Control", "no-store")
            .entity(problem.at(request.request().path(), Problems.trace(request)).json());
    if (problem.retryable()) {
      response.header("Retry-After", Problems.RETRY_AFTER_SECONDS);
    }
    return response.build();
  }
}
