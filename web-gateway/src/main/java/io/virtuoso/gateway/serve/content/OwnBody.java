package io.virtuoso.gateway.serve.content;

import io.smallrye.mutiny.Uni;
import io.virtuoso.gateway.cache.local.Coding;
import io.virtuoso.gateway.cache.local.Encoded;
import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.Executor;

/**
 * A JSON body that the gateway itself has made, which has no version: what it says is its tag. Each
 * coding of it is made once, and only when somebody wants it. Thread-safe.
 */
public final class OwnBody {
  /** Of the digest, in bytes: two bodies of one path that share so much are not to be expected. */
  private static final int TAG_BYTES = 12;

  private static final int NOT_MODIFIED = 304;

  private final Encoded body;
  private final String tag;

  /**
   * A body.
   *
   * @param json owned by this object from here on
   * @param worker encodes what is too long for the thread that asks
   */
  public OwnBody(byte[] json, Executor worker) {
    this.body = new Encoded(json, worker);
    this.tag = "W/\"" + HexFormat.of().formatHex(digest(json), 0, TAG_BYTES) + "\"";
  }

  /**
   * The answer with this body in the form that the client likes best, or that it has it already.
   * Fails with {@link NotAcceptableException} when it takes none of the forms.
   *
   * @param asked the request's headers
   * @param response gets the headers that all such answers have
   */
  public Uni<Response> answer(HttpHeaders asked, Response.ResponseBuilder response) {
    response.header(HttpHeaders.ETAG, tag).header(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
    if (Conditions.matches(asked.getHeaderString(HttpHeaders.IF_NONE_MATCH), tag)) {
      return Uni.createFrom().item(() -> response.status(NOT_MODIFIED).entity(null).build());
    }
    Accepted accepted = Accepted.of(asked.getHeaderString(HttpHeaders.ACCEPT_ENCODING));
    Coding coding = accepted.plain() && !body.compressible() ? null : accepted.coding();
    if (coding != null) {
      return Uni.createFrom()
          .completionStage(() -> body.in(coding))
          .map(bytes ->
              response.header(HttpHeaders.CONTENT_ENCODING, coding.token()).entity(bytes).build());
    }
    return accepted.plain()
        ? Uni.createFrom().item(() -> response.entity(body.identity()).build())
        : Uni.createFrom().failure(NotAcceptableException::new);
  }

  private static byte[] digest(byte[] json) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(json);
    } catch (NoSuchAlgorithmException impossible) { // every Java has it
      throw new IllegalStateException(impossible);
    }
  }
}
