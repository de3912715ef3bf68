package io.virtuoso.simulator.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.virtuoso.simulator.SimulatedExchange;
import io.virtuoso.simulator.SimulatorSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every fault as a client sees it, with market time driven by hand. */
class FaultTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant OPENING = Instant.parse("2026-03-01T10:20:07Z");
  private static final int SECOND = 50;

  private SimulatedExchange exchange;
  private WireClient client;

  @BeforeEach
  void open() {
    exchange =
        SimulatedExchange.start(
            SimulatorSettings.defaults().withSymbols(3).withPort(0).byHand(OPENING));
    client = new WireClient(exchange.port());
  }

  @AfterEach
  void close() throws Exception {
    client.close();
    exchange.close();
  }

  private void order(String fault) throws Exception {
    HttpResponse<String> reply = client.post("/control/faults", fault);
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
  }

  private long applied(String fault) throws Exception {
    return client.json("/control/status").at("/faults/applied/" + fault).asLong();
  }

  @Test
  void aStallSilencesOneStreamAndNothingElse() throws Exception {
    WireClient.Socket socket =
        client.open("/binance-spot/stream?streams=ethusdt@trade/btcusdt@trade/ethusdt@depth@100ms");
    order(
        "{\"fault\":\"stall\",\"venue\":\"binance-spot\",\"symbol\":\"ETHUSDT\",\"channel\":\"trade\",\"seconds\":30}");
    exchange.advance(29 * SECOND);
    List<String> during = socket.drainBinance();
    assertThat(during).noneMatch(frame -> frame.contains("ethusdt@trade"));
    assertThat(during).anyMatch(frame -> frame.contains("btcusdt@trade"));
    assertThat(during).anyMatch(frame -> frame.contains("ethusdt@depth"));
    assertThat(socket.nextPing()).isNotEmpty();
    socket.ping("still there?");
    assertThat(socket.nextPong()).isEqualTo("still there?");
    exchange.advance(10 * SECOND);
    assertThat(socket.drainBinance()).anyMatch(frame -> frame.contains("ethusdt@trade"));
    assertThat(applied("stall")).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"fin", "rst"})
  void aDropEndsTheConnectionsOfItsVenueOnly(String mode) throws Exception {
    WireClient.Socket spot = client.open("/binance-spot/ws/btcusdt@trade");
    WireClient.Socket bybit = client.open("/bybit-linear/v5/public/linear");
    assertThat(bybit.drainBybit()).isEmpty();
    order("{\"fault\":\"drop\",\"venue\":\"binance-spot\",\"mode\":\"" + mode + "\"}");
    assertThat(spot.awaitEnd()).isNotEqualTo("closed 1000");
    assertThat(bybit.drainBybit()).isEmpty();
    assertThat(applied("drop")).isEqualTo(1);
    assertThat(client.open("/binance-spot/ws/btcusdt@trade").open()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"fin, end of stream", "rst, Connection reset"})
  void aDropIsAFinOrAResetOnTheWire(String mode, String seen) throws Exception {
    try (Socket raw = new Socket(InetAddress.getLoopbackAddress(), exchange.port())) {
      raw.setSoTimeout(120_000);
      raw.getOutputStream()
          .write(
              """
              GET /binance-spot/ws HTTP/1.1
              Host: 127.0.0.1
              Upgrade: websocket
              Connection: Upgrade
              Sec-WebSocket-Version: 13
              Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==

              """
                  .replace("\n", "\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      StringBuilder handshake = new StringBuilder();
      while (handshake.indexOf("\r\n\r\n") < 0) {
        handshake.append((char) raw.getInputStream().read());
      }
      assertThat(handshake).startsWith("HTTP/1.1 101");
      order("{\"fault\":\"drop\",\"mode\":\"" + mode + "\"}");
      assertThat(ending(raw)).isEqualTo(seen);
    }
  }

  private static String ending(Socket raw) {
    try {
      return raw.getInputStream().read() < 0 ? "end of stream" : "more bytes";
    } catch (IOException failure) {
      return String.valueOf(failure.getMessage());
    }
  }

  @Test
  void aSilentDropKeepsTheConnectionAndSaysNothing() throws Exception {
    WireClient.Socket quiet = client.open("/binance-spot/ws/btcusdt@trade");
    WireClient.Socket other = client.open("/bybit-linear/v5/public/linear");
    other.send("{\"op\":\"subscribe\",\"args\":[\"publicTrade.BTCUSDT\"]}");
    assertThat(other.next().get("success").asBoolean()).isTrue();
    assertThat(quiet.ping("before").nextPong()).isEqualTo("before");
    order("{\"fault\":\"drop\",\"venue\":\"binance-spot\",\"mode\":\"silent\"}");
    quiet.ping("after");
    exchange.advance(60 * SECOND);
    assertThat(other.drainBybit()).isNotEmpty();
    assertThat(quiet.open()).isTrue();
    assertThat(quiet.pongs()).as("not a word").isEmpty();
    assertThat(client.json("/control/status").at("/venues/binance-spot/connections").asInt())
        .isEqualTo(1);
  }

  @Test
  void aCountedDropOfASymbolEndsThatManyOfItsSubscribers() throws Exception {
    WireClient.Socket first = client.open("/binance-spot/ws/ethusdt@trade");
    WireClient.Socket second = client.open("/binance-spot/ws/ethusdt@trade");
    WireClient.Socket bitcoin = client.open("/binance-spot/ws/btcusdt@trade");
    order("{\"fault\":\"drop\",\"symbol\":\"ETHUSDT\",\"count\":1}");
    first.awaitEnd();
    assertThat(second.drainBinance()).isEmpty();
    assertThat(bitcoin.drainBinance()).isEmpty();
  }

  @Test
  void aGapBreaksTheChainOnce() throws Exception {
    WireClient.Socket socket = client.open("/binance-spot/ws/btcusdt@depth@100ms");
    exchange.advance(2 * SECOND);
    order("{\"fault\":\"gap\",\"symbol\":\"BTCUSDT\",\"count\":3}");
    exchange.advance(5 * SECOND);
    assertThat(breaks(socket.drainBinance())).isEqualTo(1);
    assertThat(applied("gap")).isEqualTo(3);
  }

  private static int breaks(List<String> frames) {
    int breaks = 0;
    long last = -1;
    for (String frame : frames) {
      JsonNode event = WireClient.parse(frame);
      if (last >= 0 && event.get("U").asLong() != last + 1) {
        breaks++;
      }
      last = event.get("u").asLong();
    }
    return breaks;
  }

  @Test
  void aDuplicateComesTwiceInARow() throws Exception {
    WireClient.Socket socket = client.open("/binance-spot/ws/btcusdt@trade");
    order("{\"fault\":\"duplicate\",\"channel\":\"trade\",\"count\":2}");
    exchange.advance(10 * SECOND);
    List<String> frames = socket.drainBinance();
    assertThat(frames.get(0)).isEqualTo(frames.get(1));
    assertThat(frames.get(2)).isEqualTo(frames.get(3)).isNotEqualTo(frames.get(1));
    assertThat(frames.stream().distinct().count()).isEqualTo(frames.size() - 2);
  }

  @Test
  void neighboursChangePlaces() throws Exception {
    WireClient.Socket socket = client.open("/binance-spot/ws/btcusdt@trade");
    order("{\"fault\":\"reorder\",\"channel\":\"trade\"}");
    exchange.advance(10 * SECOND);
    List<Long> ids =
        socket.drainBinance().stream()
            .map(frame -> WireClient.parse(frame).get("t").asLong())
            .toList();
    assertThat(ids.get(1)).isEqualTo(ids.get(0) - 1);
    assertThat(ids.get(2)).isEqualTo(ids.get(0) + 1);
    assertThat(ids.subList(2, ids.size())).isSorted();
  }

  @Test
  void garbledFramesAreNoJsonAndTheNextOnesAre() throws Exception {
    WireClient.Socket socket = client.open("/binance-usdm/public/ws/btcusdt@bookTicker");
    order("{\"fault\":\"garble\",\"venue\":\"binance-usdm\",\"count\":4}");
    exchange.advance(10 * SECOND);
    List<String> frames = socket.drainBinance();
    assertThat(frames.subList(0, 4)).noneMatch(FaultTest::wellFormed);
    assertThat(frames.subList(4, frames.size())).isNotEmpty().allMatch(FaultTest::wellFormed);
  }

  private static boolean wellFormed(String frame) {
    try {
      return JSON.readTree(frame).isObject();
    } catch (JsonProcessingException malformed) {
      return false;
    }
  }

  @ParameterizedTest
  @CsvSource({"binance-spot, 0, 418", "binance-usdm, 429, 429", "bybit-linear, 0, 403"})
  void aBanRefusesRequestsAndKeepsSockets(String venue, int ordered, int seen) throws Exception {
    WireClient.Socket socket = client.open("/binance-spot/ws/btcusdt@trade");
    String status = ordered == 0 ? "" : ",\"status\":" + ordered;
    order("{\"fault\":\"ban\",\"venue\":\"" + venue + "\",\"seconds\":120" + status + "}");
    HttpResponse<String> reply = client.get("/" + venue + "/anything");
    assertThat(reply.statusCode()).isEqualTo(seen);
    assertThat(reply.headers().firstValue("Retry-After")).contains("120");
    exchange.advance(121 * SECOND);
    assertThat(client.get("/" + venue + "/anything").statusCode()).isEqualTo(404);
    assertThat(socket.drainBinance()).isNotEmpty();
  }

  @Test
  void aVenueThatIsDownRefusesEverythingUntilItIsBack() throws Exception {
    WireClient.Socket socket = client.open("/bybit-linear/v5/public/linear");
    order("{\"fault\":\"down\",\"venue\":\"bybit-linear\",\"seconds\":60}");
    socket.awaitEnd();
    assertThat(client.refusal("/bybit-linear/v5/public/linear")).isZero();
    assertThat(client.refusal("/binance-spot/ws")).isEqualTo(101);
    exchange.advance(61 * SECOND);
    assertThat(client.open("/bybit-linear/v5/public/linear").open()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"spot", "perpetual", "bybit"})
  void aCrossedLevelComesWithABookMessage(String venue) throws Exception {
    boolean bybit = venue.equals("bybit");
    WireClient.Socket socket =
        client.open(
            switch (venue) {
              case "spot" -> "/binance-spot/ws/btcusdt@depth@100ms";
              case "perpetual" -> "/binance-usdm/public/ws/btcusdt@depth@100ms";
              default -> "/bybit-linear/v5/public/linear";
            });
    if (bybit) {
      socket.send("{\"op\":\"subscribe\",\"args\":[\"orderbook.50.BTCUSDT\"]}");
      assertThat(socket.next().get("success").asBoolean()).isTrue();
      assertThat(socket.next().get("type").asText()).isEqualTo("snapshot");
    }
    order("{\"fault\":\"crossed\",\"symbol\":\"BTCUSDT\"}");
    // One message a step at most: the first one after the order is the crossed one.
    for (int step = 0; step < 200 && applied("crossed") == 0; step++) {
      exchange.advance(1);
    }
    String path =
        switch (venue) {
          case "spot" -> "binance-spot";
          case "perpetual" -> "binance-usdm";
          default -> "bybit-linear";
        };
    JsonNode book = client.json("/control/book?depth=1&symbol=BTCUSDT&venue=" + path);
    List<String> frames = bybit ? socket.drainBybit() : socket.drainBinance();
    JsonNode event = WireClient.parse(frames.getLast());
    JsonNode bids = bybit ? event.at("/data/b") : event.get("b");
    double highest = 0;
    for (JsonNode level : bids) {
      highest = Math.max(highest, level.get(0).asDouble());
    }
    assertThat(highest).isGreaterThan(book.at("/asks/0/0").asDouble());
    assertThat(book.at("/bids/0/0").asDouble()).isLessThan(book.at("/asks/0/0").asDouble());
  }

  @Test
  void timesStandStillWhileMessagesFlow() throws Exception {
    WireClient.Socket socket =
        client.open("/binance-spot/stream?streams=btcusdt@trade/ethusdt@trade");
    order("{\"fault\":\"freeze_time\",\"symbol\":\"BTCUSDT\",\"seconds\":20}");
    exchange.advance(19 * SECOND);
    List<JsonNode> frozen = socket.drainBinance().stream().map(WireClient::parse).toList();
    assertThat(times(frozen, "BTCUSDT")).hasSizeGreaterThan(5).containsOnly(OPENING.toEpochMilli());
    assertThat(times(frozen, "ETHUSDT").stream().distinct().count()).isGreaterThan(5);
    exchange.advance(10 * SECOND);
    List<JsonNode> flowing = socket.drainBinance().stream().map(WireClient::parse).toList();
    assertThat(times(flowing, "BTCUSDT"))
        .last()
        .satisfies(time -> assertThat(time).isGreaterThan(OPENING.toEpochMilli() + 20_000));
  }

  private static List<Long> times(List<JsonNode> frames, String symbol) {
    return frames.stream()
        .map(frame -> frame.get("data"))
        .filter(trade -> trade.get("s").asText().equals(symbol))
        .map(trade -> trade.get("T").asLong())
        .toList();
  }

  @Test
  void faultsAreCleared() throws Exception {
    WireClient.Socket socket = client.open("/binance-spot/ws/btcusdt@trade");
    order("{\"fault\":\"stall\",\"seconds\":600}");
    exchange.advance(5 * SECOND);
    assertThat(socket.drainBinance()).isEmpty();
    assertThat(client.json("/control/status").at("/faults/active")).hasSize(1);
    assertThat(client.delete("/control/faults").statusCode()).isEqualTo(200);
    assertThat(client.json("/control/status").at("/faults/active")).isEmpty();
    exchange.advance(5 * SECOND);
    assertThat(socket.drainBinance()).isNotEmpty();
  }

  @Test
  void thereIsAnEndToTheNumberOfFaults() throws Exception {
    for (int i = 0; i < 100; i++) {
      order("{\"fault\":\"stall\",\"symbol\":\"BTCUSDT\"}");
    }
    assertThat(client.post("/control/faults", "{\"fault\":\"stall\"}").statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "binance-spot|ETHUSDT|/api/v3/exchangeInfo|/api/v3/depth?symbol=ETHUSDT",
        "binance-usdm|ETHUSDT|/fapi/v1/exchangeInfo|/fapi/v1/depth?symbol=ETHUSDT",
        "bybit-linear|ETHUSDT|/v5/market/instruments-info?category=linear"
            + "|/v5/market/orderbook?category=linear&symbol=ETHUSDT",
        "okx|ETH-USDT|/api/v5/public/instruments?instType=SPOT"
            + "|/api/v5/market/books?instId=ETH-USDT",
        "coinbase|ETH-USDT|/products|/products/ETH-USDT/book?level=2",
        "kraken|ETH/USDT|/0/public/AssetPairs|/0/public/Depth?pair=ETH/USDT"
      })
  void whatIsDelistedIsListedAgainWhenTheFaultsAreCleared(
      String venue, String name, String instruments, String book) throws Exception {
    String listed = client.get("/" + venue + instruments).body();
    String whole = client.get("/" + venue + book).body();
    assertThat(listed).contains(name);

    order("{\"fault\":\"delist\",\"venue\":\"" + venue + "\",\"symbol\":\"ETHUSDT\"}");
    assertThat(client.get("/" + venue + instruments).body()).doesNotContain(name);
    assertThat(client.get("/" + venue + book).body()).isNotEqualTo(whole);

    assertThat(client.delete("/control/faults").statusCode()).isEqualTo(200);
    assertThat(client.get("/" + venue + instruments).body()).isEqualTo(listed);
    assertThat(client.get("/" + venue + book).body()).isEqualTo(whole);
  }

  @Test
  void theStreamsOfADelistedSymbolAreSilentAndRefused() throws Exception {
    WireClient.Socket socket = client.open("/bybit-spot/v5/public/spot");
    String join = "{\"op\":\"subscribe\",\"args\":[\"publicTrade.%s\"]}";
    socket.send(join.formatted("ETHUSDT")).send(join.formatted("BTCUSDT"));
    assertThat(socket.drainBybit()).as("both are answered").hasSize(2);
    exchange.advance(30 * SECOND);
    assertThat(socket.drainBybit()).anyMatch(frame -> frame.contains("\"publicTrade.ETHUSDT\""));

    order("{\"fault\":\"delist\",\"symbol\":\"ETHUSDT\"}");
    exchange.advance(30 * SECOND);
    assertThat(socket.drainBybit())
        .anyMatch(frame -> frame.contains("\"publicTrade.BTCUSDT\""))
        .noneMatch(frame -> frame.contains("\"publicTrade.ETHUSDT\""));
    WireClient.Socket late = client.open("/bybit-spot/v5/public/spot");
    late.send(join.formatted("ETHUSDT"));
    assertThat(late.next().get("success").asBoolean()).isFalse();

    client.delete("/control/faults");
    late.send(join.formatted("ETHUSDT"));
    assertThat(late.next().get("success").asBoolean()).isTrue();
  }

  @Test
  void aDelistingNeedsASymbol() throws Exception {
    assertThat(client.post("/control/faults", "{\"fault\":\"delist\"}").statusCode())
        .isEqualTo(400);
  }
}
