package io.virtuoso.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import io.virtuoso.engine.feed.VenueFeeds;
import io.virtuoso.engine.inbound.exchange.live.VenueSettings;
import io.virtuoso.engine.inbound.selection.SelectionRule;
import io.virtuoso.engine.market.venue.VenueRule;
import io.virtuoso.engine.publish.DocumentWriter;
import io.virtuoso.engine.publish.LatestDocuments;
import io.virtuoso.model.Symbol;
import io.virtuoso.model.document.Source;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import io.virtuoso.simulator.SimulatedExchange;
import io.virtuoso.simulator.SimulatorSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One symbol on three simulated venues, whose time the test turns on by hand. */
class SimulatedVenuesTest {
  private static final List<String> VENUES =
      List.of("bybit-linear", "binance-usdm", "binance-spot");
  private static final Symbol BTC = new Symbol("BTCUSDT");
  private static final Instant OPENING = Instant.parse("2026-09-04T10:00:00Z");

  private final Vertx vertx = Vertx.vertx();
  private final LatestDocuments latest = new LatestDocuments();
  private final SimulatedExchange exchange =
      SimulatedExchange.start(
          SimulatorSettings.defaults()
              .withSeed(3)
              .withSymbols(List.of(BTC.code()))
              .withPort(0)
              .byHand(OPENING));
  private final VenueFeeds feeds =
      new VenueFeeds(
          vertx,
          SelectionRule.only(List.of(BTC)),
          VENUES.stream().map(this::at).toList(),
          3,
          new VenueRule(VENUES, VenueRule.USUAL_BOUND_BP),
          _ -> {});
  private final PipelineThread pipeline =
      new PipelineThread(feeds, new DocumentWriter(Source.SIMULATED), latest, null);

  private VenueSettings at(String venue) {
    String place = SimulatedExchange.HOST + ":" + exchange.port() + "/" + venue;
    return VenueSettings.of(venue).at("ws://" + place, "http://" + place);
  }

  @BeforeEach
  void start() throws IOException {
    pipeline.start();
    until(data ->
        data.get("venues").size() == 3
            && data.get("venue").asText().equals("bybit-linear")
            && allLive(data));
  }

  @AfterEach
  void stop() {
    feeds.close();
    pipeline.close();
    exchange.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private static boolean allLive(JsonNode data) {
    for (JsonNode venue : data.get("venues")) {
      if (!venue.get("state").asText().equals("live")) {
        return false;
      }
    }
    return true;
  }

  /** Turns market time on, a quarter of a second at a time, until the document is so. */
  private void until(Predicate<JsonNode> wanted) {
    Awaitility.await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .atMost(Duration.ofMinutes(2))
        .until(() -> {
          exchange.advance(12);
          settle();
          StoredDocument document = latest.find(DocumentKey.confluence(BTC));
          return document != null && wanted.test(PipelineRun.json(document).get("data"));
        });
  }

  /** Waits for what is queued, so that time does not run away from the pipeline. */
  private void settle() {
    CompletableFuture<Integer> answer = new CompletableFuture<>();
    pipeline.ask(answer, market -> market.symbols().size());
    answer.join();
  }

  private JsonNode data() {
    return PipelineRun.json(Objects.requireNonNull(latest.find(DocumentKey.confluence(BTC))))
        .get("data");
  }

  private void fault(HttpRequest.Builder order) throws IOException, InterruptedException {
    URI place =
        URI.create("http://" + SimulatedExchange.HOST + ":" + exchange.port() + "/control/faults");
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          client.send(order.uri(place).build(), HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
    }
  }

  @Test
  void theNextVenueLeadsWhileTheFirstOneStalls() throws IOException, InterruptedException {
    assertThat(data().get("fallback").isNull()).isTrue();
    assertThat(data().at("/venues/1/role").asText()).isEqualTo("counted");
    assertThat(data().at("/venues/2/off_bp").asDouble()).isBetween(-100.0, 100.0);

    String stall = "{'fault':'stall','venue':'bybit-linear','seconds':600}".replace('\'', '"');
    fault(HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.ofString(stall)));
    until(data -> data.get("venue").asText().equals("binance-usdm"));
    JsonNode data = data();
    assertThat(data.at("/fallback/preferred").asText()).isEqualTo("bybit-linear");
    assertThat(data.at("/venues/0/role").asText()).isEqualTo("left_out");
    assertThat(data.at("/venues/0/state").asText()).isEqualTo("stalled");
    assertThat(data.at("/venues/0/flow_share").isNull()).isTrue();
    assertThat(data.at("/venues/2/role").asText()).isEqualTo("counted");

    fault(HttpRequest.newBuilder().DELETE());
    until(now -> now.get("venue").asText().equals("bybit-linear"));
    assertThat(data().get("fallback").isNull()).isTrue();
    assertThat(data().at("/venues/0/role").asText()).isEqualTo("leads");
  }
}
