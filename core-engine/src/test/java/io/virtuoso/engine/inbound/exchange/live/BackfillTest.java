package io.virtuoso.engine.inbound.exchange.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.virtuoso.engine.Patience;
import io.virtuoso.engine.event.BookUpdate;
import io.virtuoso.engine.event.Derivatives;
import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.event.Kline;
import io.virtuoso.engine.event.Liquidation;
import io.virtuoso.engine.event.MarketListener;
import io.virtuoso.engine.event.Quote;
import io.virtuoso.engine.event.TradeBatch;
import io.virtuoso.engine.inbound.exchange.FrameDecoder;
import io.virtuoso.engine.inbound.exchange.FrameDecoders;
import io.virtuoso.engine.inbound.exchange.InstrumentTable;
import io.virtuoso.engine.market.candle.BarRange;
import io.virtuoso.engine.market.candle.Candles;
import io.virtuoso.engine.market.flow.TradeSequence;
import io.virtuoso.model.Interval;
import io.virtuoso.model.Symbol;
import io.virtuoso.model.document.FeedState;
import io.virtuoso.simulator.SimulatedExchange;
import io.virtuoso.simulator.SimulatorSettings;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What a feed knows after an outage, against the ledger of the exchange. Time is injected. */
class BackfillTest {
  private static final Symbol BTC = new Symbol("BTCUSDT");
  private static final int STEPS_PER_SECOND = 50;
  private static final int OUTAGE_MINUTES = 17;

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();
  private final Context context = vertx.getOrCreateContext();
  private final FakeLoop loop = new FakeLoop(task -> context.runOnContext(_ -> task.run()));

  @SuppressWarnings("NullAway.Init") // set before each test
  private SimulatedExchange exchange;

  /** Opens a little before an hour at which funding is paid, so that the outage covers it. */
  @BeforeEach
  void open() {
    long funding = Duration.ofHours(8).toMillis();
    long now = FakeLoop.EPOCH_MS + loop.millis();
    long opening = Math.floorDiv(now, funding) * funding + funding - 5 * 60_000 + 20_000;
    loop.advance(Duration.ofMillis(opening - now));
    exchange =
        SimulatedExchange.start(
            SimulatorSettings.defaults()
                .withSeed(11)
                .withSymbols(List.of("BTCUSDT"))
                .withPort(0)
                .byHand(Instant.ofEpochMilli(opening)));
  }

  @AfterEach
  void close() {
    exchange.close();
    Wait.on(vertx.close());
    http.close();
  }

  /** What a pipeline would know; written on the feed's loop, read while nothing moves. */
  private static final class Known implements FrameSink {
    final Candles candles;
    final Map<Long, Double> fundings = new HashMap<>();
    final Map<Long, Double> ratios = new HashMap<>();
    final Map<Long, Double> interest = new HashMap<>();
    private final FrameDecoder decoder;
    private final TradeSequence sequence = new TradeSequence();

    Known(Instrument instrument) {
      candles = new Candles(instrument, (_, _) -> {});
      decoder = FrameDecoders.of(instrument.venue(), InstrumentTable.of(List.of(instrument)));
    }

    @Override
    public synchronized void frame(String venue, long receivedAtNanos, Buffer text) {
      byte[] bytes = text.getBytes();
      decoder.decode(bytes, 0, bytes.length, new Hearing(this));
    }

    @Override
    public synchronized void gap(String venue, List<String> nativeSymbols) {
      candles.onFeedGap();
    }

    @Override
    public void turnover(String venue, List<String> nativeSymbols, Turnover step) {
      throw new AssertionError("no connection is old enough");
    }

    synchronized BarRange bars(Interval interval) {
      return candles.bars(interval, Long.MIN_VALUE, Long.MAX_VALUE, 2_000);
    }

    synchronized Map<Long, Double> copy(Map<Long, Double> of) {
      return Map.copyOf(of);
    }
  }

  /** Takes candles and the rows of statistics, which alone stand at whole periods. */
  private record Hearing(Known known) implements MarketListener {
    @Override
    public void onTrades(TradeBatch trades) {
      for (int i = 0; i < trades.size(); i++) {
        switch (known.sequence.accept(trades.firstId(i), trades.id(i))) {
          case DUPLICATE -> {
            continue;
          }
          case AFTER_GAP -> known.candles.onFeedGap();
          case NEXT -> {}
        }
        known.candles.onTrade(
            trades.timeMs(i), trades.price(i), trades.quantity(i), trades.takerBuy(i));
      }
    }

    @Override
    public void onBook(BookUpdate update) {
      known.candles.advance(update.eventTimeMs);
    }

    @Override
    public void onQuote(Quote quote) {
      // the best prices are no history
    }

    @Override
    public void onLiquidation(Liquidation liquidation) {
      // not to be had afterwards
    }

    @Override
    public void onFeedGap(Instrument instrument) {
      known.candles.onFeedGap();
    }

    @Override
    public void onKline(Kline kline) {
      known.candles.onKline(kline);
    }

    @Override
    public void onDerivatives(Derivatives row) {
      if (Double.isNaN(row.markPrice) && !Double.isNaN(row.fundingRate)) {
        known.fundings.put(row.eventTimeMs, row.fundingRate);
      }
      if (!Double.isNaN(row.longShortRatio)) {
        known.ratios.put(row.eventTimeMs, row.longShortRatio);
      }
      if (!Double.isNaN(row.openInterest)
          && row.eventTimeMs % Interval.FIVE_MINUTES.millis() == 0) {
        known.interest.putIfAbsent(row.eventTimeMs, row.openInterest);
      }
    }
  }

  private JsonNode ask(String target) {
    try {
      URI uri = URI.create("http://127.0.0.1:" + exchange.port() + target);
      return json.readTree(
          http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
              .body());
    } catch (IOException | InterruptedException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private void fault(String order) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + exchange.port() + "/control/faults");
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .POST(HttpRequest.BodyPublishers.ofString(order.replace('\'', '"')))
            .build();
    assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
        .isEqualTo(200);
  }

  /** Each second takes as long as an answer does, so that none is given up before it can come. */
  private void pass(Duration time) {
    for (long second = 0; second < time.toSeconds(); second++) {
      exchange.advance(STEPS_PER_SECOND);
      loop.advance(Duration.ofSeconds(1));
      ask("/control/status");
    }
  }

  /** Lets a second pass whenever it is not so yet: connections and answers take real time. */
  private void passUntil(BooleanSupplier condition) {
    Patience.await()
        .until(() -> {
          if (condition.getAsBoolean()) {
            return true;
          }
          pass(Duration.ofSeconds(1));
          return false;
        });
  }

  private ExchangeFeed feed(VenueSettings.Exchange venue, FrameSink sink) {
    String place = "127.0.0.1:" + exchange.port() + "/" + venue.venue();
    VenueSettings settings = VenueSettings.of(venue).at("ws://" + place, "http://" + place);
    return new ExchangeFeed(
        settings,
        loop,
        new VertxSockets(vertx, settings.socketUrl(), settings.timings()),
        new VertxRest(vertx, settings.restUrl(), settings.timings(), VertxRest.MAX_BODY),
        new Random(4),
        sink);
  }

  @ParameterizedTest
  @EnumSource(
      value = VenueSettings.Exchange.class,
      mode = Mode.INCLUDE,
      names = {"BINANCE_SPOT", "BINANCE_USDM", "BYBIT_LINEAR"})
  void afterAnOutageNothingIsMissingThatTheExchangeKnows(VenueSettings.Exchange venue)
      throws IOException, InterruptedException {
    Instrument instrument = new Instrument(venue.venue(), "BTCUSDT", BTC, 2, 5);
    Known known = new Known(instrument);
    ExchangeFeed feed = feed(venue, known);
    feed.follow(List.of(instrument));
    passUntil(() -> feed.state().state() == FeedState.LIVE && isWhole(known, venue));

    fault(
        "{'fault':'down','venue':'%s','seconds':%d}".formatted(venue.venue(), OUTAGE_MINUTES * 60));
    passUntil(() -> feed.state().state() != FeedState.LIVE);
    pass(Duration.ofMinutes(OUTAGE_MINUTES));
    passUntil(() -> feed.state().state() == FeedState.LIVE);
    pass(Duration.ofMinutes(2)); // the minute in which it came back is corrected when it has closed
    passUntil(() -> isWhole(known, venue));
    feed.stop();
  }

  private boolean isWhole(Known of, VenueSettings.Exchange venue) {
    for (Interval interval : Interval.values()) {
      BarRange bars = of.bars(interval);
      List<String> known = closed(bars);
      List<String> ledger = ledger(interval, venue);
      boolean whole =
          bars.gaps().isEmpty()
              && known.size() >= ledger.size()
              && known.subList(known.size() - ledger.size(), known.size()).equals(ledger);
      if (!whole) {
        return false;
      }
    }
    return venue == VenueSettings.Exchange.BINANCE_SPOT
        || (hasRows(of.copy(of.ratios), "globalLongShortAccountRatio", "longShortRatio", 5e-3)
            && hasRows(of.copy(of.interest), "openInterestHist", "sumOpenInterest", 1e-2)
            && hasFundings(of.copy(of.fundings)));
  }

  /** The exchange's own bars that have closed, oldest first, as lines. */
  private List<String> ledger(Interval interval, VenueSettings.Exchange venue) {
    String own = interval.code();
    List<JsonNode> rows = new ArrayList<>();
    switch (venue) {
      case BINANCE_SPOT ->
          ask("/binance-spot/api/v3/klines?symbol=BTCUSDT&limit=300&interval=" + own)
              .forEach(rows::add);
      case BINANCE_USDM ->
          ask("/binance-usdm/fapi/v1/klines?symbol=BTCUSDT&limit=300&interval=" + own)
              .forEach(rows::add);
      default ->
          ask("/bybit-linear/v5/market/kline?category=linear&symbol=BTCUSDT&limit=300&interval="
                  + interval.duration().toMinutes())
              .path("result")
              .path("list")
              .forEach(row -> rows.addFirst(row));
    }
    rows.removeLast(); // it has not closed
    return rows.stream().map(BackfillTest::line).toList();
  }

  private static String line(JsonNode row) {
    return line(
        row.get(0).asLong(),
        new BigDecimal(row.get(1).asText()),
        new BigDecimal(row.get(2).asText()),
        new BigDecimal(row.get(3).asText()),
        new BigDecimal(row.get(4).asText()),
        new BigDecimal(row.get(5).asText()));
  }

  private static List<String> closed(BarRange range) {
    return range.bars().stream()
        .filter(bar -> bar.isClosed())
        .map(bar ->
            line(
                bar.openTimeMs(),
                bar.exactOpen(),
                bar.exactHigh(),
                bar.exactLow(),
                bar.exactClose(),
                bar.exactVolume()))
        .toList();
  }

  private static String line(long openTimeMs, BigDecimal... numbers) {
    StringBuilder text = new StringBuilder().append(openTimeMs);
    for (BigDecimal number : numbers) {
      text.append(' ').append(number.stripTrailingZeros().toPlainString());
    }
    return text.toString();
  }

  /** Whether every row of the last day is known; venues round the same number differently. */
  private boolean hasRows(
      Map<Long, Double> known, String resource, String member, double tolerance) {
    JsonNode rows =
        ask("/binance-usdm/futures/data/" + resource + "?symbol=BTCUSDT&period=5m&limit=150");
    for (JsonNode row : rows) {
      Double value = known.get(row.path("timestamp").asLong());
      double expected = row.path(member).asDouble();
      if (value == null || Math.abs(value - expected) > tolerance * expected) {
        return false;
      }
    }
    return rows.size() == 150;
  }

  private boolean hasFundings(Map<Long, Double> known) {
    JsonNode rows = ask("/binance-usdm/fapi/v1/fundingRate?symbol=BTCUSDT&limit=20");
    for (JsonNode row : rows) {
      long hour = Math.floorDiv(row.path("fundingTime").asLong(), 1_000) * 1_000;
      Double value = known.get(hour);
      if (value == null || Math.abs(value - row.path("fundingRate").asDouble()) > 1e-9) {
        return false;
      }
    }
    return rows.size() == 20;
  }
}
