package io.virtuoso.gateway.serve.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.mutiny.Uni;
import io.virtuoso.gateway.route.Answer;
import io.virtuoso.gateway.route.Documents;
import io.virtuoso.gateway.route.Freshness;
import io.virtuoso.gateway.serve.content.OwnBody;
import io.virtuoso.gateway.serve.performance.PerformanceReport;
import io.virtuoso.gateway.serve.report.CacheReport;
import io.virtuoso.model.document.Missing;
import io.virtuoso.model.wire.DocumentJson;
import io.virtuoso.model.wire.DocumentKey;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/** What an operator asks: the caches and the state of everything. */
@Path("/api")
@Produces(MediaType.APPLICATION_JSON)
final class OperationsResource {
  private final CacheReport caches;
  private final GatewayReport report;
  private final PerformanceReport performance;
  private final Documents documents;
  private final Freshness freshness;
  private final ExecutorService worker;
  private final ObjectMapper json = DocumentJson.mapper();

  @Inject
  OperationsResource(
      CacheReport caches,
      GatewayReport report,
      PerformanceReport performance,
      Documents documents,
      Freshness freshness,
      @VirtualThreads ExecutorService worker) {
    this.worker = worker;
    this.caches = caches;
    this.report = report;
    this.performance = performance;
    this.documents = documents;
    this.freshness = freshness;
  }

  @GET
  @Path("/cache/metrics")
  public Uni<Response> cacheMetrics(@Context HttpHeaders asked) {
    return answer(Map.of("data", caches.metrics()), asked, Response.ok());
  }

  @GET
  @Path("/performance")
  public Uni<Response> performance(@Context HttpHeaders asked) {
    return answer(Map.of("data", performance.now()), asked, Response.ok());
  }

  /** The engine's status document with the gateway's state as one more member. */
  @GET
  @Path("/status")
  public Uni<Response> status(@Context HttpHeaders asked) {
    return documents
        .find(DocumentKey.STATUS)
        .map(Optional::of)
        .onFailure()
        .recoverWithItem(Optional.empty())
        .flatMap(engine -> status(engine, asked));
  }

  private Uni<Response> status(Optional<Answer> engine, HttpHeaders asked) {
    ObjectNode body = json.createObjectNode();
    ObjectNode data = body.putObject("data");
    Response.ResponseBuilder response = Response.ok();
    engine.ifPresentOrElse(
        answer -> {
          JsonNode document = tree(answer.document().body());
          if (document.path("data") instanceof ObjectNode own) {
            data.setAll(own);
          }
          body.set("meta", document.path("meta"));
          response
              .header("Age", freshness.ageMs(answer.document()) / 1_000)
              .header("Data-State", answer.state().name().toLowerCase(Locale.ROOT))
              .header("Cache-Status", answer.cacheStatus());
        },
        () -> {
          data.set(
              "missing",
              json.valueToTree(List.of(new Missing("feeds", "the engine's status cannot be had"))));
          body.putNull("meta");
        });
    data.set("gateway", json.valueToTree(report.state()));
    return answer(body, asked, response);
  }

  private Uni<Response> answer(Object body, HttpHeaders asked, Response.ResponseBuilder response) {
    return new OwnBody(bytes(body), worker)
        .answer(asked, response.header(HttpHeaders.CACHE_CONTROL, "no-store"));
  }

  private JsonNode tree(byte[] body) {
    try {
      return json.readTree(body);
    } catch (IOException malformed) {
      throw new UncheckedIOException(malformed);
    }
  }

  private byte[] bytes(Object value) {
    try {
      return json.writeValueAsBytes(value);
    } catch (IOException impossible) { // records of plain values
      throw new UncheckedIOException(impossible);
    }
  }
}
