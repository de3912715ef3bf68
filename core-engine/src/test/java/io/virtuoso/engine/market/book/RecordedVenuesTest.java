package io.virtuoso.engine.market.book;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.virtuoso.engine.event.Side;
import io.virtuoso.engine.market.Recorded;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Raw recorded frames through decoder and book, against what was computed independently. */
class RecordedVenuesTest {
  private static BookRoom play(String venue, String file) {
    BookRoom room = new BookRoom(venue);
    Recorded.lines(file).forEach(room::feed);
    return room;
  }

  private static String plain(String number) {
    return Recorded.plain(number).toPlainString();
  }

  private static String[] expectedLevels(JsonNode levels) {
    List<String> expected = new ArrayList<>();
    for (JsonNode level : levels) {
      expected.add(plain(level.get(0).asText()) + " x " + plain(level.get(1).asText()));
    }
    return expected.toArray(String[]::new);
  }

  private static void assertFinal(BookRoom room, JsonNode expected) {
    assertThat(room.books()).hasSize(1);
    String symbol = room.symbol();
    SequencedBook book = room.book(symbol);
    assertThat(book.state()).isEqualTo(SequencedBook.State.LIVE);
    assertThat(book.gaps() + book.crossed() + book.resyncs() + book.dropped()).isZero();
    List<String> bids = room.levels(symbol, Side.BID);
    List<String> asks = room.levels(symbol, Side.ASK);
    assertThat(bids).hasSize(expected.get("bidLevels").asInt());
    assertThat(asks).hasSize(expected.get("askLevels").asInt());
    assertThat(bids).startsWith(expectedLevels(expected.get("bids")));
    assertThat(asks).startsWith(expectedLevels(expected.get("asks")));
  }

  @ParameterizedTest
  @CsvSource({
    "okx/books_BTC-USDT_2022-05.jsonl, true",
    "okx/derived_books_BTC-USDT_2026style.jsonl, false"
  })
  void okxBookIsProvenByChecksumOrByItsChain(String file, boolean checksums) {
    JsonNode expected = Recorded.expected("okx/books_BTC-USDT.expected.json");
    BookRoom room = play("okx", file);
    assertFinal(room, expected.get("final"));
    assertThat(room.count("snapshot") + room.count("delta"))
        .isEqualTo(expected.get("messages").asInt());
    assertThat(room.book("BTCUSDT").proven())
        .isEqualTo(checksums ? expected.get("checksumsMatching").asLong() : 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ADA-BTC", "ETH-CHF", "KSM-BTC", "WAVES-EUR", "XMR-USD"})
  void everyKrakenChecksumIsMet(String pair) {
    String name = "kraken/derived_v2_book_d1000_" + pair + "_2021-04";
    JsonNode expected = Recorded.expected(name + ".expected.json");
    BookRoom room = play("kraken", name + ".jsonl");
    assertFinal(room, expected.get("final"));
    assertThat(room.book(room.symbol()).proven()).isEqualTo(expected.get("messages").asLong());
  }

  @Test
  void aKrakenBookOfTenLevelsStaysAtTen() {
    BookRoom room = play("kraken", "kraken/book_d10_BTC-USD_2026-08-16.jsonl");
    assertThat(room.book("BTCUSD").proven()).isEqualTo(54);
    assertThat(room.book("BTCUSD").gaps()).isZero();
    assertThat(room.levels("BTCUSD", Side.BID)).hasSize(10);
    assertThat(room.levels("BTCUSD", Side.ASK)).hasSize(10);
  }

  @ParameterizedTest
  @ValueSource(strings = {"BAND-GBP", "CRV-EUR", "NMR-EUR", "NU-GBP", "SKL-GBP", "SKL-USD"})
  void coinbaseBookAndTradesWithTheTakersSide(String product) {
    String name = "coinbase/level2-matches-ticker_" + product + "_2021-04";
    JsonNode expected = Recorded.expected(name + ".expected.json");
    BookRoom room = play("coinbase", name + ".jsonl");
    assertFinal(room, expected.get("final"));
    JsonNode counts = expected.get("counts");
    assertThat(room.count("snapshot")).isEqualTo(counts.get("snapshot").asInt());
    assertThat(room.count("delta")).isEqualTo(counts.get("l2update").asInt());
    assertThat(room.count("quote")).isEqualTo(counts.get("ticker").asInt());
    assertThat(room.count("trade")).isEqualTo(counts.path("match").asInt());
    List<String> trades = new ArrayList<>();
    for (JsonNode trade : expected.get("trades")) {
      if (!trade.get("isLastMatch").asBoolean()) {
        trades.add(
            "%d %s %s %s %d"
                .formatted(
                    trade.get("tradeId").asLong(),
                    plain(trade.get("price").asText()),
                    plain(trade.get("qty").asText()),
                    trade.get("takerSide").asText(),
                    Instant.parse(trade.get("time").asText()).toEpochMilli()));
      }
    }
    assertThat(room.trades()).isEqualTo(trades);
  }
}
