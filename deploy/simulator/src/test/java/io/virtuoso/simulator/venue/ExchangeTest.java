package io.virtuoso.simulator.venue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.virtuoso.simulator.market.Instruments;
import io.virtuoso.simulator.market.Market;
import io.virtuoso.simulator.rest.Reply;
import io.virtuoso.simulator.rest.Request;
import io.virtuoso.simulator.rest.VenueRest;
import io.virtuoso.simulator.wire.VenueId;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExchangeTest {
  private static final long START = 1_750_000_012_345L;

  private static Exchange exchange(long seed, int symbols, double rate) {
    return new Exchange(new Market(seed, Instruments.first(symbols), START, rate));
  }

  private static void run(Exchange exchange, int steps) {
    for (int step = 0; step < steps; step++) {
      exchange.step();
    }
  }

  private static RecordingSubscriber listen(
      Exchange exchange, VenueId venue, String name, Route route) {
    RecordingSubscriber subscriber = new RecordingSubscriber(false);
    subscribe(exchange, venue, name, route, subscriber);
    return subscriber;
  }

  private static void subscribe(
      Exchange exchange, VenueId venue, String name, Route route, Subscriber subscriber) {
    Stream stream = exchange.venue(venue).stream(name, route);
    assertThat(stream).as(name).isNotNull();
    if (stream != null) {
      stream.add(subscriber);
    }
  }

  private static Listing listing(Exchange exchange, VenueId venue, String symbol) {
    Listing listing = exchange.venue(venue).listing(symbol);
    if (listing == null) {
      throw new AssertionError(symbol);
    }
    return listing;
  }

  @ParameterizedTest
  @CsvSource({"depth@100ms, 1", "depth, 1", "depth@100ms, 20"})
  void spotDepthFollowsTheSnapshotAndTheRule(String kind, double rate) {
    Exchange exchange = exchange(31, 3, rate);
    run(exchange, 50);
    RecordingSubscriber events =
        listen(exchange, VenueId.BINANCE_SPOT, "ethusdt@" + kind, Route.NONE);
    run(exchange, 53);
    JsonNode snapshot =
        get(
            exchange,
            VenueId.BINANCE_SPOT,
            "/api/v3/depth",
            Map.of("symbol", "ETHUSDT", "limit", "5000"));
    run(exchange, 3_000);
    catchUp(exchange, "ETHUSDT", events);

    NaiveBook book = new NaiveBook();
    book.apply(snapshot.get("bids"), snapshot.get("asks"));
    long last = snapshot.get("lastUpdateId").asLong();
    boolean synced = false;
    for (JsonNode event : events.documents()) {
      if (event.get("u").asLong() <= last) {
        continue;
      }
      if (!synced) {
        assertThat(last + 1).isBetween(event.get("U").asLong(), event.get("u").asLong());
        synced = true;
      } else {
        assertThat(event.get("U").asLong()).isEqualTo(last + 1);
      }
      book.apply(event.get("b"), event.get("a"));
      assertThat(book.crossed()).isFalse();
      last = event.get("u").asLong();
    }
    assertThat(book.levels(1_000))
        .isEqualTo(NaiveBook.truth(listing(exchange, VenueId.BINANCE_SPOT, "ETHUSDT"), 1_000));
  }

  /** Lets the exchange go on until the newest change of the book has been told. */
  private static void catchUp(Exchange exchange, String symbol, RecordingSubscriber events) {
    Listing spot = listing(exchange, VenueId.BINANCE_SPOT, symbol);
    for (int step = 0; step < 2_000; step++) {
      if (!events.frames.isEmpty()) {
        JsonNode newest = events.documents().getLast();
        long told = newest.get("u").asLong();
        long id = spot.symbol().book().lastUpdateId();
        if (told == id || told == exchange.venue(VenueId.BINANCE_USDM).updateId(id)) {
          return;
        }
      }
      exchange.step();
    }
    throw new AssertionError("the book never rests");
  }

  @ParameterizedTest
  @ValueSource(strings = {"depth@0ms", "depth@100ms", "depth", "depth@500ms"})
  void perpetualDepthIsChainedByItsPredecessor(String kind) {
    Exchange exchange = exchange(32, 3, 1);
    RecordingSubscriber events =
        listen(exchange, VenueId.BINANCE_USDM, "solusdt@" + kind, Route.PUBLIC);
    run(exchange, 53);
    JsonNode snapshot =
        get(
            exchange,
            VenueId.BINANCE_USDM,
            "/fapi/v1/depth",
            Map.of("symbol", "SOLUSDT", "limit", "1000"));
    run(exchange, 2_000);
    catchUp(exchange, "SOLUSDT", events);

    NaiveBook book = new NaiveBook();
    book.apply(snapshot.get("bids"), snapshot.get("asks"));
    long snapshotId = snapshot.get("lastUpdateId").asLong();
    long last = -1;
    for (JsonNode event : events.documents()) {
      if (event.get("u").asLong() < snapshotId) {
        continue;
      }
      if (last < 0) {
        // Straddles the snapshot or follows it immediately: both are legal.
        assertThat(event.get("U").asLong() <= snapshotId || event.get("pu").asLong() == snapshotId)
            .isTrue();
      } else {
        assertThat(event.get("pu").asLong()).isEqualTo(last);
        assertThat(event.get("U").asLong()).isNotEqualTo(last + 1);
      }
      book.apply(event.get("b"), event.get("a"));
      assertThat(book.crossed()).isFalse();
      last = event.get("u").asLong();
    }
    assertThat(book.levels(1_000))
        .isEqualTo(NaiveBook.truth(listing(exchange, VenueId.BINANCE_USDM, "SOLUSDT"), 1_000));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "50, 1", "200, 1", "50, 20", "1000, 1"})
  void bybitBooksAreSnapshotThenDeltas(int depth, double rate) {
    Exchange exchange = exchange(33, 3, rate);
    run(exchange, 10);
    RecordingSubscriber events =
        listen(exchange, VenueId.BYBIT_LINEAR, "orderbook." + depth + ".BTCUSDT", Route.NONE);
    NaiveBook book = new NaiveBook();
    Listing listing = listing(exchange, VenueId.BYBIT_LINEAR, "BTCUSDT");
    long u = -1;
    long sequence = -1;
    int applied = 0;
    int deltas = 0;
    for (int step = 0; step < 2_000; step++) {
      run(exchange, 1);
      for (; applied < events.frames.size(); applied++) {
        JsonNode event = RecordingSubscriber.parse(events.frames.get(applied));
        JsonNode data = event.get("data");
        boolean snapshot = event.get("type").asText().equals("snapshot");
        assertThat(snapshot).isEqualTo(applied == 0 || depth == 1);
        if (snapshot) {
          book.clear();
        } else {
          deltas++;
          assertThat(data.get("u").asLong()).isEqualTo(u + 1);
        }
        assertThat(data.get("seq").asLong()).isGreaterThanOrEqualTo(sequence);
        u = data.get("u").asLong();
        sequence = data.get("seq").asLong();
        book.apply(data.get("b"), data.get("a"));
        assertThat(book.crossed()).isFalse();
        assertThat(book.levels(2_000).size()).isLessThanOrEqualTo(2 * depth);
      }
      boolean everyStep = depth <= 50;
      if (everyStep) {
        assertThat(book.levels(depth)).isEqualTo(NaiveBook.truth(listing, depth));
      }
    }
    if (depth > 50) {
      int settled = 0;
      for (int step = 0; step < 60 && settled == 0; step++) {
        run(exchange, 1);
        for (; applied < events.frames.size(); applied++) {
          JsonNode data = RecordingSubscriber.parse(events.frames.get(applied)).get("data");
          book.apply(data.get("b"), data.get("a"));
          if (book.levels(depth).equals(NaiveBook.truth(listing, depth))) {
            settled++;
          }
        }
      }
      assertThat(settled).isPositive();
    }
    assertThat(deltas > 50 || depth == 1).isTrue();
  }

  @Test
  void anotherSubscriptionGetsASnapshotThatFitsTheStream() {
    Exchange exchange = exchange(34, 2, 1);
    RecordingSubscriber first =
        listen(exchange, VenueId.BYBIT_LINEAR, "orderbook.50.BTCUSDT", Route.NONE);
    run(exchange, 333);
    RecordingSubscriber second =
        listen(exchange, VenueId.BYBIT_LINEAR, "orderbook.50.BTCUSDT", Route.NONE);
    run(exchange, 333);
    List<JsonNode> late = second.documents();
    assertThat(late.getFirst().get("type").asText()).isEqualTo("snapshot");
    assertThat(late.get(1).get("data").get("u").asLong())
        .isEqualTo(late.getFirst().get("data").get("u").asLong() + 1);
    assertThat(
            first.documents().stream()
                .filter(event -> event.get("type").asText().equals("snapshot")))
        .hasSize(1);
  }

  @Test
  void tickersOfBybitTellOnlyWhatChanged() {
    Exchange exchange = exchange(35, 2, 1);
    RecordingSubscriber ticker =
        listen(exchange, VenueId.BYBIT_LINEAR, "tickers.BTCUSDT", Route.NONE);
    run(exchange, 200);
    List<JsonNode> events = ticker.documents();
    assertThat(events.getFirst().get("type").asText()).isEqualTo("snapshot");
    assertThat(fields(events.getFirst().get("data")))
        .contains(
            "markPrice",
            "indexPrice",
            "fundingRate",
            "nextFundingTime",
            "openInterest",
            "singleOpenInterest",
            "bid1Price",
            "ask1Size",
            "volume24h");
    assertThat(events.size()).isGreaterThan(10);
    assertThat(events.subList(1, events.size()))
        .allSatisfy(event -> {
          assertThat(event.get("type").asText()).isEqualTo("delta");
          assertThat(event.get("data").size()).isLessThan(24);
        });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BINANCE_SPOT|NONE|btcusdt@trade|E M T e m p q s t",
        "BINANCE_SPOT|NONE|btcusdt@aggTrade|E M T a e f l m p q s",
        "BINANCE_SPOT|NONE|btcusdt@bookTicker|A B a b s u",
        "BINANCE_SPOT|NONE|btcusdt@depth@100ms|E U a b e s u",
        "BINANCE_SPOT|NONE|btcusdt@kline_1m|E e k s",
        "BINANCE_USDM|PUBLIC|btcusdt@trade|E T X e m p q s t",
        "BINANCE_USDM|PUBLIC|btcusdt@bookTicker|A B E T a b e s u",
        "BINANCE_USDM|PUBLIC|btcusdt@depth@100ms|E T U a b e pu s u",
        "BINANCE_USDM|MARKET|btcusdt@aggTrade|E T a e f l m p q s",
        "BINANCE_USDM|MARKET|btcusdt@markPrice@1s|E P T e i p r s",
        "BINANCE_USDM|MARKET|btcusdt@kline_1m|E e k s",
        "BINANCE_USDM|MARKET|!forceOrder@arr|E e o",
        "BYBIT_LINEAR|NONE|orderbook.50.BTCUSDT|cts data topic ts type",
        "BYBIT_LINEAR|NONE|publicTrade.BTCUSDT|data topic ts type",
        "BYBIT_LINEAR|NONE|tickers.BTCUSDT|cs data topic ts type",
        "BYBIT_LINEAR|NONE|kline.1.BTCUSDT|data topic ts type",
        "BYBIT_LINEAR|NONE|allLiquidation.BTCUSDT|data topic ts type",
      })
  void messagesHaveTheFieldsOfTheRealOnes(
      VenueId venue, Route route, String stream, String fields) {
    Exchange exchange = exchange(36, 5, 1);
    RecordingSubscriber events = listen(exchange, venue, stream, route);
    for (int second = 0; second < 3_600 && events.frames.size() < 2; second++) {
      run(exchange, Market.STEPS_PER_SECOND);
    }
    assertThat(events.documents())
        .hasSizeGreaterThanOrEqualTo(2)
        .allSatisfy(event -> assertThat(String.join(" ", fields(event))).isEqualTo(fields));
  }

  private static Set<String> fields(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Test
  void candleStreamsCloseEveryMinuteWithTheTradesOfIt() {
    Exchange exchange = exchange(37, 2, 1);
    RecordingSubscriber candles =
        listen(exchange, VenueId.BINANCE_USDM, "btcusdt@kline_1m", Route.MARKET);
    RecordingSubscriber trades =
        listen(exchange, VenueId.BINANCE_USDM, "btcusdt@trade", Route.PUBLIC);
    run(exchange, 130 * Market.STEPS_PER_SECOND);
    List<JsonNode> closed =
        candles.documents().stream()
            .map(event -> event.get("k"))
            .filter(bar -> bar.get("x").asBoolean())
            .toList();
    assertThat(closed).hasSize(3);
    JsonNode bar = closed.get(1);
    long open = bar.get("t").asLong();
    List<JsonNode> inside =
        trades.documents().stream()
            .filter(trade ->
                trade.get("T").asLong() >= open && trade.get("T").asLong() <= bar.get("T").asLong())
            .toList();
    assertThat(bar.get("n").asInt()).isEqualTo(inside.size());
    assertThat(bar.get("o").asText()).isEqualTo(inside.getFirst().get("p").asText());
    assertThat(bar.get("c").asText()).isEqualTo(inside.getLast().get("p").asText());
    assertThat(bar.get("f").asLong()).isEqualTo(inside.getFirst().get("t").asLong());
    BigDecimal volume =
        inside.stream()
            .map(trade -> new BigDecimal(trade.get("q").asText()))
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    assertThat(new BigDecimal(bar.get("v").asText())).isEqualByComparingTo(volume);
    BigDecimal turnover =
        inside.stream()
            .map(trade ->
                new BigDecimal(trade.get("q").asText())
                    .multiply(new BigDecimal(trade.get("p").asText())))
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    assertThat(new BigDecimal(bar.get("q").asText())).isEqualByComparingTo(turnover);
  }

  @Test
  void tradeIdsAreConsecutive() {
    Exchange exchange = exchange(38, 1, 1);
    RecordingSubscriber trades =
        listen(exchange, VenueId.BINANCE_SPOT, "btcusdt@trade", Route.NONE);
    run(exchange, 2_000);
    List<Long> ids =
        new ArrayList<>(trades.documents().stream().map(trade -> trade.get("t").asLong()).toList());
    assertThat(ids).hasSizeGreaterThan(100);
    for (int i = 1; i < ids.size(); i++) {
      assertThat(ids.get(i)).isEqualTo(ids.get(i - 1) + 1);
    }
  }

  @Test
  void aPlausibleRateIsSomeThirtyFramesPerSecondAndSymbol() {
    Exchange exchange = exchange(39, 20, 1);
    RecordingSubscriber all = new RecordingSubscriber(false);
    for (Listing listing : exchange.venue(VenueId.BINANCE_USDM).listings()) {
      String prefix = listing.name().toLowerCase(Locale.ROOT) + "@";
      for (String kind : List.of("trade", "bookTicker", "depth@100ms")) {
        subscribe(exchange, VenueId.BINANCE_USDM, prefix + kind, Route.PUBLIC, all);
      }
      for (String kind : List.of("markPrice@1s", "forceOrder", "kline_1m")) {
        subscribe(exchange, VenueId.BINANCE_USDM, prefix + kind, Route.MARKET, all);
      }
    }
    run(exchange, 30 * Market.STEPS_PER_SECOND);
    assertThat(all.frames.size() / 30.0 / 20).isBetween(20.0, 40.0);
  }

  private static JsonNode get(
      Exchange exchange, VenueId venue, String path, Map<String, String> query) {
    Reply reply =
        VenueRest.of(exchange.venue(venue), 0)
            .answer(new Request(path, query), exchange.market().now());
    assertThat(reply.status()).isEqualTo(200);
    return RecordingSubscriber.parse(reply.body());
  }
}
