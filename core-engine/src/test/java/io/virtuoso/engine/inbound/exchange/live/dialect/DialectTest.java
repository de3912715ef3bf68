package io.virtuoso.engine.inbound.exchange.live.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import io.virtuoso.engine.inbound.exchange.live.FakeInstruments;
import io.virtuoso.model.Interval;
import io.virtuoso.model.Symbol;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DialectTest {
  private static final BinanceSpot SPOT = new BinanceSpot(50, 1000);
  private static final BinanceUsdm USDM = new BinanceUsdm(1000, 1000);
  private static final Bybit BYBIT = new Bybit(Bybit.Category.LINEAR, 1000);
  private static final List<String> MANY =
      IntStream.range(0, 500).mapToObj("COIN%03dUSDT"::formatted).toList();

  @Test
  void everyInstrumentIsOnOneConnectionPerPath() {
    for (ExchangeDialect dialect : List.of(SPOT, USDM, BYBIT)) {
      dialect.shards(MANY).stream()
          .map(Shard::path)
          .distinct()
          .forEach(path -> {
            List<String> carried =
                dialect.shards(MANY).stream()
                    .filter(shard -> shard.path().equals(path))
                    .flatMap(shard -> shard.symbols().stream())
                    .toList();
            assertThat(carried).as(path).containsExactlyElementsOf(MANY);
          });
    }
  }

  @Test
  void connectionsStayWithinTheExchangesLimits() {
    assertThat(SPOT.shards(MANY)).hasSize(10).allMatch(shard -> shard.streams().size() == 200);
    assertThat(USDM.shards(MANY)).hasSize(16).allMatch(shard -> shard.streams().size() <= 200);
    assertThat(BYBIT.shards(MANY))
        .hasSizeGreaterThan(1)
        .allMatch(shard -> BYBIT.subscribe(shard.streams(), 1).length() <= 21_040);
  }

  @Test
  void nothingIsExpectedOfLiquidations() {
    String binance = "{\"stream\":\"btcusdt@%s\",\"data\":{}}";
    assertThat(USDM.streamOf(Buffer.buffer(binance.formatted("trade")))).isEqualTo("btcusdt@trade");
    assertThat(USDM.streamOf(Buffer.buffer(binance.formatted("forceOrder")))).isNull();
    String bybit = "{\"topic\":\"%s.BTCUSDT\",\"data\":[]}";
    assertThat(BYBIT.streamOf(Buffer.buffer(bybit.formatted("publicTrade"))))
        .isEqualTo("publicTrade.BTCUSDT");
    assertThat(BYBIT.streamOf(Buffer.buffer(bybit.formatted("allLiquidation")))).isNull();
    String okx =
        "{\"arg\":{\"channel\":\"%s\",\"instType\":\"SWAP\",\"instId\":\"BTC-USDT-SWAP\"},"
            + "\"data\":[]}";
    Okx swaps = new Okx(Okx.Kind.SWAP, 1000);
    assertThat(swaps.streamOf(Buffer.buffer(okx.formatted("trades"))))
        .isEqualTo("trades:BTC-USDT-SWAP");
    assertThat(swaps.streamOf(Buffer.buffer(okx.formatted("liquidation-orders")))).isNull();
  }

  @Test
  void futuresStreamsAreRoutedToThePathThatServesThem() {
    assertThat(USDM.shards(List.of("BTCUSDT")))
        .containsExactly(
            new Shard(
                "public-0",
                "/public/stream",
                List.of("BTCUSDT"),
                List.of("btcusdt@depth@100ms", "btcusdt@bookTicker", "btcusdt@trade"),
                true,
                false),
            new Shard(
                "market-0",
                "/market/stream",
                List.of("BTCUSDT"),
                List.of("btcusdt@markPrice@1s", "btcusdt@forceOrder", "btcusdt@kline_1m"),
                false,
                true));
  }

  @Test
  void subscriptionsAreWordedAsDocumented() {
    assertThat(SPOT.subscribe(List.of("btcusdt@trade", "btcusdt@bookTicker"), 7))
        .isEqualTo(
            "{\"method\":\"SUBSCRIBE\",\"params\":[\"btcusdt@trade\",\"btcusdt@bookTicker\"],\"id\":7}");
    assertThat(BYBIT.unsubscribe(List.of("orderbook.200.BTCUSDT"), 8))
        .isEqualTo(
            "{\"op\":\"unsubscribe\",\"args\":[\"orderbook.200.BTCUSDT\"],\"req_id\":\"8\"}");
    assertThat(BYBIT.shards(List.of("BTCUSDT")).getFirst().streams())
        .containsExactly(
            "orderbook.200.BTCUSDT",
            "publicTrade.BTCUSDT",
            "tickers.BTCUSDT",
            "kline.1.BTCUSDT",
            "allLiquidation.BTCUSDT");
  }

  @Test
  void futuresInstrumentsAreReadWithTheirScalesAndTheLimit() throws IOException {
    InstrumentPage page = USDM.readInstruments(utf8(FakeInstruments.USDM));
    assertThat(page.listings())
        .containsExactly(
            new Listing("BTCUSDT", new Symbol("BTCUSDT"), 1, 3, true),
            new Listing("ETHUSDT", new Symbol("ETHUSDT"), 2, 0, false));
    assertThat(page.units()).hasValue(1200);
  }

  @Test
  void bybitListsPerpetualsOnly() throws IOException {
    assertThat(BYBIT.readInstruments(utf8(FakeInstruments.BYBIT)).listings())
        .containsExactly(new Listing("BTCUSDT", new Symbol("BTCUSDT"), 1, 3, true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "<html>", "[]", "{}", "{\"symbols\":7}", "{\"symbols\":[{]", "{\"sym"})
  void whatIsNoInstrumentListIsSaidToBeNone(String garbage) {
    assertThatThrownBy(() -> SPOT.readInstruments(utf8(garbage))).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> BYBIT.readInstruments(utf8(garbage))).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "BTC&x=1, BTCUSDT, 0.1, 0.1",
    "'BTC\"', BTCUSDT, 0.1, 0.1",
    "币安人生USDT, BTCUSDT, 0.1, 0.1",
    "BTCUSDT, 币安人生USDT, 0.1, 0.1",
    "BTCUSDT, BTCUSDT, 0, 0.1",
    "BTCUSDT, BTCUSDT, -0.1, 0.1",
    "BTCUSDT, BTCUSDT, 0.1, 1e-999999999",
    "BTCUSDT, BTCUSDT, 0.1, 0.0000000000000000001",
    "BTCUSDT, BTCUSDT, '', 0.1",
    "BTCUSDT, BTCUSDT, NaN, 0.1"
  })
  void hostileListingsAreLeftOut(String name, String canonical, String tick, String lot) {
    assertThat(Listing.of(name, canonical, tick, lot, true)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{\"stream\":\"btcusdt@trade\",\"data\":{}}; DATA",
        "{\"data\":{},\"stream\":\"btcusdt@trade\"}; DATA",
        "{\"result\":null,\"id\":1}; ACKNOWLEDGED",
        "{\"error\":{\"code\":2,\"msg\":\"bad\"},\"id\":1}; REFUSED",
        "{\"stream\":\"!serverShutdown\",\"data\":{\"e\":\"serverShutdown\",\"E\":1}}; SHUTDOWN",
        "{\"e\":\"serverShutdown\",\"E\":1}; SHUTDOWN",
        "{\"stream\":\"!bookTicker\",\"data\":{}}; DATA",
        "{}; OTHER",
        "x; OTHER"
      })
  void binanceFramesAreToldApart(String frame, FrameKind kind) {
    assertThat(SPOT.classify(Buffer.buffer(frame))).isEqualTo(kind);
    assertThat(USDM.classify(Buffer.buffer(frame))).isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{\"topic\":\"tickers.BTCUSDT\",\"type\":\"delta\",\"data\":{}}; DATA",
        "{\"ts\":1,\"type\":\"delta\",\"topic\":\"tickers.BTCUSDT\"}; DATA",
        "{\"success\":true,\"ret_msg\":\"\",\"conn_id\":\"1\",\"op\":\"subscribe\"}; ACKNOWLEDGED",
        "{\"success\":false,\"ret_msg\":\"error:handler not found\",\"op\":\"subscribe\"}; REFUSED",
        "{\"success\":true,\"ret_msg\":\"pong\",\"op\":\"ping\"}; PONG",
        "{\"op\":\"pong\",\"args\":[\"1\"]}; PONG",
        "{\"success\":true,\"ret_msg\":\"\",\"op\":\"unsubscribe\"}; OTHER"
      })
  void bybitFramesAreToldApart(String frame, FrameKind kind) {
    assertThat(BYBIT.classify(Buffer.buffer(frame))).isEqualTo(kind);
  }

  @Test
  void anAnswerBecomesAFrameOfOneLine() {
    RestQuery query = USDM.klines("BTCUSDT", Interval.FIVE_MINUTES, 300).orElseThrow();
    assertThat(query.frame(1_700_000_000_123L, Buffer.buffer("[[1,\n2]]\n")).toString())
        .isEqualTo(
            "{\"rest\":\"klines\",\"symbol\":\"BTCUSDT\",\"interval\":\"5m\","
                + "\"received_ms\":1700000000123,\"body\":[[1, 2]] }");
    RestQuery interest = USDM.openInterest("BTCUSDT").orElseThrow();
    assertThat(interest.frame(1, Buffer.buffer("{}")).toString())
        .isEqualTo(
            "{\"rest\":\"open_interest\",\"symbol\":\"BTCUSDT\",\"received_ms\":1,\"body\":{}}");
  }

  @Test
  void booksAreMadeWholeInEachExchangesWay() {
    assertThat(SPOT.resync("BTCUSDT"))
        .isEqualTo(
            new Resync.Snapshot(
                new RestQuery(
                    RestKind.DEPTH,
                    "BTCUSDT",
                    null,
                    new RestCall(
                        Priority.SNAPSHOT,
                        "/api/v3/depth?symbol=BTCUSDT&limit=1000",
                        "weight",
                        50))));
    assertThat(BYBIT.resync("BTCUSDT")).isEqualTo(new Resync.Resubscribe("orderbook.200.BTCUSDT"));
  }

  @Test
  void requestsCarryTheirWeights() {
    assertThat(USDM.klines("A", Interval.ONE_MINUTE, 1000).orElseThrow().call().weight())
        .isEqualTo(5);
    assertThat(USDM.klines("A", Interval.ONE_MINUTE, 300).orElseThrow().call().weight())
        .isEqualTo(2);
    assertThat(USDM.klines("A", Interval.ONE_MINUTE, 3).orElseThrow().call().weight()).isEqualTo(1);
    assertThat(USDM.histories("A"))
        .extracting(query -> query.call().limit())
        .containsExactly("funding", "statistics", "statistics");
    assertThat(BYBIT.klines("A", Interval.FOUR_HOURS, 300).orElseThrow().call().target())
        .isEqualTo("/v5/market/kline?category=linear&symbol=A&interval=240&limit=300");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{\"retCode\":10006,\"retMsg\":\"Too many visits\",\"result\":{}}; true",
        "{\"retMsg\":\"params error\",\"retCode\":10001}; false",
        "{\"retMsg\":\"no code\"}; false",
        "[]; false",
        "{\"retMsg; false"
      })
  void bybitRefusesInsideAGoodAnswer(String body, boolean rateLimited) {
    assertThat(BYBIT.refusal(Buffer.buffer(body)))
        .hasValueSatisfying(refusal -> assertThat(refusal.rateLimited()).isEqualTo(rateLimited));
    assertThat(BYBIT.refusal(Buffer.buffer("{\"retCode\":0,\"result\":{\"list\":[]}}"))).isEmpty();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
