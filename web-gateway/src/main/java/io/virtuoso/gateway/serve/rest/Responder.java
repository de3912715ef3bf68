package io.virtuoso.gateway.serve.rest;

import com.github.benmanes.caffeine.cache.Ticker;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.mutiny.Uni;
import io.virtuoso.gateway.cache.local.Coding;
import io.virtuoso.gateway.cache.local.Encoded;
import io.virtuoso.gateway.cache.local.LocalCache;
import io.virtuoso.gateway.observe.Exchange;
import io.virtuoso.gateway.route.Answer;
import io.virtuoso.gateway.route.DataState;
import io.virtuoso.gateway.route.Documents;
import io.virtuoso.gateway.route.Freshness;
import io.virtuoso.gateway.route.Limits;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Turns answers of the read path into HTTP responses with everything that changes per response. */
@Singleton
final class Responder {
  private final Documents documents;
  private final LocalCache local;
  private final Views views;
  private final Freshness freshness;
  private final Ticker ticker;
  private final CurrentVertxRequest current;

  @Inject
  Responder(
      Documents documents,
      LocalCache local,
      Views views,
      Freshness freshness,
      Ticker ticker,
      CurrentVertxRequest current) {
    this.documents = documents;
    this.local = local;
    this.views = views;
    this.freshness = freshness;
    this.ticker = ticker;
    this.current = current;
  }

  /** The document as it is. */
  Uni<Response> document(DocumentKey key, HttpHeaders request) {
    long began = ticker.read();
    return documents
        .find(key)
        .flatMap(answer ->
            respond(
                request, answer, tag(answer, ""), local.encoded(answer.document()), null, began));
  }

  /**
   * Something computed from the document.
   *
   * @param query canonical form of what was asked
   * @param path path of the next page, to which {@code ?} and its query are added
   */
  Uni<Response> view(
      DocumentKey key,
      String query,
      String path,
      HttpHeaders request,
      Function<StoredDocument, Views.Computed> compute) {
    long began = ticker.read();
    return documents
        .find(key)
        .flatMap(answer -> {
          Views.View view = views.of(answer.document(), query, compute);
          String link =
              view.next() == null ? null : "<%s?%s>; rel=\"next\"".formatted(path, view.next());
          String suffix = "-" + Integer.toHexString(query.hashCode());
          return respond(request, answer, tag(answer, suffix), view.body(), link, began);
        });
  }

  private Uni<Response> respond(
      HttpHeaders request,
      Answer answer,
      String tag,
      Encoded body,
      @Nullable String link,
      long began) {
    tell(answer);
    Response.ResponseBuilder response = Response.ok();
    describe(response, answer, tag, began);
    if (link != null) {
      response.header("Link", link);
    }
    if (Conditions.matches(request.getHeaderString(HttpHeaders.IF_NONE_MATCH), tag)) {
      return Uni.createFrom().item(response.status(304).build());
    }
    response.type(MediaType.APPLICATION_JSON_TYPE);
    Optional<Coding> coding =
        body.compressible()
            ? Conditions.coding(request.getHeaderString(HttpHeaders.ACCEPT_ENCODING))
            : Optional.empty();
    if (coding.isEmpty()) {
      return Uni.createFrom().item(response.entity(body.identity()).build());
    }
    response.header("Content-Encoding", coding.get().token());
    return Uni.createFrom()
        .completionStage(body.in(coding.get()))
        .map(bytes -> response.entity(bytes).build());
  }

  private void describe(Response.ResponseBuilder response, Answer answer, String tag, long began) {
    StoredDocument document = answer.document();
    Limits limits = freshness.of(document.key());
    // Age is counted from as_of, so max-age is the whole soft limit and not what is left of it.
    String control =
        answer.state() == DataState.STALE
            ? "max-age=0, stale-if-error=" + seconds(limits.dropMs())
            : "max-age=%d, stale-while-revalidate=%d, stale-if-error=%d"
                .formatted(
                    seconds(limits.softMs()),
                    seconds(limits.hardMs() - limits.softMs()),
                    seconds(limits.dropMs() - limits.softMs()));
    long micros = TimeUnit.NANOSECONDS.toMicros(ticker.read() - began);
    response
        .header("Age", seconds(freshness.ageMs(document)))
        .header("Data-State", answer.state().name().toLowerCase(Locale.ROOT))
        .header("ETag", tag)
        .header("Cache-Status", answer.cacheStatus())
        .header("Cache-Control", control)
        .header("Vary", "Accept-Encoding")
        .header("Server-Timing", "route;dur=" + micros / 1_000 + "." + micros % 1_000 / 100);
  }

  private void tell(Answer answer) {
    Exchange exchange = Exchange.of(current.getCurrent());
    if (exchange != null) {
      exchange.answered(answer.outcome(), answer.tier(), answer.cacheStatus());
    }
  }

  private static String tag(Answer answer, String suffix) {
    return "W/\"" + answer.document().version() + suffix + "\"";
  }

  private static long seconds(long ms) {
    return Math.min(Integer.MAX_VALUE, ms / 1_000); // no cache counts further
  }
}
