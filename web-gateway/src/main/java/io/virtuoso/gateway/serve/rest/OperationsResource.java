package io.virtuoso.gateway.serve.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import io.virtuoso.gateway.route.Answer;
import io.virtuoso.gateway.route.Documents;
import io.virtuoso.gateway.route.Freshness;
import io.virtuoso.gateway.serve.performance.PerformanceReport;
import io.virtuoso.gateway.serve.report.CacheReport;
import io.virtuoso.model.document.Missing;
import io.virtuoso.model.wire.DocumentJson;
import io.virtuoso.model.wire.DocumentKey;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What an operator asks: the caches and the state of everything. */
@Path("/api")
@Produces(MediaType.APPLICATION_JSON)
final class OperationsResource {
  private final CacheReport caches;
  private final GatewayReport report;
  private final PerformanceReport performance;
  private final Documents documents;
  private final Freshness freshness;
  private final ObjectMapper json = DocumentJson.mapper();

  @Inject
  OperationsResource(
      CacheReport caches,
      GatewayReport report,
      PerformanceReport performance,
      Documents documents,
      Freshness freshness) {
    this.caches = caches;
    this.report = report;
    this.performance = performance;
    this.documents = documents;
    this.freshness = freshness;
  }

  @GET
  @Path("/cache/metrics")
  public Uni<Response> cacheMetrics() {
    return Uni.createFrom()
        .item(() -> Response.ok(bytes(Map.of("data", caches.metrics()))))
        .map(response -> response.header("Cache-Control", "no-store").build());
  }

  @GET
  @Path("/performance")
  public Uni<Response> performance() {
    return Uni.createFrom()
        .item(() -> Response.ok(bytes(Map.of("data", performance.now()))))
        .map(response -> response.header("Cache-Control", "no-store").build());
  }

  /** The engine's status document with the gateway's state as one more member. */
  @GET
  @Path("/status")
  public Uni<Response> status() {
    return documents
        .find(DocumentKey.STATUS)
        .map(Optional::of)
        .onFailure()
        .recoverWithItem(Optional.empty())
        .map(this::status);
  }

  private Response status(Optional<Answer> engine) {
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
    return response.header("Cache-Control", "no-store").entity(bytes(body)).build();
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
