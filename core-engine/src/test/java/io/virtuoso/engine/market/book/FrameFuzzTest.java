package io.virtuoso.engine.market.book;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.virtuoso.engine.event.Side;
import java.nio.charset.StandardCharsets;

/**
 * Any bytes, taken for frames of each venue, one a line: decoder and book never throw, and a book
 * that can be read is in order. The usual build runs the inputs beside this class; {@code
 * JAZZER_FUZZ=1} and one test's name look for new ones.
 */
class FrameFuzzTest {
  @FuzzTest
  void binanceSpot(byte[] frames) {
    take("binance-spot", frames);
  }

  @FuzzTest
  void binanceUsdm(byte[] frames) {
    take("binance-usdm", frames);
  }

  @FuzzTest
  void bybitLinear(byte[] frames) {
    take("bybit-linear", frames);
  }

  @FuzzTest
  void bybitSpot(byte[] frames) {
    take("bybit-spot", frames);
  }

  @FuzzTest
  void okx(byte[] frames) {
    take("okx", frames);
  }

  @FuzzTest
  void coinbase(byte[] frames) {
    take("coinbase", frames);
  }

  @FuzzTest
  void kraken(byte[] frames) {
    take("kraken", frames);
  }

  private static void take(String venue, byte[] frames) {
    BookRoom room = new BookRoom(venue);
    for (String frame : new String(frames, StandardCharsets.ISO_8859_1).split("\n", -1)) {
      room.feed(frame);
      room.books().values().forEach(FrameFuzzTest::assertInOrder);
    }
  }

  private static void assertInOrder(SequencedBook sequenced) {
    OrderBook book = sequenced.book();
    if (book == null) {
      return;
    }
    assertThat(book.isCrossed()).isFalse();
    for (Side side : Side.values()) {
      int worse = side == Side.BID ? -1 : 1;
      for (int i = 0; i < book.levels(side); i++) {
        assertThat(book.lots(side, i)).isPositive();
        assertThat(book.ticks(side, i)).isPositive();
        if (i > 0) {
          assertThat(Long.signum(book.ticks(side, i) - book.ticks(side, i - 1))).isEqualTo(worse);
        }
      }
    }
  }
}
