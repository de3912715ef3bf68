package io.virtuoso.engine.inbound.exchange.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import io.virtuoso.engine.Patience;
import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.inbound.exchange.live.FakeExchange.Peer;
import io.virtuoso.engine.inbound.exchange.live.VenueSettings.Exchange;
import io.virtuoso.engine.inbound.exchange.live.dialect.Listing;
import io.virtuoso.model.Symbol;
import io.virtuoso.model.document.FeedState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LoopbackTest {
  private static final Symbol BTC = new Symbol("BTCUSDT");
  private static final String DATA = "{\"stream\":\"btcusdt@trade\",\"data\":{\"p\":\"1\"}}";

  enum Cut {
    RESET(LossCause.BROKEN),
    END(LossCause.BROKEN),
    FAREWELL(LossCause.CLOSED),
    HALF_OPEN(LossCause.UNANSWERED);

    private final LossCause cause;

    Cut(LossCause cause) {
      this.cause = cause;
    }
  }

  private final Vertx vertx = Vertx.vertx();
  private final FakeExchange exchange = new FakeExchange(vertx);
  private final FakeSink sink = new FakeSink();
  private final List<ExchangeFeed> feeds = new ArrayList<>();

  @AfterEach
  void close() {
    feeds.forEach(ExchangeFeed::stop);
    Wait.on(vertx.close());
  }

  private VenueSettings at(Exchange which, int port) {
    String host = "127.0.0.1:" + port + '/' + which.venue();
    return VenueSettings.of(which).at("ws://" + host, "http://" + host);
  }

  private FakeLoop fakeLoop() {
    Context context = vertx.getOrCreateContext();
    return new FakeLoop(task -> context.runOnContext(_ -> task.run()));
  }

  private ExchangeFeed feed(VenueSettings settings, FakeLoop loop) {
    ExchangeFeed feed =
        new ExchangeFeed(
            settings,
            loop,
            new VertxSockets(vertx, settings.socketUrl(), settings.timings()),
            new VertxRest(vertx, settings.restUrl(), settings.timings(), VertxRest.MAX_BODY),
            new Random(4),
            sink);
    feeds.add(feed);
    return feed;
  }

  /** On Vert.x's own clock. */
  private ExchangeFeed feed(Exchange which) {
    ExchangeFeed feed = new ExchangeFeed(vertx, at(which, exchange.port()), sink);
    feeds.add(feed);
    return feed;
  }

  private static Instrument btc(Exchange which) {
    return new Instrument(which.venue(), "BTCUSDT", BTC, 1, 3);
  }

  @ParameterizedTest
  @EnumSource(Cut.class)
  void subscribesAgainAfterEveryKindOfLoss(Cut cut) throws InterruptedException {
    FakeLine line = FakeLine.to(vertx, exchange.port(), cut == Cut.RESET);
    FakeLoop loop = fakeLoop();
    ExchangeFeed feed = feed(at(Exchange.BINANCE_SPOT, line.port()), loop);
    feed.follow(List.of(btc(Exchange.BINANCE_SPOT)));
    Peer first = Wait.on(exchange.peers);
    String subscribe = Wait.on(first.requests);
    Wait.on(first.pings);
    first.socket.writeTextMessage(DATA); // comes behind the pong
    sink.await("btcusdt@trade");

    switch (cut) {
      case RESET, END -> line.cut();
      case FAREWELL -> first.socket.close((short) 1001);
      case HALF_OPEN -> {
        line.freeze();
        loop.advance(Duration.ofMillis(3_250));
      }
    }
    assertThat(sink.awaitGap()).containsExactly("BTCUSDT");
    loop.advance(Duration.ofMillis(1_500));
    Peer second = Wait.on(exchange.peers);
    assertThat(Wait.on(second.requests)).isEqualTo(subscribe);
    second.socket.writeTextMessage(DATA);
    sink.await("btcusdt@trade");
    assertThat(feed.state().state()).isEqualTo(FeedState.LIVE);
    assertThat(sink.gaps).as("told once").isEmpty();
    assertThat(feed.state().counters().losses()).containsEntry(cut.cause, 1L);
  }

  @Test
  void aVenueWithAPathPrefixIsDiscoveredConnectedAndPolled() throws InterruptedException {
    exchange.answers("/binance-usdm/fapi/v1/exchangeInfo", FakeInstruments.USDM);
    exchange.answers("/binance-usdm/fapi/v1/depth", "{\"lastUpdateId\":1,\"bids\":[],\"asks\":[]}");
    exchange.answers("/binance-usdm/fapi/v1/openInterest", "{\"openInterest\":\"10\"}");
    ExchangeFeed feed = feed(Exchange.BINANCE_USDM);
    List<Listing> found = Wait.on(feed.discover());
    feed.follow(found.stream().map(listing -> listing.on("binance-usdm")).toList());
    Peer one = Wait.on(exchange.peers);
    Peer two = Wait.on(exchange.peers);
    assertThat(Stream.of(one, two).map(peer -> peer.path).collect(Collectors.toSet()))
        .isEqualTo(Set.of("/binance-usdm/public/stream", "/binance-usdm/market/stream"));
    Peer open = one.path.contains("public") ? one : two;
    assertThat(Wait.on(open.requests))
        .isEqualTo(
            "{\"method\":\"SUBSCRIBE\",\"params\":[\"btcusdt@depth@100ms\","
                + "\"btcusdt@bookTicker\",\"btcusdt@trade\"],\"id\":1}");
    one.socket.writeTextMessage(DATA);
    two.socket.writeTextMessage(DATA);
    assertThat(
            Stream.of(sink.await("btcusdt@trade"), sink.await("btcusdt@trade"))
                .allMatch(DATA::equals))
        .isTrue();
    assertThat(feed.state().state()).isEqualTo(FeedState.LIVE);
    feed.stop();
    assertThatThrownBy(() -> Wait.on(feed.discover())).hasMessageContaining("stopped");
  }

  @Test
  void bybitJoinsTheBookAgainOverTheSocket() throws InterruptedException {
    ExchangeFeed feed = feed(Exchange.BYBIT_LINEAR);
    feed.follow(List.of(btc(Exchange.BYBIT_LINEAR)));
    Peer peer = Wait.on(exchange.peers);
    assertThat(peer.path).isEqualTo("/bybit-linear/v5/public/linear");
    assertThat(Wait.on(peer.requests)).contains("allLiquidation.BTCUSDT");
    sink.await("\"op\":\"subscribe\"");
    // Refused in the first second after the subscription: who still lacks a book asks again.
    assertThat(Wait.on(peer.requests)).contains("ping");
    Patience.await()
        .until(() -> {
          feed.resync("BTCUSDT");
          return !peer.requests.isEmpty();
        });
    assertThat(Wait.on(peer.requests)).contains("unsubscribe", "orderbook.200.BTCUSDT");
    assertThat(Wait.on(peer.requests)).contains("\"subscribe\"", "orderbook.200.BTCUSDT");
    feed.stop();
  }

  @Test
  void aSnapshotFollowsABinanceSubscriptionThroughTheSameSink() throws InterruptedException {
    exchange.answers("/binance-spot/api/v3/depth", "{\"lastUpdateId\":7,\"bids\":[],\"asks\":[]}");
    ExchangeFeed feed = feed(Exchange.BINANCE_SPOT);
    feed.follow(List.of(btc(Exchange.BINANCE_SPOT)));
    assertThat(sink.await("\"rest\":\"depth\""))
        .startsWith("{\"rest\":\"depth\",\"symbol\":\"BTCUSDT\",\"received_ms\":")
        .endsWith(",\"body\":{\"lastUpdateId\":7,\"bids\":[],\"asks\":[]}}");
    feed.stop();
  }

  @Test
  void fragmentsBecomeOneMessageAndServerPingsAreAnswered() throws InterruptedException {
    ExchangeFeed feed = feed(Exchange.BINANCE_SPOT);
    feed.follow(List.of(btc(Exchange.BINANCE_SPOT)));
    Peer peer = Wait.on(exchange.peers);
    BlockingQueue<String> pongs = new LinkedBlockingQueue<>();
    peer.socket.pongHandler(payload -> pongs.add(payload.toString()));
    peer.socket.writePing(Buffer.buffer("1699999999"));
    assertThat(Wait.on(pongs)).isEqualTo("1699999999");
    peer.socket.writeFrame(WebSocketFrame.textFrame(DATA.substring(0, 9), false));
    peer.socket.writeFrame(
        WebSocketFrame.continuationFrame(Buffer.buffer(DATA.substring(9, 20)), false));
    peer.socket.writePing(Buffer.buffer("between"));
    peer.socket.writeFrame(
        WebSocketFrame.continuationFrame(Buffer.buffer(DATA.substring(20)), true));
    assertThat(sink.await("btcusdt")).isEqualTo(DATA);
    feed.stop();
  }

  @Test
  void aMessageBeyondAllBoundsEndsTheConnection() throws InterruptedException {
    FakeLoop loop = fakeLoop();
    ExchangeFeed feed = feed(at(Exchange.BINANCE_SPOT, exchange.port()), loop);
    feed.follow(List.of(btc(Exchange.BINANCE_SPOT)));
    Peer peer = Wait.on(exchange.peers);
    Wait.on(peer.requests);
    Buffer half = Buffer.buffer(new byte[VertxSockets.MAX_MESSAGE / 2 + 1]);
    peer.socket.writeFrame(WebSocketFrame.textFrame(half.toString(), false));
    peer.socket.writeFrame(WebSocketFrame.continuationFrame(half, true));
    assertThat(sink.awaitGap()).containsExactly("BTCUSDT");
    loop.advance(Duration.ofMillis(1_500));
    Peer next = Wait.on(exchange.peers);
    Wait.on(next.requests);
    next.socket.writeFrame(
        WebSocketFrame.binaryFrame(Buffer.buffer(new byte[VertxSockets.MAX_MESSAGE + 1]), true));
    assertThat(sink.awaitGap()).containsExactly("BTCUSDT");
    assertThat(feed.state().counters().losses()).containsEntry(LossCause.BROKEN, 2L);
  }

  @Test
  void answersAreBoundedRedirectsNotFollowedAndOurNameIsGiven() throws InterruptedException {
    BlockingQueue<String> agents = new LinkedBlockingQueue<>();
    exchange.rest.put(
        "/declared",
        request -> {
          agents.add(request.getHeader("User-Agent"));
          request.response().end("[" + "1".repeat(2_000) + "]");
        });
    exchange.rest.put(
        "/dripped",
        request -> {
          request.response().setChunked(true);
          for (int i = 0; i < 20; i++) {
            request.response().write("x".repeat(100));
          }
        });
    exchange.rest.put(
        "/moved",
        request -> request.response().setStatusCode(302).putHeader("Location", "/small").end("{}"));
    exchange.answers("/small", "[]");
    exchange.rest.put("/mute", _ -> {});

    VertxRest rest =
        new VertxRest(vertx, "http://127.0.0.1:" + exchange.port(), Timings.USUAL, 1_000);
    assertThatThrownBy(() -> Wait.on(get(rest, "/declared")))
        .hasMessageContaining("an answer of more than 1000 bytes");
    assertThat(Wait.on(agents)).startsWith("virtuoso/");
    assertThatThrownBy(() -> Wait.on(get(rest, "/dripped")))
        .hasMessageContaining("an answer of more than 1000 bytes");
    assertThat(Wait.on(get(rest, "/moved")).status()).isEqualTo(302);
    assertThat(Wait.on(get(rest, "/small")).body()).hasToString("[]");
    RestTransport.Exchange mute = rest.get("/mute");
    mute.abort("given up");
    assertThatThrownBy(() -> Wait.on(mute.answer())).hasMessageContaining("given up");
    rest.close();
  }

  private io.vertx.core.Future<RestTransport.Answer> get(VertxRest rest, String target) {
    Promise<RestTransport.Answer> promise = Promise.promise();
    vertx.runOnContext(_ -> rest.get(target).answer().onComplete(promise));
    return promise.future();
  }
}
