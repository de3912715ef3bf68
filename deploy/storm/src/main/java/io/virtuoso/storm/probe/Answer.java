package io.virtuoso.storm.probe;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.virtuoso.model.wire.DocumentJson;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One HTTP answer as it came.
 *
 * <p>Not a record, for its body is an array.
 */
public final class Answer {
  private final int status;
  private final Map<String, String> headers;
  private final byte[] body;
  private final boolean closes;

  /**
   * An answer.
   *
   * @param headers by name in lower case, the last of equal names
   * @param closes whether the connection is of no use afterwards
   */
  Answer(int status, Map<String, String> headers, byte[] body, boolean closes) {
    this.status = status;
    this.headers = Map.copyOf(headers);
    this.body = body;
    this.closes = closes;
  }

  public int status() {
    return status;
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  public Map<String, String> headers() {
    return headers;
  }

  /** Not a copy. */
  public byte[] body() {
    return body;
  }

  public String text() {
    return new String(body, UTF_8);
  }

  /**
   * The moment that the document says it shows.
   *
   * @throws IOException when the body is no document
   */
  public Instant asOf() throws IOException {
    String moment = DocumentJson.mapper().readTree(body).path("meta").path("as_of").asText();
    try {
      return Instant.parse(moment);
    } catch (DateTimeException none) {
      throw new IOException("no as_of in an answer of status " + status, none);
    }
  }

  boolean closes() {
    return closes;
  }
}
