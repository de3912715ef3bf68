package io.virtuoso.engine.market.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.virtuoso.engine.event.BookUpdate;
import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.event.Side;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class OrderBookTest {
  @Property(tries = 50)
  void agreesWithTheNaiveTwin(@ForAll long seed) {
    Random random = new Random(seed);
    OrderBook book = new OrderBook(Updates.instrument("bybit-linear"));
    NaiveBook naive = new NaiveBook();
    int spread = 1 + random.nextInt(3_000);
    for (int i = 0; i < 4_000; i++) {
      Side side = random.nextBoolean() ? Side.BID : Side.ASK;
      long price = 10_000 + (long) Math.abs(random.nextGaussian() * spread);
      long quantity = random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(1_000);
      book.set(side, price, quantity);
      naive.set(side, price, quantity);
    }
    assertSame(book, naive);
  }

  @Property(tries = 100)
  void fullBookKeepsTheBestLevels(@ForAll long seed) {
    Random random = new Random(seed);
    OrderBook book = new OrderBook(Updates.instrument("bybit-linear"), 50);
    NaiveBook naive = new NaiveBook();
    for (int i = 0; i < 500; i++) {
      Side side = random.nextBoolean() ? Side.BID : Side.ASK;
      long price = 1L + random.nextInt(400);
      long quantity = random.nextInt(8) == 0 ? 0 : 1 + random.nextInt(9);
      book.set(side, price, quantity);
      naive.set(side, price, quantity);
      naive.truncate(50);
    }
    assertSame(book, naive);
    assertThat(book.droppedLevels()).isPositive();
  }

  @Property(tries = 1_000)
  void replacingForgetsEverythingInWhateverOrderLevelsCome(
      @ForAll long seed, @ForAll boolean sorted) {
    Random random = new Random(seed);
    Instrument instrument = Updates.instrument("bybit-linear");
    OrderBook book = new OrderBook(instrument, 40);
    book.set(Side.BID, 1, 1);
    BookUpdate snapshot = Updates.snapshot(instrument, BookUpdate.Kind.SNAPSHOT, 1);
    for (int i = 0; i < 60; i++) {
      snapshot.bids.add(sorted ? 1_000 - i : 1 + random.nextInt(1_000), 1 + random.nextInt(9));
      snapshot.asks.add(sorted ? 2_000 + i : 2_000 + random.nextInt(1_000), random.nextInt(9));
    }
    NaiveBook naive = new NaiveBook();
    // Level by level, as a full book does it: what gave way does not come back when a later level
    // of
    // the same message removes a better one.
    for (int i = 0; i < 60; i++) {
      naive.set(Side.BID, snapshot.bids.price(i), snapshot.bids.quantity(i));
      naive.set(Side.ASK, snapshot.asks.price(i), snapshot.asks.quantity(i));
      naive.truncate(40);
    }

    book.replace(snapshot);

    assertSame(book, naive);
  }

  @Property(tries = 500)
  void sortedMessagesAreAppliedLikeSingleLevels(@ForAll long seed, @ForAll boolean bestFirst) {
    Random random = new Random(seed);
    Instrument instrument = Updates.instrument("bybit-linear");
    OrderBook book = new OrderBook(instrument, 300);
    NaiveBook naive = new NaiveBook();
    for (int message = 0; message < 40; message++) {
      BookUpdate update = Updates.delta(instrument, 1, 1, 1);
      int reach = 1 + random.nextInt(200);
      double density = random.nextDouble();
      double removals = random.nextDouble();
      for (int i = 0; i < reach; i++) {
        long away = bestFirst ? i : reach - i;
        if (random.nextDouble() < density) {
          long quantity = random.nextDouble() < removals ? 0 : 1 + random.nextInt(9);
          update.bids.add(1_000 - away, quantity);
          update.asks.add(1_001 + away, quantity);
        }
      }
      book.apply(update);
      naive.apply(update);
      assertSame(book, naive);
    }
  }

  @Test
  void finerScaleKeepsEveryPriceAndSize() {
    Instrument instrument = Updates.instrument("bybit-linear");
    OrderBook book = new OrderBook(instrument);
    book.set(Side.BID, 6_178_000, 1_576);
    book.set(Side.ASK, 6_178_001, 2_764);

    instrument.needPriceScale(4);
    instrument.needQuantityScale(5);
    book.rescale(instrument);

    assertThat(book.ticks(Side.BID, 0)).isEqualTo(617_800_000);
    assertThat(book.price(Side.ASK, 0)).isEqualByComparingTo("61780.01");
    assertThat(book.quantity(Side.ASK, 0)).isEqualByComparingTo("2.764");
    assertThat(book.bidPrice(0)).isEqualTo(61_780.0);
    assertThat(book.bidQuantity(0)).isEqualTo(1.576);
    assertThat(book.askPrice(0)).isEqualTo(61_780.01);
    assertThat(book.askQuantity(0)).isEqualTo(2.764);
  }

  @Test
  void scaleInWhichALevelDoesNotFitEmptiesTheBook() {
    Instrument instrument = Updates.instrument("bybit-linear");
    OrderBook book = new OrderBook(instrument);
    book.set(Side.BID, 6_178_000, 1_576);

    instrument.needPriceScale(18);

    assertThatThrownBy(() -> book.rescale(instrument)).isInstanceOf(ArithmeticException.class);
    assertThat(book.bids()).isZero();
  }

  @Test
  void removingWhatIsNotThereChangesNothing() {
    OrderBook book = new OrderBook(Updates.instrument("bybit-linear"));
    book.set(Side.ASK, 10, 1);

    book.remove(Side.ASK, 11);
    book.remove(Side.BID, 10);

    assertThat(book.asks()).isEqualTo(1);
    assertThat(book.bids()).isZero();
  }

  private static void assertSame(OrderBook book, NaiveBook naive) {
    assertThat(NaiveBook.levels(book, Side.BID)).isEqualTo(naive.levels(Side.BID));
    assertThat(NaiveBook.levels(book, Side.ASK)).isEqualTo(naive.levels(Side.ASK));
  }
}
