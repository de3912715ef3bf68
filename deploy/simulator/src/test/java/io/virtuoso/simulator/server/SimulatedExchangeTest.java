package io.virtuoso.simulator.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.virtuoso.simulator.SimulatedExchange;
import io.virtuoso.simulator.SimulatorSettings;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sockets and requests, with market time driven by hand. */
class SimulatedExchangeTest {
  private static final Instant OPENING = Instant.parse("2026-03-01T10:20:07Z");
  private static final int SECOND = 50;

  private SimulatedExchange exchange;
  private WireClient client;

  @BeforeEach
  void open() {
    exchange =
        SimulatedExchange.start(
            SimulatorSettings.defaults()
                .withSymbols(4)
                .withPort(0)
                .withRequestWeight(100)
                .byHand(OPENING));
    client = new WireClient(exchange.port());
  }

  @AfterEach
  void close() throws Exception {
    client.close();
    exchange.close();
  }

  @Test
  void combinedStreamsAreWrappedAndRawOnesAreNot() throws Exception {
    WireClient.Socket combined =
        client.open("/binance-spot/stream?streams=btcusdt@trade/ethusdt@depth@100ms");
    WireClient.Socket raw = client.open("/binance-spot/ws/btcusdt@depth@100ms");
    exchange.advance(5 * SECOND);
    JsonNode frame = combined.next();
    assertThat(frame.get("stream").asText()).isIn("btcusdt@trade", "ethusdt@depth@100ms");
    assertThat(frame.get("data").has("e")).isTrue();
    assertThat(raw.next().get("e").asText()).isEqualTo("depthUpdate");
  }

  @Test
  void binanceAcknowledgesListsAndUnsubscribes() throws Exception {
    WireClient.Socket socket = client.open("/binance-spot/ws");
    socket.send(
        "{\"method\":\"SUBSCRIBE\",\"params\":[\"btcusdt@aggTrade\",\"nobody@trade\"],\"id\":7}");
    assertThat(socket.next().toString()).isEqualTo("{\"result\":null,\"id\":7}");
    socket.send("{\"method\":\"LIST_SUBSCRIPTIONS\",\"id\":\"x\"}");
    assertThat(socket.next().toString())
        .isEqualTo("{\"result\":[\"btcusdt@aggTrade\",\"nobody@trade\"],\"id\":\"x\"}");
    socket.send("{\"method\":\"UNSUBSCRIBE\",\"params\":[\"btcusdt@aggTrade\"],\"id\":8}");
    assertThat(socket.next().get("id").asInt()).isEqualTo(8);
    exchange.advance(5 * SECOND);
    assertThat(socket.drainBinance()).isEmpty();
  }

  @Test
  void binanceRefusesNonsenseButKeepsTheSocket() throws Exception {
    WireClient.Socket socket = client.open("/binance-spot/ws");
    socket.send("{{{");
    assertThat(socket.next().get("error").get("code").asInt()).isEqualTo(3);
    socket.send("{\"method\":\"DANCE\",\"id\":1}");
    assertThat(socket.next().get("error").get("code").asInt()).isEqualTo(2);
    assertThat(socket.open()).isTrue();
  }

  @Test
  void binanceCutsOffWhoSendsTooMuch() throws Exception {
    WireClient.Socket socket = client.open("/binance-spot/ws");
    for (int i = 0; i < 20; i++) {
      socket.send("{\"method\":\"LIST_SUBSCRIPTIONS\",\"id\":1}");
    }
    assertThat(socket.awaitEnd()).isEqualTo("closed 1008");
  }

  @Test
  void streamsOnTheWrongPathAreAcknowledgedAndSilent() throws Exception {
    WireClient.Socket order = client.open("/binance-usdm/public/ws");
    WireClient.Socket market = client.open("/binance-usdm/market/ws");
    WireClient.Socket unrouted = client.open("/binance-usdm/ws");
    String subscribe = "{\"method\":\"SUBSCRIBE\",\"params\":[\"%s\"],\"id\":1}";
    for (WireClient.Socket socket : List.of(order, market, unrouted)) {
      socket.send(subscribe.formatted("btcusdt@markPrice@1s"));
      assertThat(socket.next().toString()).isEqualTo("{\"result\":null,\"id\":1}");
      socket.send(subscribe.formatted("btcusdt@bookTicker"));
      assertThat(socket.next().toString()).isEqualTo("{\"result\":null,\"id\":1}");
    }
    exchange.advance(5 * SECOND);
    assertThat(order.drainBinance()).isNotEmpty().allMatch(frame -> frame.contains("bookTicker"));
    assertThat(market.drainBinance())
        .isNotEmpty()
        .allMatch(frame -> frame.contains("markPriceUpdate"));
    assertThat(unrouted.drainBinance()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"/binance-spot/ws, 20", "/binance-usdm/public/ws, 180"})
  void binancePings(String path, int seconds) throws Exception {
    WireClient.Socket socket = client.open(path);
    assertThat(socket.drainBinance()).isEmpty();
    exchange.advance((2 * seconds + 1) * SECOND);
    assertThat(Long.parseLong(socket.nextPing())).isGreaterThan(OPENING.toEpochMilli());
    assertThat(socket.nextPing()).isNotEmpty();
    assertThat(socket.open()).isTrue();
  }

  @Test
  void bybitAcknowledgesAnswersPingsAndSendsSnapshots() throws Exception {
    WireClient.Socket socket = client.open("/bybit-linear/v5/public/linear");
    socket.send("{\"op\":\"ping\",\"req_id\":\"p\"}");
    JsonNode pong = socket.next();
    assertThat(pong.get("ret_msg").asText()).isEqualTo("pong");
    assertThat(pong.get("req_id").asText()).isEqualTo("p");
    String subscribe =
        "{\"op\":\"subscribe\",\"req_id\":\"1\",\"args\":[\"orderbook.50.BTCUSDT\",\"tickers.BTCUSDT\"]}";
    socket.send(subscribe);
    JsonNode ack = socket.next();
    assertThat(ack.get("success").asBoolean()).isTrue();
    assertThat(ack.get("op").asText()).isEqualTo("subscribe");
    assertThat(socket.next().get("topic").asText()).isEqualTo("orderbook.50.BTCUSDT");
    assertThat(socket.next().get("type").asText()).isEqualTo("snapshot");
    socket.send(subscribe);
    assertThat(socket.next().get("success").asBoolean()).isTrue();
    assertThat(socket.next().get("type").asText()).isEqualTo("snapshot");
    socket.send("{\"op\":\"subscribe\",\"args\":[\"orderbook.51.BTCUSDT\"]}");
    assertThat(socket.next().get("type").asText()).isEqualTo("snapshot");
    assertThat(socket.next().get("ret_msg").asText())
        .isEqualTo("Invalid topic: orderbook.51.BTCUSDT");
  }

  @Test
  void unknownPlacesAreRefused() throws Exception {
    assertThat(client.refusal("/binance-spot/elsewhere")).isEqualTo(404);
    assertThat(client.refusal("/bybit-linear/v5/public/spot")).isEqualTo(404);
    assertThat(client.get("/elsewhere").statusCode()).isEqualTo(404);
    assertThat(client.get("/binance-spot/api/v3/nothing").statusCode()).isEqualTo(404);
    assertThat(client.get("/control/nothing").statusCode()).isEqualTo(404);
  }

  @Test
  void aSlowReaderIsCutOff() throws Exception {
    WireClient.Socket slow = client.open("/bybit-linear/v5/public/linear");
    slow.send(
        "{\"op\":\"subscribe\",\"args\":[\"orderbook.1000.BTCUSDT\",\"orderbook.200.BTCUSDT\",\"orderbook.50.BTCUSDT\",\"orderbook.1.BTCUSDT\",\"tickers.BTCUSDT\"]}");
    assertThat(slow.next().get("success").asBoolean()).isTrue();
    slow.pause();
    for (int minute = 0; minute < 60 && cutOff() == 0; minute++) {
      exchange.advance(60 * SECOND);
    }
    assertThat(cutOff()).isEqualTo(1);
    assertThat(client.json("/control/status").at("/venues/bybit-linear/connections").asInt())
        .isZero();
  }

  private int cutOff() throws Exception {
    return client.json("/control/status").get("slowClientsCutOff").asInt();
  }

  @Test
  void whoOffersHttp2IsAnsweredInHttp11() throws Exception {
    HttpResponse<String> answer =
        client.get("/binance-spot/api/v3/depth?symbol=BTCUSDT&limit=1000");
    assertThat(answer.request().version()).isEmpty(); // the client's usual offer
    assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
  }

  @Test
  void weightIsCountedRefusedAndThenBanned() throws Exception {
    String path = "/binance-spot/api/v3/depth?symbol=BTCUSDT&limit=1000";
    HttpResponse<String> first = client.get(path);
    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(first.headers().firstValue("X-MBX-USED-WEIGHT-1M")).contains("50");
    assertThat(client.get(path).statusCode()).isEqualTo(200);
    HttpResponse<String> refused = client.get(path);
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().firstValue("Retry-After")).contains("53");
    for (int i = 0; i < 9; i++) {
      assertThat(client.get(path).statusCode()).isEqualTo(429);
    }
    HttpResponse<String> banned = client.get(path);
    assertThat(banned.statusCode()).isEqualTo(418);
    assertThat(banned.headers().firstValue("Retry-After")).contains("120");
    exchange.advance(60 * SECOND);
    assertThat(client.get(path).statusCode()).isEqualTo(418);
    exchange.advance(61 * SECOND);
    assertThat(client.get(path).statusCode()).isEqualTo(200);
  }

  @Test
  void bybitLocksOutWhoAsksTooOften() throws Exception {
    int status = 200;
    for (int i = 0; i < 601; i++) {
      status = client.get("/bybit-linear/v5/market/time").statusCode();
    }
    assertThat(status).isEqualTo(403);
    exchange.advance(601 * SECOND);
    assertThat(client.get("/bybit-linear/v5/market/time").statusCode()).isEqualTo(200);
  }

  @Test
  void requestsOfBinanceSpotAreAnswered() throws Exception {
    JsonNode info =
        client.json("/binance-spot/api/v3/exchangeInfo?symbols=%5B%22BTCUSDT%22,%22ETHUSDT%22%5D");
    assertThat(info.get("symbols")).hasSize(2);
    assertThat(info.at("/symbols/0/filters/0/tickSize").asText()).isEqualTo("0.10000000");
    JsonNode bars =
        client.json("/binance-spot/api/v3/klines?symbol=BTCUSDT&interval=1m&limit=1000");
    assertThat(bars).hasSize(1_000);
    assertThat(bars.get(999).get(0).asLong() - bars.get(998).get(0).asLong()).isEqualTo(60_000);
    long start = bars.get(10).get(0).asLong();
    JsonNode some =
        client.json(
            "/binance-spot/api/v3/klines?symbol=BTCUSDT&interval=1m&limit=5&startTime=" + start);
    assertThat(some.get(0)).isEqualTo(bars.get(10));
    assertThat(some).hasSize(5);
    JsonNode day = client.json("/binance-spot/api/v3/ticker/24hr?symbol=BTCUSDT");
    assertThat(day.get("bidPrice").asDouble()).isLessThan(day.get("askPrice").asDouble());
    assertThat(client.get("/binance-spot/api/v3/depth?symbol=NOUSDT").body())
        .isEqualTo("{\"code\":-1121,\"msg\":\"Invalid symbol.\"}");
    assertThat(client.json("/binance-spot/api/v3/time").get("serverTime").asLong())
        .isEqualTo(OPENING.toEpochMilli());
  }

  @Test
  void requestsOfBinancePerpetualsAreAnswered() throws Exception {
    JsonNode info = client.json("/binance-usdm/fapi/v1/exchangeInfo");
    assertThat(info.at("/symbols/1/contractType").asText()).isEqualTo("PERPETUAL");
    assertThat(client.json("/binance-usdm/fapi/v1/klines?symbol=ETHUSDT&interval=4h&limit=300"))
        .hasSize(300);
    assertThat(
            client
                .json("/binance-usdm/fapi/v1/openInterest?symbol=ETHUSDT")
                .get("openInterest")
                .asDouble())
        .isPositive();
    JsonNode premium = client.json("/binance-usdm/fapi/v1/premiumIndex?symbol=ETHUSDT");
    assertThat(premium.get("markPrice").asDouble() / premium.get("indexPrice").asDouble())
        .isBetween(0.99, 1.01);
    JsonNode funding = client.json("/binance-usdm/fapi/v1/fundingRate?symbol=ETHUSDT&limit=100");
    assertThat(funding).hasSize(100);
    assertThat(
            funding.get(99).get("fundingTime").asLong()
                - funding.get(98).get("fundingTime").asLong())
        .isEqualTo(8 * 3_600_000L);
    JsonNode interest =
        client.json(
            "/binance-usdm/futures/data/openInterestHist?symbol=ETHUSDT&period=5m&limit=100");
    assertThat(interest).hasSize(100);
    assertThat(
            interest.get(99).get("timestamp").asLong() - interest.get(98).get("timestamp").asLong())
        .isEqualTo(300_000);
    JsonNode ratio =
        client.json(
            "/binance-usdm/futures/data/globalLongShortAccountRatio?symbol=ETHUSDT&period=1h");
    assertThat(ratio).hasSize(30);
    assertThat(
            ratio.get(0).get("longAccount").asDouble()
                + ratio.get(0).get("shortAccount").asDouble())
        .isBetween(0.999, 1.001);
  }

  @Test
  void requestsOfBybitAreAnsweredNewestFirst() throws Exception {
    String market = "/bybit-linear/v5/market/";
    String symbol = "?category=linear&symbol=ETHUSDT";
    JsonNode bars =
        client.json(market + "kline" + symbol + "&interval=30&limit=200").at("/result/list");
    assertThat(bars).hasSize(200);
    assertThat(bars.get(0).get(0).asLong()).isGreaterThan(bars.get(1).get(0).asLong());
    assertThat(client.json(market + "instruments-info?category=linear").at("/result/list"))
        .hasSize(4);
    assertThat(
            client.json(market + "tickers" + symbol).at("/result/list/0/openInterest").asDouble())
        .isPositive();
    assertThat(client.json(market + "orderbook" + symbol + "&limit=50").at("/result/b"))
        .hasSize(50);
    JsonNode interest =
        client.json(market + "open-interest" + symbol + "&intervalTime=5min&limit=10");
    assertThat(interest.at("/result/list")).hasSize(10);
    JsonNode page =
        client.json(
            market
                + "open-interest"
                + symbol
                + "&intervalTime=5min&limit=10&cursor="
                + interest.at("/result/nextPageCursor").asText());
    assertThat(page.at("/result/list/0/timestamp").asLong())
        .isLessThan(interest.at("/result/list/9/timestamp").asLong());
    assertThat(
            client
                .json(market + "account-ratio" + symbol + "&period=1h&limit=5")
                .at("/result/list"))
        .hasSize(5);
    assertThat(client.json(market + "funding/history" + symbol + "&limit=3").at("/result/list"))
        .hasSize(3);
    assertThat(
            client
                .json(market + "funding/history" + symbol + "&startTime=1")
                .get("retCode")
                .asInt())
        .isEqualTo(10_001);
    HttpResponse<String> bad =
        client.get(market + "kline?category=linear&symbol=NOUSDT&interval=1");
    assertThat(bad.statusCode()).isEqualTo(200);
    assertThat(WireClient.parse(bad.body()).get("retCode").asInt()).isEqualTo(10_001);
  }

  @Test
  void theControlShowsTheTruth() throws Exception {
    client.open("/binance-spot/ws/btcusdt@trade");
    exchange.advance(70 * SECOND);
    JsonNode status = client.json("/control/status");
    assertThat(status.get("seed").asLong()).isEqualTo(1);
    assertThat(status.get("steps").asInt()).isEqualTo(70 * SECOND);
    assertThat(status.at("/venues/binance-spot/subscriptions").asInt()).isEqualTo(1);
    assertThat(status.at("/venues/binance-spot/frames/trade").asLong()).isPositive();
    JsonNode ledger = client.json("/control/ledger?symbol=BTCUSDT&limit=2");
    JsonNode bars = client.json("/binance-spot/api/v3/klines?symbol=BTCUSDT&interval=1m&limit=3");
    JsonNode told = ledger.at("/symbols/0/bars/1");
    assertThat(told.get("close")).isEqualTo(bars.get(1).get(4));
    assertThat(told.get("trades").asInt()).isEqualTo(bars.get(1).get(8).asInt());
    JsonNode book = client.json("/control/book?venue=binance-usdm&symbol=BTCUSDT&depth=20");
    JsonNode depth = client.json("/binance-usdm/fapi/v1/depth?symbol=BTCUSDT&limit=20");
    assertThat(book.get("bids")).isEqualTo(depth.get("bids"));
    assertThat(book.get("lastUpdateId")).isEqualTo(depth.get("lastUpdateId"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "[]",
        "{}",
        "{\"fault\":\"earthquake\"}",
        "{\"fault\":\"stall\",\"venue\":\"mars\"}",
        "{\"fault\":\"stall\",\"symbol\":\"NOUSDT\"}",
        "{\"fault\":\"stall\",\"channel\":\"colour\"}",
        "{\"fault\":\"stall\",\"seconds\":-1}",
        "{\"fault\":\"stall\",\"sceonds\":1}",
        "{\"fault\":\"drop\",\"mode\":\"gently\"}",
        "{\"fault\":\"ban\",\"status\":500}",
      })
  void badOrdersAreExplained(String order) throws Exception {
    HttpResponse<String> reply = client.post("/control/faults", order);
    assertThat(reply.statusCode()).isEqualTo(400);
    assertThat(WireClient.parse(reply.body()).get("detail").asText()).isNotEmpty();
  }

  @Test
  void webPagesMayNotOrderFaults() throws Exception {
    assertThat(
            client
                .post("/control/faults", "{\"fault\":\"drop\"}", "Origin", "https://evil.example")
                .statusCode())
        .isEqualTo(403);
  }

  @Test
  void aPortInUseIsSaid() {
    assertThatThrownBy(() ->
            SimulatedExchange.start(
                    SimulatorSettings.defaults().withSymbols(1).withPort(exchange.port()))
                .close())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("cannot listen");
  }
}
