package io.virtuoso.gateway.serve.problem;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import io.virtuoso.gateway.observe.Exchange;
import io.virtuoso.gateway.route.NothingHonestException;
import io.virtuoso.gateway.route.UnknownDocumentException;
import io.virtuoso.gateway.route.query.BadQueryException;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/** Which problem a failure is, and how it is written where no resource is involved. */
public final class Problems {
  private static final Logger LOG = Logger.getLogger(Problems.class);

  public static final String RETRY_AFTER_SECONDS = "1";

  /** {@code Allow} of what is only read. */
  public static final String READING = "GET, HEAD";

  /** A parameter's name is the caller's word, so only so much of it is repeated. */
  private static final int LONGEST_NAME = 40;

  private Problems() {}

  /** The problem behind a failure; an unexpected one tells nothing of its inside. */
  public static Problem of(Throwable failure) {
    return switch (failure) {
      case ProblemException expected -> expected.problem();
      case BadQueryException bad ->
          Problem.of(
              400,
              "bad_query",
              "A query parameter cannot be read.",
              new Problem.Violation(printable(bad.parameter()), bad.rule()));
      case UnknownDocumentException unknown ->
          Problem.of(404, "unknown_document", "There is no such document.");
      case NothingHonestException nothing ->
          Problem.of(
              503,
              "nothing_honest",
              "Every copy within reach is too old to show, or there is none.");
      default -> Problem.of(500, "internal", "Something went wrong here; it has been counted.");
    };
  }

  /** The problem of a status that the framework chose. */
  public static Problem ofStatus(int status) {
    return switch (status) {
      case 401 -> Problem.of(401, "key_required", "This needs an API key.");
      case 403 -> Problem.of(403, "forbidden", "This API key may not do that.");
      case 404 -> Problem.of(404, "not_found", "Nothing is served under this path.");
      case 405 -> Problem.of(405, "method_not_allowed", "This path does not know that method.");
      case 406 ->
          Problem.of(
              406,
              "not_acceptable",
              "This path answers application/json, plain, in br or in gzip.");
      case 413 -> Problem.of(413, "too_large", "The request's body is longer than is read.");
      case 415 -> Problem.of(415, "unsupported_type", "This content type is not read here.");
      default ->
          status < 500
              ? Problem.of(status, "refused", "The request cannot be answered.")
              : Problem.of(status, "internal", "Something went wrong here; it has been counted.");
    };
  }

  private static String printable(String name) {
    StringBuilder plain = new StringBuilder();
    name.chars()
        .limit(LONGEST_NAME)
        .forEach(c -> plain.append(c > ' ' && c < 0x7f ? (char) c : '?'));
    return plain.toString();
  }

  /** The trace id of the request; empty when it never passed the guard. */
  public static String trace(RoutingContext request) {
    Exchange exchange = Exchange.of(request);
    return exchange == null ? "" : exchange.trace().traceId();
  }

  /** Ends the exchange with the problem behind that failure, which is logged if unexpected. */
  public static void fail(RoutingContext request, Throwable failure) {
    Problem problem = of(failure);
    if (problem.status() == 500) {
      log(request, failure);
    }
    send(request, problem);
  }

  /** One line about what nobody expected, with the trace id as a field. */
  public static void log(RoutingContext request, Throwable failure) {
    MDC.put("trace_id", trace(request));
    try {
      LOG.error("a request failed", failure);
    } finally {
      MDC.remove("trace_id");
    }
  }

  /** Whether the method is one that only reads; if it is not, the exchange ends with a 405. */
  public static boolean isReading(RoutingContext request) {
    HttpMethod method = request.request().method();
    if (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD)) {
      return true;
    }
    request.response().putHeader(HttpHeaders.ALLOW, READING);
    send(request, ofStatus(405));
    return false;
  }

  /** Ends the exchange with that problem. */
  public static void send(RoutingContext request, Problem problem) {
    HttpServerResponse response = request.response();
    if (response.ended() || response.headWritten() || response.closed()) {
      return;
    }
    response
        .setStatusCode(problem.status())
        .putHeader("Content-Type", Problem.MEDIA_TYPE)
        .putHeader("Cache-Control", "no-store");
    if (problem.retryable() && !response.headers().contains("Retry-After")) {
      response.putHeader("Retry-After", RETRY_AFTER_SECONDS);
    }
    response.end(Buffer.buffer(problem.at(request.request().path(), trace(request)).json()));
  }
}
