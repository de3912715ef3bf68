package io.virtuoso.engine.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import io.virtuoso.engine.inbound.exchange.live.VenueSettings;
import io.virtuoso.engine.inbound.selection.SelectionRule;
import io.virtuoso.engine.market.venue.VenueRule;
import io.virtuoso.engine.pipeline.PipelineThread;
import io.virtuoso.engine.publish.DocumentWriter;
import io.virtuoso.engine.publish.LatestDocuments;
import io.virtuoso.model.Symbol;
import io.virtuoso.model.document.Source;
import io.virtuoso.model.document.VenueStatus;
import io.virtuoso.model.wire.DocumentJson;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import io.virtuoso.simulator.SimulatedExchange;
import io.virtuoso.simulator.SimulatorSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A fixed symbol that its exchanges list no more, and list again. */
class DelistedSymbolTest {
  private static final String FIRST = "bybit-linear";
  private static final String SECOND = "binance-usdm";
  private static final Symbol BTC = new Symbol("BTCUSDT");
  private static final Symbol ETH = new Symbol("ETHUSDT");

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client = HttpClient.newHttpClient();
  private final LatestDocuments latest = new LatestDocuments();
  private final SimulatedExchange exchange =
      SimulatedExchange.start(
          SimulatorSettings.defaults()
              .withSeed(3)
              .withSymbols(List.of(BTC.code(), ETH.code()))
              .withPort(0)
              .byHand(Instant.parse("2026-09-04T10:00:00Z")));
  private final VenueFeeds feeds =
      new VenueFeeds(
          vertx,
          SelectionRule.only(List.of(BTC, ETH)),
          List.of(at(FIRST), at(SECOND)),
          2,
          new VenueRule(List.of(FIRST, SECOND), VenueRule.USUAL_BOUND_BP),
          symbol -> latest.remove(DocumentKey.confluence(symbol)));
  private final PipelineThread pipeline =
      new PipelineThread(feeds, new DocumentWriter(Source.SIMULATED), latest, null);

  private VenueSettings at(String venue) {
    String place = SimulatedExchange.HOST + ":" + exchange.port() + "/" + venue;
    return VenueSettings.of(venue).at("ws://" + place, "http://" + place);
  }

  @BeforeEach
  void start() throws IOException {
    pipeline.start();
    until(() -> carries(FIRST, 2) && carries(SECOND, 2));
  }

  @AfterEach
  void stop() {
    feeds.close();
    pipeline.close();
    exchange.close();
    client.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  /** Turns market time on, and has the venues asked what they trade, until it is so. */
  private void until(BooleanSupplier wanted) {
    int[] turns = {0};
    Awaitility.await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .atMost(Duration.ofMinutes(2))
        .until(() -> {
          if (++turns[0] % 50 == 0) {
            feeds.askAll();
          }
          exchange.advance(12);
          CompletableFuture<Integer> settled = new CompletableFuture<>();
          pipeline.ask(settled, market -> market.symbols().size());
          settled.join();
          return wanted.getAsBoolean();
        });
  }

  /** Whether that venue is live, with so many symbols in its books, and none of them is named. */
  private boolean carries(String venue, int symbols) {
    return pipeline.venues(Instant.EPOCH).stream()
        .filter(each -> each.venue().equals(venue) && each.state().equals("live"))
        .flatMap(each -> each.channels().stream())
        .filter(each -> each.channel().equals("book"))
        .anyMatch(each -> each.symbols() == symbols && each.notLive().isEmpty());
  }

  private int subscriptions(String venue) {
    return answer(HttpRequest.newBuilder(control("status")))
        .at("/venues/" + venue + "/subscriptions")
        .asInt(-1);
  }

  private URI control(String what) {
    return URI.create(
        "http://" + SimulatedExchange.HOST + ":" + exchange.port() + "/control/" + what);
  }

  private JsonNode answer(HttpRequest.Builder request) {
    try {
      HttpResponse<String> answer =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      return DocumentJson.mapper().readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void delist(String where) {
    String order = "{'fault':'delist','symbol':'BTCUSDT'%s}".formatted(where).replace('\'', '"');
    answer(
        HttpRequest.newBuilder(control("faults")).POST(HttpRequest.BodyPublishers.ofString(order)));
  }

  private JsonNode data(DocumentKey key) {
    StoredDocument document = latest.find(key);
    try {
      return DocumentJson.mapper()
          .readTree(document == null ? new byte[0] : document.body())
          .path("data");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void itLeavesOneVenueThenAllAndComesBack() {
    int both = subscriptions(FIRST);
    assertThat(both).isPositive();
    assertThat(feeds.followed()).isEqualTo(2);

    delist(",'venue':'" + FIRST + "'");
    until(() -> carries(FIRST, 1) && subscriptions(FIRST) == both / 2);
    until(() -> data(DocumentKey.confluence(BTC)).path("venue").asText().equals(SECOND));
    assertThat(data(DocumentKey.confluence(BTC)).path("venues")).hasSize(1);
    assertThat(feeds.isFollowed(BTC)).isTrue();

    delist("");
    until(() -> carries(SECOND, 1) && !feeds.isFollowed(BTC));
    assertThat(latest.find(DocumentKey.confluence(BTC))).isNull();
    until(() -> data(DocumentKey.MARKET_SYMBOLS).path("rows").size() == 1);
    until(() -> pipeline.followed() == 1 && pipeline.scored() == 1);
    assertThat(pipeline.venues(Instant.EPOCH))
        .extracting(VenueStatus::state, VenueStatus::reason)
        .as("nobody is alarmed")
        .containsOnly(org.assertj.core.groups.Tuple.tuple("live", null));

    answer(HttpRequest.newBuilder(control("faults")).DELETE());
    until(() -> carries(FIRST, 2) && carries(SECOND, 2) && pipeline.scored() == 2);
    assertThat(subscriptions(FIRST)).isEqualTo(both);
    assertThat(feeds.isFollowed(BTC)).isTrue();
    assertThat(data(DocumentKey.confluence(BTC)).path("symbol").asText()).isEqualTo(BTC.code());
  }
}
