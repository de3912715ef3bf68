package io.virtuoso.engine.inbound.exchange.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.inbound.exchange.live.FakeSockets.Attempt;
import io.virtuoso.engine.inbound.exchange.live.VenueSettings.Exchange;
import io.virtuoso.model.Symbol;
import io.virtuoso.model.document.FeedState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Symbols that come and go while the feed runs. */
class FollowingTest {
  private static final String DATA = "{\"stream\":\"btcusdt@trade\",\"data\":{}}";

  private final FakeLoop loop = new FakeLoop();
  private final FakeSockets sockets = new FakeSockets(loop);
  private final FakeRest host = new FakeRest(loop);
  private final FakeSink sink = new FakeSink();

  private ExchangeFeed feed(Exchange exchange, int perConnection) {
    VenueSettings settings = VenueSettings.of(exchange).sized(perConnection, 1000);
    return new ExchangeFeed(settings, loop, sockets, host, new Random(2), sink);
  }

  private void follow(ExchangeFeed feed, Exchange exchange, String... names) {
    feed.follow(
        Stream.of(names)
            .map(name ->
                new Instrument(
                    exchange.venue(), name, new Symbol(name.replaceAll("-|SWAP", "")), 2, 3))
            .toList());
    loop.advance(Duration.ofSeconds(2));
  }

  private List<Attempt> open() {
    return sockets.attempts.stream()
        .filter(attempt -> !attempt.closed && !attempt.sent.isEmpty())
        .toList();
  }

  /** Time passes while data comes. */
  private void pass(Duration time) {
    for (long ms = 0; ms < time.toMillis(); ms += 4_000) {
      loop.advance(Duration.ofSeconds(4));
      open().forEach(attempt -> attempt.receive(DATA));
    }
  }

  @Test
  void whoComesJoinsAConnectionThatHasRoom() {
    ExchangeFeed feed = feed(Exchange.BINANCE_SPOT, 3);
    follow(feed, Exchange.BINANCE_SPOT, "BTCUSDT");
    host.asked.clear();
    follow(feed, Exchange.BINANCE_SPOT, "BTCUSDT", "ETHUSDT");
    assertThat(sockets.attempts).hasSize(1);
    assertThat(sockets.newest().sent.getLast())
        .contains("SUBSCRIBE", "ethusdt@trade", "ethusdt@depth@100ms")
        .doesNotContain("btcusdt");
    assertThat(host.targets("/depth")).as("a snapshot of the new one only").hasSize(1);
    assertThat(host.targets("symbol=ETHUSDT")).hasSize(5); // and bars of four lengths
    assertThat(host.targets("symbol=BTCUSDT")).isEmpty();
  }

  @Test
  void whoFindsNoRoomGetsAConnection() {
    ExchangeFeed feed = feed(Exchange.BINANCE_SPOT, 2);
    follow(feed, Exchange.BINANCE_SPOT, "BTCUSDT", "ETHUSDT");
    follow(feed, Exchange.BINANCE_SPOT, "BTCUSDT", "ETHUSDT", "SOLUSDT");
    assertThat(sockets.attempts).hasSize(2);
    assertThat(sockets.newest().sent).hasSize(1);
    assertThat(sockets.newest().sent.getFirst()).contains("solusdt").doesNotContain("ethusdt");
    follow(feed, Exchange.BINANCE_SPOT, "BTCUSDT", "ETHUSDT", "SOLUSDT", "XRPUSDT");
    assertThat(sockets.attempts).hasSize(2);
  }

  @Test
  void whoGoesIsUnsubscribedAndRaisesNoAlarm() {
    ExchangeFeed feed = feed(Exchange.BINANCE_SPOT, 50);
    follow(feed, Exchange.BINANCE_SPOT, "BTCUSDT", "ETHUSDT");
    follow(feed, Exchange.BINANCE_SPOT, "BTCUSDT");
    assertThat(sockets.attempts).hasSize(1);
    assertThat(sockets.newest().sent.getLast())
        .contains("UNSUBSCRIBE", "ethusdt@kline_1m")
        .doesNotContain("btcusdt");
    host.asked.clear();
    for (int second = 0; second < 30; second++) {
      sockets.newest().receive(DATA);
      loop.advance(Duration.ofSeconds(1));
      feed.resync("ETHUSDT");
    }
    assertThat(feed.state().state()).isEqualTo(FeedState.LIVE);
    assertThat(host.targets("ETHUSDT")).isEmpty();
    assertThat(sink.gaps).isEmpty();
    sockets.newest().lose(LossCause.CLOSED);
    assertThat(sink.gaps).containsExactly(List.of("BTCUSDT"));
    loop.advance(Duration.ofSeconds(5));
    assertThat(sockets.newest().sent).noneMatch(text -> text.contains("ethusdt"));
  }

  @Test
  void aConnectionThatNobodyNeedsIsClosedAndTheOthersStay() {
    ExchangeFeed feed = feed(Exchange.BINANCE_SPOT, 1);
    follow(feed, Exchange.BINANCE_SPOT, "BTCUSDT", "ETHUSDT");
    assertThat(open()).hasSize(2);
    follow(feed, Exchange.BINANCE_SPOT, "ETHUSDT");
    assertThat(open()).hasSize(1);
    assertThat(open().getFirst().sent.getFirst()).contains("ethusdt");
    assertThat(sink.gaps).isEmpty();
    follow(feed, Exchange.BINANCE_SPOT);
    assertThat(open()).isEmpty();
    assertThat(feed.state().reason()).isEqualTo("no wanted symbol is traded here");
    follow(feed, Exchange.BINANCE_SPOT, "BTCUSDT");
    assertThat(open()).hasSize(1);
  }

  @Test
  void whoComesWhileAConnectionIsAwayIsSubscribedWithTheOthers() {
    ExchangeFeed feed = feed(Exchange.BINANCE_USDM, 50);
    follow(feed, Exchange.BINANCE_USDM, "BTCUSDT");
    sockets.mood = FakeSockets.Mood.REFUSE;
    sockets.attempts.getFirst().lose(LossCause.CLOSED);
    follow(feed, Exchange.BINANCE_USDM, "BTCUSDT", "ETHUSDT");
    sockets.mood = FakeSockets.Mood.ACCEPT;
    pass(Duration.ofSeconds(60));
    assertThat(open()).hasSize(2);
    assertThat(open().getLast().path).isEqualTo("/public/stream");
    assertThat(open().getLast().sent.getFirst()).contains("btcusdt@trade", "ethusdt@trade");
    assertThat(open().getFirst().sent.getLast()).contains("ethusdt@markPrice@1s");
  }

  @Test
  void pollsFollowTheInstruments() {
    ExchangeFeed feed = feed(Exchange.BINANCE_USDM, 50);
    follow(feed, Exchange.BINANCE_USDM, "BTCUSDT", "ETHUSDT");
    follow(feed, Exchange.BINANCE_USDM, "ETHUSDT", "SOLUSDT");
    host.asked.clear();
    pass(Duration.ofMinutes(5));
    assertThat(host.targets("openInterest?symbol=BTCUSDT")).isEmpty();
    assertThat(host.targets("openInterest?symbol=ETHUSDT")).hasSizeBetween(4, 6);
    assertThat(host.targets("openInterest?symbol=SOLUSDT")).hasSizeBetween(4, 6);
    follow(feed, Exchange.BINANCE_USDM);
    host.asked.clear();
    pass(Duration.ofMinutes(5));
    assertThat(host.asked).isEmpty();
    follow(feed, Exchange.BINANCE_USDM, "XRPUSDT");
    pass(Duration.ofMinutes(3));
    assertThat(host.targets("openInterest?symbol=XRPUSDT")).hasSizeBetween(1, 4);
  }

  @Test
  void anAnswerMissedByPollingIsHistoryAskedForLater() {
    ExchangeFeed feed = feed(Exchange.BINANCE_USDM, 50);
    follow(feed, Exchange.BINANCE_USDM, "BTCUSDT");
    host.asked.clear();
    host.host =
        target -> target.contains("openInterest?") ? FakeRest.answer(500, "") : FakeRest.ok("[]");
    pass(Duration.ofMinutes(3));
    assertThat(host.targets("openInterestHist")).isEmpty();
    host.host = _ -> FakeRest.ok("[]");
    pass(Duration.ofMinutes(1));
    assertThat(host.targets("openInterestHist")).hasSize(1);
    assertThat(host.targets("fundingRate")).hasSize(1);
    assertThat(host.targets("Ratio?symbol=BTCUSDT&period=5m&limit=500")).hasSize(1);
    pass(Duration.ofMinutes(10));
    assertThat(host.targets("openInterestHist")).as("once").hasSize(1);
  }

  /** OKX tells the liquidations of all swaps in one stream. */
  @Test
  void aStreamOfAllIsCarriedOnceWhoeverGoes() {
    ExchangeFeed feed = feed(Exchange.OKX_SWAP, 1);
    follow(feed, Exchange.OKX_SWAP, "BTC-USDT-SWAP");
    follow(feed, Exchange.OKX_SWAP, "BTC-USDT-SWAP", "ETH-USDT-SWAP");
    loop.advance(Duration.ofSeconds(10));
    assertThat(liquidations()).isEqualTo(1);
    follow(feed, Exchange.OKX_SWAP, "ETH-USDT-SWAP");
    loop.advance(Duration.ofSeconds(10));
    assertThat(liquidations()).isEqualTo(1);
    follow(feed, Exchange.OKX_SWAP, "ETH-USDT-SWAP", "SOL-USDT-SWAP");
    loop.advance(Duration.ofSeconds(10));
    assertThat(liquidations()).isEqualTo(1);
  }

  private long liquidations() {
    return open().stream()
        .flatMap(attempt -> attempt.sent.stream())
        .filter(text -> text.contains("liquidation-orders"))
        .count();
  }

  @Test
  void fiveHundredSymbolsStayWithinTheBudgets() {
    host.delayMs = 5;
    ExchangeFeed feed = feed(Exchange.BINANCE_USDM, 50);
    String[] names =
        IntStream.range(0, 500).mapToObj("S%03dUSDT"::formatted).toArray(String[]::new);
    follow(feed, Exchange.BINANCE_USDM, names);
    pass(Duration.ofMinutes(1));
    assertThat(sockets.attempts).hasSize(20);
    for (Attempt attempt : sockets.attempts) {
      assertThat(streams(attempt)).isBetween(1L, 200L);
      assertThat(attempt.sent).hasSizeLessThanOrEqualTo(4);
    }
    long begun = host.asked.getFirst().atMs();
    long weight =
        host.asked.stream()
            .filter(asked -> asked.atMs() < begun + 60_000)
            .mapToLong(FollowingTest::weight)
            .sum();
    assertThat(weight).as("in a minute, of 2400 allowed").isBetween(1_000L, 1_440L);
    pass(Duration.ofMinutes(30));
    assertThat(host.targets("interval=4h")).as("every history").hasSize(500);
    assertThat(host.targets("/depth").stream().distinct()).hasSize(500);
    assertThat(feed.state().counters().requestsRefused()).isZero();
    assertThat(sockets.attempts).as("nobody was reconnected").hasSize(20);
  }

  private static long weight(FakeRest.Asked asked) {
    String target = asked.target();
    return target.contains("/depth")
        ? 20
        : target.contains("limit=1000")
            ? 5
            : target.contains("/klines") ? 2 : target.contains("openInterest?") ? 1 : 0;
  }

  private static long streams(Attempt attempt) {
    return attempt.sent.stream().mapToLong(text -> text.split("usdt@", -1).length - 1).sum();
  }

  @Test
  void turnoverIsToldByTheExchangesSpelling() {
    host.host =
        target ->
            FakeRest.ok(
                target.startsWith("/api/v3/ticker/24hr")
                    ? "[{\"symbol\":\"BTCUSDT\",\"quoteVolume\":\"12.5\"},"
                        + "{\"symbol\":\"BAD\",\"quoteVolume\":\"x\"},{\"quoteVolume\":\"1\"}]"
                    : "{}");
    ExchangeFeed feed = feed(Exchange.BINANCE_SPOT, 50);
    assertThat(feed.turnovers().result()).isEqualTo(Map.of("BTCUSDT", 12.5));
    host.host = _ -> FakeRest.ok("{\"code\":1}");
    assertThat(feed.turnovers().cause()).hasMessage("ticker/24hr is no list");
  }

  @Test
  void eachExchangeTellsTurnoverInQuoteCurrency() {
    host.host =
        target ->
            FakeRest.ok(
                target.contains("/v5/market/tickers?category")
                    ? "{\"retCode\":0,\"result\":{\"list\":[{\"symbol\":\"BTCUSDT\",\"turnover24h\":\"7\"}]}}"
                    : "{\"code\":\"0\",\"data\":[{\"instId\":\"BTC-USDT-SWAP\",\"last\":\"100\",\"volCcy24h\":\"3\"}]}");
    assertThat(feed(Exchange.BYBIT_LINEAR, 50).turnovers().result())
        .isEqualTo(Map.of("BTCUSDT", 7.0));
    assertThat(feed(Exchange.OKX_SWAP, 50).turnovers().result())
        .as("contracts are base currency")
        .isEqualTo(Map.of("BTC-USDT-SWAP", 300.0));
    assertThat(feed(Exchange.OKX, 50).turnovers().result()).isEqualTo(Map.of("BTC-USDT-SWAP", 3.0));
  }

  @Test
  void turnoverIsVolumeTimesPriceWhereItIsNotTold() {
    host.host =
        target ->
            FakeRest.ok(
                target.equals("/products/stats")
                    ? "{\"BTC-USD\":{\"stats_30day\":{\"volume\":\"900\"},"
                        + "\"stats_24hour\":{\"volume\":\"30\",\"last\":\"2.5\"}},"
                        + "\"ETH-USD\":{\"stats_24hour\":{\"volume\":\"30\"}},\"NEW-USD\":{}}"
                    : "{\"error\":[],\"result\":{\"XXBTZUSD\":{\"v\":[\"1\",\"30\"],"
                        + "\"p\":[\"9\",\"2.5\"]},\"XETHZUSD\":{\"v\":[\"1\"],\"p\":\"2\"},\"SOLUSD\":4}}");
    assertThat(feed(Exchange.COINBASE, 50).turnovers().result()).isEqualTo(Map.of("BTC-USD", 75.0));
    assertThat(feed(Exchange.KRAKEN, 50).turnovers().result()).isEqualTo(Map.of("XXBTZUSD", 75.0));
    host.host = _ -> FakeRest.ok("{\"error\":[],\"result\":[]}");
    assertThat(feed(Exchange.KRAKEN, 50).turnovers().cause())
        .hasMessage("Ticker carries no result");
    host.host = _ -> FakeRest.ok("[]");
    assertThat(feed(Exchange.COINBASE, 50).turnovers().cause())
        .hasMessage("products/stats is no object");
  }

  @Test
  void whatTheReceiverDroppedIsAskedForAgainOnce() {
    ExchangeFeed feed = feed(Exchange.BINANCE_USDM, 50);
    follow(feed, Exchange.BINANCE_USDM, "BTCUSDT", "ETHUSDT");
    follow(feed, Exchange.BINANCE_USDM, "ETHUSDT");
    host.asked.clear();
    for (int i = 0; i < 10; i++) {
      feed.refill();
      pass(Duration.ofMillis(200));
    }
    assertThat(host.targets("interval=1m&limit=1000")).hasSizeBetween(1, 9);
    assertThat(host.targets("fundingRate?symbol=ETHUSDT")).isNotEmpty();
    assertThat(host.targets("BTCUSDT")).isEmpty();
    pass(Duration.ofSeconds(8));
    host.asked.clear();
    pass(Duration.ofMinutes(2));
    assertThat(host.targets("/klines")).isEmpty();
    feed.stop();
    feed.refill();
    loop.advance(Duration.ofSeconds(10));
    assertThat(host.targets("/klines")).isEmpty();
  }
}
