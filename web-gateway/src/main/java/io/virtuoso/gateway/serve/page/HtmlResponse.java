package io.virtuoso.gateway.serve.page;

import io.quarkus.qute.TemplateInstance;
import io.virtuoso.gateway.cache.local.Coding;
import io.virtuoso.gateway.serve.content.Accepted;
import jakarta.ws.rs.core.HttpHeaders;
import java.nio.charset.StandardCharsets;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jspecify.annotations.Nullable;

/** A rendered page as a response: never stored, for its ages are those of this moment. */
final class HtmlResponse {
  private static final String RETRY_AFTER_SECONDS = "5";

  private HtmlResponse() {}

  /**
   * The page with that status.
   *
   * @param accepted the request's {@code Accept-Encoding}
   */
  static RestResponse<byte[]> of(int status, TemplateInstance page, @Nullable String accepted) {
    byte[] body = page.render().getBytes(StandardCharsets.UTF_8);
    ResponseBuilder<byte[]> answer =
        ResponseBuilder.<byte[]>create(status)
            .header(HttpHeaders.CACHE_CONTROL, "no-store")
            .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
    if (status == 503) {
      answer.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
    }
    Coding coding = Accepted.of(accepted).coding();
    return coding == null
        ? answer.entity(body).build()
        : answer
            .header(HttpHeaders.CONTENT_ENCODING, coding.token())
            .entity(coding.encode(body))
            .build();
  }
}
