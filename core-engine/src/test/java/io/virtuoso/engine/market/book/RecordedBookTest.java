package io.virtuoso.engine.market.book;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.virtuoso.engine.event.BookUpdate;
import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.event.Side;
import io.virtuoso.engine.market.Recorded;
import io.virtuoso.engine.market.book.SequencedBook.State;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Books from recorded messages against results that independent programs reached. */
class RecordedBookTest {
  @ParameterizedTest
  @ValueSource(strings = {"binance-spot", "binance-usdm"})
  void binanceDayReachesEveryCheckpoint(String venue) {
    JsonNode expected = Recorded.expected(venue + "/btcusdt.expected.json").get("book");
    Map<Long, JsonNode> checkpoints = new HashMap<>();
    expected.get("checkpoints").forEach(c -> checkpoints.put(c.get("appliedEvents").asLong(), c));
    Instrument instrument = Recorded.instrument(venue, "BTCUSDT");
    SequencedBook book = new SequencedBook(instrument, ResyncRequest.NONE);

    for (String line : Recorded.lines(venue + "/btcusdt_depth-trade-bookTicker_20240808.tape.gz")) {
      if (!line.contains("depthUpdate") && !line.contains("lastUpdateId")) {
        continue;
      }
      BookUpdate update =
          Recorded.binanceBook(instrument, Recorded.json(line.substring(line.indexOf(' ') + 1)));
      BookOutcome outcome = book.apply(Objects.requireNonNull(update));
      JsonNode checkpoint = checkpoints.get(book.applied());
      if (outcome == BookOutcome.APPLIED && checkpoint != null) {
        assertThat(book.sequence()).isEqualTo(checkpoint.get("afterUpdateId").asLong());
        assertThat(book.lastEventTimeMs()).isEqualTo(checkpoint.get("eventTime").asLong());
        assertTop(live(book), checkpoint);
        checkpoints.remove(book.applied());
      }
    }

    assertThat(checkpoints).isEmpty();
    assertThat(book.applied()).isEqualTo(expected.get("appliedEvents").asLong());
    assertThat(book.dropped()).isEqualTo(expected.get("droppedEvents").asLong());
    assertThat(book.gaps()).isEqualTo(expected.get("gaps").asLong());
    assertThat(book.crossed()).isEqualTo(expected.get("crossed").asLong());
    assertThat(book.resyncs()).isZero();
    assertThat(book.sequence()).isEqualTo(expected.get("finalUpdateId").asLong());
    assertFinal(live(book), expected.get("final"));
  }

  @ParameterizedTest
  @CsvSource({
    "binance-spot, multi_nknusdt-blzeth_2021-10",
    "binance-usdm, multi_sushiusdt-akrousdt_2021-07"
  })
  void severalSymbolsShareOneTape(String venue, String tape) {
    JsonNode expected = Recorded.expected(venue + "/" + tape + ".expected.json");
    Map<String, SequencedBook> books = new HashMap<>();
    Map<String, Instrument> instruments = new HashMap<>();
    expected
        .fieldNames()
        .forEachRemaining(symbol -> {
          Instrument instrument = Recorded.instrument(venue, symbol);
          instruments.put(symbol, instrument);
          books.put(symbol, new SequencedBook(instrument, ResyncRequest.NONE));
        });

    for (String line : Recorded.lines(venue + "/" + tape + ".tape")) {
      JsonNode frame = Recorded.json(line.substring(line.indexOf(' ') + 1));
      String symbol =
          frame.has("rest") ? frame.get("symbol").asText() : frame.path("data").path("s").asText();
      SequencedBook book = books.get(symbol.toUpperCase(Locale.ROOT));
      if (book == null) {
        continue;
      }
      JsonNode body = frame.has("rest") ? frame.get("body") : frame;
      BookUpdate update =
          Recorded.binanceBook(Objects.requireNonNull(instruments.get(symbol)), body);
      if (update != null) {
        book.apply(update);
      }
    }

    books.forEach((symbol, book) -> {
      JsonNode result = expected.get(symbol);
      assertThat(book.applied()).as(symbol).isEqualTo(result.get("applied").asLong());
      assertThat(book.dropped()).as(symbol).isEqualTo(result.get("dropped").asLong());
      assertThat(book.sequence()).as(symbol).isEqualTo(result.get("finalUpdateId").asLong());
      assertThat(book.gaps()).as(symbol).isZero();
      assertFinal(live(book), result.get("final"));
    });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "derived_orderbook.50.BCHUSDT_2021-04",
        "derived_orderbook.50.DOTUSDT_2021-04",
        "derived_orderbook.50.UNIUSDT_2021-04",
        "derived_orderbook.50.XTZUSDT_2021-04",
        "orderbook.500.XRPUSDT_2024-12-01"
      })
  void bybitStreamReachesEveryCheckpoint(String name) {
    JsonNode expected = Recorded.expected("bybit/" + name + ".expected.json");
    Map<Integer, JsonNode> checkpoints = new HashMap<>();
    expected.get("checkpoints").forEach(c -> checkpoints.put(c.get("line").asInt(), c));
    Instrument instrument = Recorded.instrument("bybit-linear", "BTCUSDT");
    SequencedBook book = new SequencedBook(instrument, ResyncRequest.NONE);

    List<String> lines = Recorded.lines("bybit/" + name + ".jsonl");
    for (int i = 0; i < lines.size(); i++) {
      book.apply(Recorded.bybitBook(instrument, Recorded.json(lines.get(i))));
      JsonNode checkpoint = checkpoints.remove(i + 1);
      if (checkpoint != null) {
        assertThat(book.sequence()).isEqualTo(checkpoint.get("u").asLong());
        assertTop(live(book), checkpoint);
      }
    }

    assertThat(checkpoints).isEmpty();
    assertThat(book.applied()).isEqualTo(lines.size() - 1);
    assertThat(book.gaps() + book.dropped() + book.crossed()).isZero();
    assertFinal(live(book), expected.get("final"));
  }

  @Test
  void lossInTheRecordingIsNoticedAtOnceAndCuredByALaterSnapshot() {
    Instrument instrument = Recorded.instrument("bybit-linear", "XRPUSDT");
    SequencedBook book = new SequencedBook(instrument, ResyncRequest.NONE);
    List<String> lines = Recorded.lines("bybit/orderbook.500.XRPUSDT_2024-12-01.jsonl");
    for (int i = 0; i < 5; i++) {
      book.apply(Recorded.bybitBook(instrument, Recorded.json(lines.get(i))));
    }

    BookUpdate afterLoss = Recorded.bybitBook(instrument, Recorded.json(lines.get(6)));

    assertThat(book.apply(afterLoss)).isEqualTo(BookOutcome.GAP);
    assertThat(book.state()).isEqualTo(State.SYNCING);
    assertThat(book.view()).isNull();
    BookUpdate snapshot = Recorded.bybitBook(instrument, Recorded.json(lines.get(0)));
    assertThat(book.apply(snapshot)).isEqualTo(BookOutcome.SYNCED);
  }

  private static OrderBook live(SequencedBook book) {
    OrderBook live = book.book();
    assertThat(live).as("live book").isNotNull();
    return Objects.requireNonNull(live);
  }

  private static void assertTop(OrderBook book, JsonNode expected) {
    assertLevel(book, Side.BID, 0, expected.get("bestBid"));
    assertLevel(book, Side.ASK, 0, expected.get("bestAsk"));
    assertCounts(book, expected);
  }

  private static void assertFinal(OrderBook book, JsonNode expected) {
    assertThat(expected.get("bids")).hasSizeGreaterThanOrEqualTo(10);
    for (int i = 0; i < expected.get("bids").size(); i++) {
      assertLevel(book, Side.BID, i, expected.get("bids").get(i));
    }
    for (int i = 0; i < expected.get("asks").size(); i++) {
      assertLevel(book, Side.ASK, i, expected.get("asks").get(i));
    }
    assertCounts(book, expected);
  }

  private static void assertCounts(OrderBook book, JsonNode expected) {
    assertThat(book.levels(Side.BID)).isEqualTo(expected.get("bidLevels").asInt());
    assertThat(book.levels(Side.ASK)).isEqualTo(expected.get("askLevels").asInt());
  }

  private static void assertLevel(OrderBook book, Side side, int i, JsonNode level) {
    assertThat(book.price(side, i)).isEqualByComparingTo(level.get(0).asText());
    assertThat(book.quantity(side, i)).isEqualByComparingTo(level.get(1).asText());
  }
}
