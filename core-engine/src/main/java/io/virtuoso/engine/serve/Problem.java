package io.virtuoso.engine.serve;

import jakarta.ws.rs.core.Response;

/**
 * An RFC 9457 problem.
 *
 * @param code stable word for programs
 * @param retryable whether the same request may succeed later
 */
record Problem(
    String type, String title, int status, String detail, String code, boolean retryable) {
  static final String MEDIA_TYPE = "application/problem+json";
  private static final int RETRY_AFTER_SECONDS = 1;

  private static Response response(Problem problem) {
    Response.ResponseBuilder response =
        Response.status(problem.status).type(MEDIA_TYPE).entity(problem);
    return problem.retryable
        ? response.header("Retry-After", RETRY_AFTER_SECONDS).build()
        : response.build();
  }

  private static Problem of(int status, String title, String code, String detail) {
    return new Problem("about:blank", title, status, detail, code, status == 503);
  }

  static Response badRequest(String detail) {
    return response(of(400, "Bad request", "bad_request", detail));
  }

  static Response unknownSymbol(String symbol) {
    return response(
        of(404, "Unknown symbol", "unknown_symbol", symbol + " is not followed by this engine"));
  }

  static Response overloaded() {
    return response(
        of(503, "Overloaded", "overloaded", "the engine has more to do than it can answer for"));
  }

  static Response notYet(String what) {
    return response(
        of(503, "No data yet", "no_data_yet", what + " needs market data that has not arrived"));
  }
}
