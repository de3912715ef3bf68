package io.virtuoso.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import io.virtuoso.engine.feed.VenueFeeds;
import io.virtuoso.engine.inbound.exchange.live.VenueSettings;
import io.virtuoso.engine.inbound.selection.SelectionRule;
import io.virtuoso.engine.market.venue.VenueRule;
import io.virtuoso.engine.pipeline.PipelineThread;
import io.virtuoso.engine.publish.DocumentWriter;
import io.virtuoso.engine.publish.LatestDocuments;
import io.virtuoso.model.Symbol;
import io.virtuoso.model.document.Source;
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

/** A pipeline behind simulated venues on loopback, whose market time a test turns on by hand. */
public final class SimulatedMarket implements AutoCloseable {
  private static final Instant OPENING = Instant.parse("2026-09-04T10:00:00Z");
  private static final int STEPS_A_TURN = 12; // a quarter of a second

  public final VenueFeeds feeds;
  public final PipelineThread pipeline;
  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client = HttpClient.newHttpClient();
  private final LatestDocuments latest = new LatestDocuments();
  private final SimulatedExchange exchange;

  /**
   * A market that has not begun.
   *
   * @param venues in order of preference
   */
  public SimulatedMarket(List<String> venues, List<Symbol> symbols) {
    exchange =
        SimulatedExchange.start(
            SimulatorSettings.defaults()
                .withSeed(3)
                .withSymbols(symbols.stream().map(Symbol::code).toList())
                .withPort(0)
                .byHand(OPENING));
    feeds =
        new VenueFeeds(
            vertx,
            SelectionRule.only(symbols),
            venues.stream().map(this::at).toList(),
            venues.size(),
            new VenueRule(venues, VenueRule.USUAL_BOUND_BP),
            symbol -> latest.remove(DocumentKey.confluence(symbol)));
    pipeline = new PipelineThread(feeds, new DocumentWriter(Source.SIMULATED), latest, null);
  }

  private VenueSettings at(String venue) {
    String place = SimulatedExchange.HOST + ":" + exchange.port() + "/" + venue;
    return VenueSettings.of(venue).at("ws://" + place, "http://" + place);
  }

  public void start() throws IOException {
    pipeline.start();
  }

  /** Turns market time on, a quarter of a second at a time, until it is so. */
  public void until(BooleanSupplier wanted) {
    Awaitility.await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .atMost(Patience.LONG)
        .until(() -> {
          exchange.advance(STEPS_A_TURN);
          settle();
          return wanted.getAsBoolean();
        });
  }

  /** Waits for what is queued, so that time does not run away from the pipeline. */
  private void settle() {
    CompletableFuture<Integer> answer = new CompletableFuture<>();
    pipeline.ask(answer, market -> market.symbols().size());
    answer.join();
  }

  public boolean has(DocumentKey key) {
    return latest.find(key) != null;
  }

  /** A document's data; a missing node when there is no such document. */
  public JsonNode data(DocumentKey key) {
    StoredDocument document = latest.find(key);
    return read(document == null ? new byte[0] : document.body()).path("data");
  }

  /** Orders a fault; single quotes stand for double ones. */
  public void fault(String order) {
    control(
        "faults",
        HttpRequest.newBuilder()
            .POST(HttpRequest.BodyPublishers.ofString(order.replace('\'', '"'))));
  }

  /** Ends all faults. */
  public void heal() {
    control("faults", HttpRequest.newBuilder().DELETE());
  }

  /** What the simulated exchange tells about itself. */
  public JsonNode status() {
    return read(control("status", HttpRequest.newBuilder()));
  }

  private byte[] control(String what, HttpRequest.Builder request) {
    URI place =
        URI.create("http://" + SimulatedExchange.HOST + ":" + exchange.port() + "/control/" + what);
    try {
      HttpResponse<byte[]> answer =
          client.send(request.uri(place).build(), HttpResponse.BodyHandlers.ofByteArray());
      assertThat(answer.statusCode()).isEqualTo(200);
      return answer.body();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  private static JsonNode read(byte[] json) {
    try {
      return DocumentJson.mapper().readTree(json);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public void close() {
    feeds.close();
    pipeline.close();
    exchange.close();
    client.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
