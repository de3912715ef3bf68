package io.virtuoso.engine.market.book;

import static org.assertj.core.api.Assertions.assertThat;

import io.virtuoso.engine.event.BookUpdate;
import io.virtuoso.engine.event.Side;
import io.virtuoso.engine.market.Recorded;
import io.virtuoso.engine.market.book.SequencedBook.State;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every single book message of a recorded stream is left out once. */
class LostMessageTest {
  private static final int LENGTH = 60;
  private static final int UNTIL_CURE = 4;
  private static final int CHECKED_LEVELS = 10;

  /** The first book frames of a venue's files, taken in turns. */
  private static List<String> frames(String venue, String files) {
    List<List<String>> streams = new ArrayList<>();
    for (String file : files.split(" ", -1)) {
      BookRoom probe = new BookRoom(venue);
      streams.add(
          Recorded.lines(file).stream()
              .map(line -> line.startsWith("{") ? line : line.substring(line.indexOf(' ') + 1))
              .filter(frame -> probe.feed(frame) != null)
              .limit(LENGTH)
              .toList());
    }
    List<String> mixed = new ArrayList<>();
    for (int i = 0; i < LENGTH; i++) {
      for (List<String> stream : streams) {
        if (i < stream.size()) {
          mixed.add(stream.get(i));
        }
      }
    }
    return mixed;
  }

  private static BookRoom fed(String venue, List<String> frames) {
    BookRoom room = new BookRoom(venue);
    frames.forEach(room::feed);
    return room;
  }

  private static BookUpdate.Kind snapshotOf(String venue) {
    return SequenceRule.of(venue).snapshotFromRest()
        ? BookUpdate.Kind.REST_SNAPSHOT
        : BookUpdate.Kind.SNAPSHOT;
  }

  @ParameterizedTest
  @CsvSource({
    "binance-spot, binance-spot/multi_nknusdt-blzeth_2021-10.tape",
    "binance-usdm, binance-usdm/multi_sushiusdt-akrousdt_2021-07.tape",
    "bybit-linear, bybit/derived_orderbook.50.UNIUSDT_2021-04.jsonl"
        + " bybit/derived_orderbook.50.XTZUSDT_2021-04.jsonl",
    "bybit-linear, bybit/orderbook.500.XRPUSDT_2024-12-01.jsonl",
    "okx, okx/derived_books_BTC-USDT_2026style.jsonl"
  })
  void isNoticedAtTheNextMessageOfThatBookAlone(String venue, String files) {
    List<String> frames = frames(venue, files);
    BookRoom whole = fed(venue, frames);
    int noticed = 0;
    for (int lost = 0; lost < frames.size(); lost++) {
      BookRoom truth = fed(venue, frames.subList(0, lost));
      BookRoom room = fed(venue, frames.subList(0, lost));
      if (truth.feed(frames.get(lost)) != BookOutcome.APPLIED || broughtNothing(truth, room)) {
        continue; // the book had not begun
      }
      String symbol = truth.symbol();
      int next = lost + 1;
      @Nullable BookOutcome outcome = null;
      while (next < frames.size() && outcome == null) {
        truth.feed(frames.get(next));
        @Nullable BookOutcome any = room.feed(frames.get(next++));
        outcome = room.symbol().equals(symbol) ? any : null;
      }
      if (outcome == null) {
        continue; // the last one of its book
      }
      assertThat(outcome).as("message %d", lost).isEqualTo(BookOutcome.GAP);
      assertThat(room.book(symbol).view()).isNull();
      noticed++;
      for (int i = 0; i < UNTIL_CURE && next < frames.size(); i++, next++) {
        truth.feed(frames.get(next));
        room.feed(frames.get(next));
        assertThat(room.book(symbol).view()).isNull();
      }
      assertThat(room.cure(symbol, truth, snapshotOf(venue))).isEqualTo(BookOutcome.SYNCED);
      frames.subList(next, frames.size()).forEach(room::feed);
      assertSame(room, whole, symbol);
      room.books()
          .forEach((name, book) ->
              assertThat(book.gaps()).as(name).isEqualTo(name.equals(symbol) ? 1 : 0));
    }
    assertThat(noticed).isGreaterThan(frames.size() / 3);
  }

  /** The first one behind a snapshot may end exactly where that does. */
  private static boolean broughtNothing(BookRoom truth, BookRoom room) {
    String symbol = truth.symbol();
    return truth.book(symbol).sequence() == room.book(symbol).sequence();
  }

  private static void assertSame(BookRoom room, BookRoom whole, String symbol) {
    assertThat(room.book(symbol).state()).isEqualTo(State.LIVE);
    for (Side side : Side.values()) {
      assertThat(room.levels(symbol, side)).isEqualTo(whole.levels(symbol, side));
    }
  }

  /**
   * Kraken's checksum covers ten levels a side: what a reader sees there is the truth or is absent,
   * at once; a deeper loss stays until it comes near.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "kraken/book_d10_BTC-USD_2026-08-16.jsonl",
        "kraken/derived_v2_book_d1000_ETH-CHF_2021-04.jsonl"
            + " kraken/derived_v2_book_d1000_XMR-USD_2021-04.jsonl"
      })
  void isNoticedByKrakensChecksumOrHasNotTouchedTheBestLevels(String files) {
    List<String> frames = frames("kraken", files);
    BookRoom whole = fed("kraken", frames);
    int noticed = 0;
    for (int lost = 0; lost < frames.size(); lost++) {
      BookRoom truth = fed("kraken", frames.subList(0, lost));
      BookRoom room = fed("kraken", frames.subList(0, lost));
      if (truth.feed(frames.get(lost)) != BookOutcome.APPLIED) {
        continue;
      }
      String symbol = truth.symbol();
      for (int next = lost + 1; next < frames.size(); next++) {
        String frame = frames.get(next);
        truth.feed(frame);
        @Nullable BookOutcome outcome = room.feed(frame);
        if (!room.symbol().equals(symbol)) {
          assertThat(outcome).isNotEqualTo(BookOutcome.GAP);
        } else if (outcome == BookOutcome.GAP) {
          assertThat(room.book(symbol).view()).isNull();
          noticed++;
          assertThat(room.cure(symbol, truth, BookUpdate.Kind.SNAPSHOT))
              .isEqualTo(BookOutcome.SYNCED);
          frames.subList(next + 1, frames.size()).forEach(room::feed);
          assertSame(room, whole, symbol);
          assertThat(room.book(symbol).gaps()).isEqualTo(1);
          break;
        } else {
          assertThat(best(room, symbol)).isEqualTo(best(truth, symbol));
        }
      }
    }
    assertThat(noticed).isPositive();
  }

  private static List<String> best(BookRoom room, String symbol) {
    List<String> best = new ArrayList<>();
    for (Side side : Side.values()) {
      room.levels(symbol, side).stream().limit(CHECKED_LEVELS).forEach(best::add);
    }
    return best;
  }

  /** Coinbase numbers nothing: a loss is the connection's to tell, and a snapshot cures it. */
  @Test
  void isCuredBySnapshotAfterALostCoinbaseConnection() {
    List<String> frames =
        frames("coinbase", "coinbase/level2-matches-ticker_NMR-EUR_2021-04.jsonl");
    BookRoom whole = fed("coinbase", frames);
    for (int lost = 1; lost < frames.size() - 1; lost++) {
      BookRoom truth = fed("coinbase", frames.subList(0, lost + 2));
      BookRoom room = fed("coinbase", frames.subList(0, lost));
      String symbol = room.symbol();
      room.book(symbol).onFeedGap();
      assertThat(room.feed(frames.get(lost + 1))).isEqualTo(BookOutcome.AWAITING_SNAPSHOT);
      assertThat(room.book(symbol).view()).isNull();
      assertThat(room.cure(symbol, truth, BookUpdate.Kind.SNAPSHOT)).isEqualTo(BookOutcome.SYNCED);
      frames.subList(lost + 2, frames.size()).forEach(room::feed);
      assertSame(room, whole, symbol);
    }
  }
}
