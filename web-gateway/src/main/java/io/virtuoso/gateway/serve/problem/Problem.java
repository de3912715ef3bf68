package io.virtuoso.gateway.serve.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.virtuoso.model.wire.DocumentJson;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong, RFC 9457.
 *
 * @param type relative URI that ends in {@code code}
 * @param detail for a person; never an exception's text
 * @param instance path of the request; null on the stream
 * @param code for a program
 * @param traceId the caller's, from {@code traceparent}, or our own; null on the stream
 * @param retryable whether the same request can succeed later
 * @param errors each offending part of the request
 */
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    @Nullable String instance,
    String code,
    @Nullable String traceId,
    boolean retryable,
    List<Violation> errors) {
  public static final String MEDIA_TYPE = "application/problem+json";

  private static final ObjectMapper JSON = DocumentJson.mapper();

  public Problem {
    errors = List.copyOf(errors);
  }

  /**
   * One offending part of a request.
   *
   * @param field parameter or member
   */
  public record Violation(String field, String reason) {}

  /** A problem that has not met its request yet. */
  public static Problem of(int status, String code, String detail, Violation... errors) {
    return new Problem(
        "/problems/" + code,
        title(status),
        status,
        detail,
        null,
        code,
        null,
        status == 429 || status == 503 || status == 504,
        List.of(errors));
  }

  /** The problem of that request. */
  public Problem at(@Nullable String path, String trace) {
    return new Problem(type, title, status, detail, path, code, trace, retryable, errors);
  }

  public byte[] json() {
    try {
      return JSON.writeValueAsBytes(this);
    } catch (JsonProcessingException impossible) { // a record of strings
      throw new UncheckedIOException(impossible);
    }
  }

  private static String title(int status) {
    return switch (status) {
      case 400 -> "Bad request";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "Not found";
      case 405 -> "Method not allowed";
      case 406 -> "Not acceptable";
      case 408 -> "Request timeout";
      case 413 -> "Content too large";
      case 414 -> "Target too long";
      case 415 -> "Unsupported media type";
      case 426 -> "Upgrade required";
      case 429 -> "Too many requests";
      case 431 -> "Head too large";
      case 501 -> "Not implemented";
      case 503 -> "Service unavailable";
      case 505 -> "HTTP version not supported";
      default -> status < 500 ? "Request refused" : "Internal error";
    };
  }
}
