package io.virtuoso.engine.inbound.exchange.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.inbound.exchange.live.FakeSockets.Attempt;
import io.virtuoso.engine.inbound.exchange.live.FakeSockets.Mood;
import io.virtuoso.engine.inbound.exchange.live.VenueSettings.Exchange;
import io.virtuoso.engine.inbound.exchange.live.dialect.Listing;
import io.virtuoso.model.Symbol;
import io.virtuoso.model.document.FeedState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExchangeFeedTest {
  private static final Symbol BTC = new Symbol("BTCUSDT");
  private static final String DATA = "{\"stream\":\"btcusdt@trade\",\"data\":{}}";

  private final FakeLoop loop = new FakeLoop();
  private final FakeSockets sockets = new FakeSockets(loop);
  private final FakeRest host = new FakeRest(loop);
  private final FakeSink sink = new FakeSink();

  private ExchangeFeed feed(Exchange exchange) {
    return new ExchangeFeed(VenueSettings.of(exchange), loop, sockets, host, new Random(2), sink);
  }

  private ExchangeFeed started(Exchange exchange) {
    ExchangeFeed feed = feed(exchange);
    feed.follow(List.of(new Instrument(exchange.venue(), "BTCUSDT", BTC, 1, 3)));
    loop.advance(Duration.ofSeconds(1));
    return feed;
  }

  @Test
  void findsTheInstrumentsThatTradeNow() {
    host.host = _ -> FakeRest.ok(FakeInstruments.USDM);
    List<Listing> found = feed(Exchange.BINANCE_USDM).discover().result();
    assertThat(found).hasSize(1);
    assertThat(found.getFirst().on("binance-usdm")).hasToString("binance-usdm:BTCUSDT");
    assertThat(found.getFirst().symbol()).isEqualTo(BTC);
    assertThat(found.getFirst().priceScale()).isEqualTo(1);
    assertThat(found.getFirst().quantityScale()).isEqualTo(3);
  }

  @Test
  void readsAllPagesOfAnInstrumentList() {
    host.host =
        target ->
            FakeRest.ok(
                target.contains("cursor=page%3D2")
                    ? FakeInstruments.BYBIT
                    : FakeInstruments.BYBIT
                        .replace("\"nextPageCursor\":\"\"", "\"nextPageCursor\":\"page=2\"")
                        .replace("BTC", "ETH"));
    assertThat(feed(Exchange.BYBIT_LINEAR).discover().result()).hasSize(2);
  }

  @Test
  void aGarbageInstrumentListIsCalledSoAndAskedForAgain() {
    ExchangeFeed feed = feed(Exchange.BINANCE_USDM);
    host.host = _ -> FakeRest.ok("{\"symbols\":7}");
    Future<List<Listing>> found = feed.discover();
    assertThat(feed.state().state()).isEqualTo(FeedState.CONNECTING);
    assertThat(feed.state().reason())
        .isEqualTo("the instrument list cannot be read: exchangeInfo carries no symbols");
    host.host = _ -> FakeRest.ok("<html>busy</html>");
    loop.advance(Duration.ofMinutes(5));
    assertThat(feed.state().reason()).contains("the answer is not JSON");
    assertThat(host.asked.size()).isBetween(8, 100);
    assertThat(found.isComplete()).isFalse();
    host.host = _ -> FakeRest.ok(FakeInstruments.USDM);
    loop.advance(Duration.ofSeconds(31));
    assertThat(found.result()).hasSize(1);
  }

  @Test
  void aBanDuringDiscoveryIsShown() {
    ExchangeFeed feed = feed(Exchange.BINANCE_USDM);
    host.host = _ -> FakeRest.answer(418, "", "Retry-After", "120");
    Future<List<Listing>> found = feed.discover();
    assertThat(feed.state().state()).isEqualTo(FeedState.DOWN);
    assertThat(feed.state().reason()).contains("banned until");
    host.host = _ -> FakeRest.ok(FakeInstruments.USDM);
    loop.advance(Duration.ofSeconds(121));
    assertThat(found.succeeded()).isTrue();
  }

  @Test
  void startingFetchesSnapshotHistoryAndNumbersThatNoStreamCarries() {
    started(Exchange.BINANCE_USDM);
    assertThat(sockets.attempts)
        .extracting(attempt -> attempt.path)
        .containsExactly("/public/stream", "/market/stream");
    assertThat(host.asked)
        .extracting(FakeRest.Asked::target)
        .containsExactlyInAnyOrder(
            "/fapi/v1/depth?symbol=BTCUSDT&limit=1000",
            "/fapi/v1/klines?symbol=BTCUSDT&interval=1m&limit=1000",
            "/fapi/v1/klines?symbol=BTCUSDT&interval=5m&limit=300",
            "/fapi/v1/klines?symbol=BTCUSDT&interval=30m&limit=300",
            "/fapi/v1/klines?symbol=BTCUSDT&interval=4h&limit=300",
            "/fapi/v1/fundingRate?symbol=BTCUSDT&limit=100",
            "/futures/data/globalLongShortAccountRatio?symbol=BTCUSDT&period=5m&limit=500",
            "/futures/data/openInterestHist?symbol=BTCUSDT&period=5m&limit=500",
            "/fapi/v1/openInterest?symbol=BTCUSDT",
            "/futures/data/globalLongShortAccountRatio?symbol=BTCUSDT&period=5m&limit=1");
    assertThat(sink.frames)
        .anyMatch(frame -> frame.startsWith("{\"rest\":\"klines\",\"symbol\":\"BTCUSDT\","));
  }

  @Test
  void pollsKeepTheirPeriods() {
    started(Exchange.BINANCE_USDM);
    loop.advance(Duration.ofMinutes(10));
    assertThat(host.targets("/fapi/v1/openInterest?")).hasSize(11);
    assertThat(
            host.targets("Ratio?symbol=BTCUSDT&period=5m&limit=1").stream()
                .filter(target -> target.endsWith("limit=1")))
        .hasSize(3);
  }

  @Test
  void binanceBooksAreMadeWholeByASnapshotAtMostOnceASecond() {
    ExchangeFeed feed = started(Exchange.BINANCE_SPOT);
    assertThat(host.targets("/depth")).hasSize(1);
    for (int i = 0; i < 10; i++) {
      feed.resync("BTCUSDT");
    }
    assertThat(host.targets("/depth")).hasSize(2);
    loop.advance(Duration.ofSeconds(1));
    feed.resync("BTCUSDT");
    feed.resync("NOSUCHUSDT");
    assertThat(host.targets("/depth")).hasSize(3);
    assertThat(feed.state().counters().resyncs()).isEqualTo(2);
    assertThat(feed.state().counters().resyncsRefused()).isEqualTo(10);
    assertThat(sink.frames).anyMatch(frame -> frame.startsWith("{\"rest\":\"depth\""));
  }

  @Test
  void anUnansweredSnapshotIsNotAskedForTwice() {
    ExchangeFeed feed = started(Exchange.BINANCE_SPOT);
    host.host = _ -> null;
    for (int i = 0; i < 8; i++) {
      loop.advance(Duration.ofSeconds(1));
      feed.resync("BTCUSDT");
    }
    assertThat(host.targets("/depth")).hasSize(2);
  }

  @Test
  void bybitBooksAreMadeWholeByJoiningTheStreamAgain() {
    ExchangeFeed feed = started(Exchange.BYBIT_LINEAR);
    Attempt attempt = sockets.newest();
    attempt.sent.clear();
    feed.resync("BTCUSDT");
    feed.resync("BTCUSDT");
    loop.advance(Duration.ofMillis(100));
    assertThat(attempt.sent)
        .containsExactly(
            "{\"op\":\"unsubscribe\",\"args\":[\"orderbook.200.BTCUSDT\"],\"req_id\":\"2\"}",
            "{\"op\":\"subscribe\",\"args\":[\"orderbook.200.BTCUSDT\"],\"req_id\":\"3\"}");
    assertThat(host.targets("depth")).isEmpty();
  }

  @Test
  void nothingIsResyncedWhileItsConnectionIsAwayAndASnapshotFollowsItsReturn() {
    ExchangeFeed feed = started(Exchange.BINANCE_SPOT);
    sockets.mood = Mood.REFUSE;
    sockets.newest().lose(LossCause.CLOSED);
    loop.advance(Duration.ofSeconds(20));
    feed.resync("BTCUSDT");
    assertThat(host.targets("/depth")).hasSize(1);
    sockets.mood = Mood.ACCEPT;
    loop.advanceUntil(() -> host.targets("/depth").size() == 2, Duration.ofSeconds(40));
  }

  @Test
  void barsMissedInAnOutageAreFetched() {
    started(Exchange.BINANCE_USDM);
    host.asked.clear();
    sockets.mood = Mood.REFUSE;
    sockets.attempts.get(1).lose(LossCause.CLOSED);
    loop.advance(Duration.ofMinutes(6));
    assertThat(host.targets("/klines")).isEmpty();
    sockets.mood = Mood.ACCEPT;
    loop.advanceUntil(() -> host.targets("/klines").size() == 4, Duration.ofSeconds(40));
    assertThat(host.targets("/klines"))
        .containsExactly(
            "/fapi/v1/klines?symbol=BTCUSDT&interval=1m&limit=8",
            "/fapi/v1/klines?symbol=BTCUSDT&interval=5m&limit=3",
            "/fapi/v1/klines?symbol=BTCUSDT&interval=30m&limit=2",
            "/fapi/v1/klines?symbol=BTCUSDT&interval=4h&limit=2");
  }

  @Test
  void theStateTellsTheTruth() {
    ExchangeFeed feed = feed(Exchange.BINANCE_SPOT);
    assertThat(feed.state().state()).isEqualTo(FeedState.CONNECTING);
    feed.follow(List.of(new Instrument("binance-spot", "BTCUSDT", BTC, 2, 5)));
    assertThat(feed.state().state()).isEqualTo(FeedState.CONNECTING);
    assertThat(feed.state().reason()).contains("await their first data");
    assertThat(feed.state().newestReceived()).isNull();

    sockets.newest().receive(DATA);
    assertThat(feed.state().state()).isEqualTo(FeedState.LIVE);
    assertThat(feed.state().reason()).isNull();
    assertThat(feed.state().newestReceived())
        .isEqualTo(Instant.ofEpochMilli(FakeLoop.EPOCH_MS + loop.millis()));

    loop.advance(Duration.ofSeconds(6));
    assertThat(feed.state().state()).isEqualTo(FeedState.STALLED);
    assertThat(feed.state().reason()).isEqualTo("no data for 6 s on 1 of 1 connections");

    sockets.mood = Mood.REFUSE;
    sockets.newest().lose(LossCause.BROKEN);
    assertThat(feed.state().state()).isEqualTo(FeedState.CONNECTING);
    assertThat(feed.state().reason()).isEqualTo("1 of 1 connections away: broken (test)");

    loop.advance(Duration.ofMinutes(2));
    assertThat(feed.state().state()).isEqualTo(FeedState.DOWN);
    assertThat(feed.state().reason()).contains("cannot be reached (connection refused)");

    feed.stop();
    assertThat(feed.state().state()).isEqualTo(FeedState.DOWN);
    assertThat(feed.state().reason()).isEqualTo("stopped");
  }

  @Test
  void aRestBanLeavesALiveFeedAliveAndIsShown() {
    ExchangeFeed feed = started(Exchange.BINANCE_SPOT);
    host.host = _ -> FakeRest.answer(418, "", "Retry-After", "1800");
    feed.resync("BTCUSDT");
    sockets.newest().receive(DATA);
    assertThat(feed.state().state()).isEqualTo(FeedState.LIVE);
    HostHold hold = Objects.requireNonNull(feed.state().rest());
    assertThat(hold.words()).startsWith("banned until").endsWith("HTTP 418");
    int asked = host.asked.size();
    for (int s = 0; s < 1_799; s++) {
      sockets.newest().receive(DATA);
      loop.advance(Duration.ofSeconds(1));
      feed.resync("BTCUSDT");
    }
    assertThat(host.asked).hasSize(asked);
    assertThat(sockets.attempts).hasSize(1);
  }

  @Test
  void aReceiverThatFailsCostsTheFrameOnly() {
    FrameSink failing =
        new FrameSink() {
          @Override
          public void frame(String venue, long receivedAtNanos, io.vertx.core.buffer.Buffer text) {
            throw new IllegalStateException("full");
          }

          @Override
          public void gap(String venue, List<String> nativeSymbols) {
            throw new IllegalStateException("full");
          }

          @Override
          public void turnover(String venue, List<String> nativeSymbols, Turnover step) {
            throw new IllegalStateException("full");
          }
        };
    ExchangeFeed feed =
        new ExchangeFeed(
            VenueSettings.of(Exchange.BINANCE_SPOT), loop, sockets, host, new Random(2), failing);
    feed.follow(List.of(new Instrument("binance-spot", "BTCUSDT", BTC, 2, 5)));
    sockets.newest().receive(DATA);
    assertThat(feed.state().state()).isEqualTo(FeedState.LIVE);
    sockets.newest().lose(LossCause.CLOSED);
    loop.advance(Duration.ofSeconds(2));
    assertThat(sockets.attempts).hasSize(2);
    assertThat(feed.state().counters().sinkFailures()).isGreaterThan(2);
  }

  @Test
  void stoppingEndsEverything() {
    ExchangeFeed feed = started(Exchange.BINANCE_USDM);
    host.host = _ -> null;
    Future<List<Listing>> found = feed.discover();
    feed.stop();
    assertThat(found.cause()).hasMessage("stopped");
    int asked = host.asked.size();
    int frames = sink.frames.size();
    loop.advance(Duration.ofHours(1));
    assertThat(host.asked).hasSize(asked);
    assertThat(sink.frames).hasSize(frames);
    assertThat(sink.gaps).isEmpty();
    assertThat(sockets.attempts).hasSize(2).allMatch(attempt -> attempt.closed);
  }
}
