package io.virtuoso.engine.market.book;

import static org.assertj.core.api.Assertions.assertThat;

import io.virtuoso.engine.event.BookUpdate;
import io.virtuoso.engine.event.BookUpdate.Kind;
import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.event.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random messages to one book and to its naive twin: whenever a book is served, it is the twin's,
 * and its best bid is under its best ask. {@code -Dvirtuoso.book.operations=1000000} is the long
 * form.
 */
class BookOperationsTest {
  private static final int OPERATIONS = Integer.getInteger("virtuoso.book.operations", 30_000);
  private static final int MIDDLE = 100_000;
  private static final int WHOLE_EVERY = 64;
  private static final int PER_MILLE = 1_000;

  private final Instrument instrument = Updates.instrument("bybit-linear");
  private final NaiveBook naive = new NaiveBook();
  private final List<Instrument> asked = new ArrayList<>();
  private final SequencedBook book =
      new SequencedBook(instrument, SequenceRule.BYBIT, asked::add, SequencedBook.MAX_BUFFERED);
  private long sequence = 1_000;
  private boolean live;

  @DisplayName("E4: a book that is served is the twin's and never crossed")
  @ParameterizedTest
  @ValueSource(longs = {1, 20, 300})
  void whatIsServedIsTheTwinsAndNeverCrossed(long seed) {
    Random random = new Random(seed);
    int lost = 0;
    long crossed = 0;
    snapshot();
    for (int i = 0; i < OPERATIONS; i++) {
      int kind = random.nextInt(PER_MILLE);
      if (!live ? kind < 200 : kind < 10) {
        snapshot();
      } else if (kind < 960) {
        BookUpdate change = change(random);
        naive.apply(change);
        assertThat(book.apply(change))
            .isEqualTo(live ? BookOutcome.APPLIED : BookOutcome.AWAITING_SNAPSHOT);
      } else if (kind < 970) {
        naive.apply(change(random)); // and nobody tells us
        lost += live ? 1 : 0;
        BookUpdate next = change(random);
        naive.apply(next);
        assertThat(book.apply(next))
            .isEqualTo(live ? BookOutcome.GAP : BookOutcome.AWAITING_SNAPSHOT);
        live = false;
      } else if (kind < 980) {
        crossed += live ? 1 : 0;
        assertThat(book.apply(crossing(random)))
            .isEqualTo(live ? BookOutcome.CROSSED : BookOutcome.AWAITING_SNAPSHOT);
        live = false;
      } else if (kind < 990 && live) {
        BookUpdate old = Updates.delta(instrument, sequence, sequence, sequence - 1);
        Updates.bid(old, 1, 1); // a number that was used, for something else
        assertThat(book.apply(old)).isEqualTo(BookOutcome.GAP);
        live = false;
      } else {
        book.onFeedGap();
        live = false;
      }
      assertThat(book.crossed()).isEqualTo(crossed);
      compare(i % WHOLE_EVERY == 0);
    }
    assertThat(lost).isGreaterThan(OPERATIONS / 1_000);
    assertThat(crossed).isGreaterThan(OPERATIONS / 1_000);
    assertThat(book.droppedLevels()).isZero();
    assertThat(asked).hasSizeGreaterThan(lost);
  }

  private void snapshot() {
    BookUpdate whole = Updates.snapshot(instrument, Kind.SNAPSHOT, ++sequence);
    if (naive.bids.isEmpty() || naive.asks.isEmpty()) {
      naive.truncate(0);
      for (int away = 1; away <= 100; away++) {
        naive.set(Side.BID, MIDDLE - away, away);
        naive.set(Side.ASK, MIDDLE + away, away);
      }
    }
    naive.truncate(200);
    naive.bids.forEach(whole.bids::add);
    naive.asks.forEach(whole.asks::add);
    assertThat(book.apply(whole)).isEqualTo(BookOutcome.SYNCED);
    live = true;
  }

  /** Some levels of one side, each under (or over) the best of the other. */
  private BookUpdate change(Random random) {
    BookUpdate change = Updates.delta(instrument, sequence + 1, sequence + 1, sequence);
    sequence++;
    boolean bid = random.nextBoolean();
    TreeMap<Long, Long> own = bid ? naive.bids : naive.asks;
    TreeMap<Long, Long> other = bid ? naive.asks : naive.bids;
    long limit = other.isEmpty() ? MIDDLE : other.firstKey();
    TreeSet<Long> prices = new TreeSet<>();
    for (int level = random.nextInt(5); level >= 0; level--) {
      long away = 1 + (long) Math.abs(random.nextGaussian() * 60);
      prices.add(bid ? limit - away : limit + away);
    }
    if (!own.isEmpty() && random.nextInt(3) == 0) {
      prices.add(own.firstKey());
    }
    for (long price : prices) {
      (bid ? change.bids : change.asks)
          .add(price, random.nextInt(5) < 2 ? 0 : 1 + random.nextInt(1_000));
    }
    return change;
  }

  /** A bid at the best ask or above it. */
  private BookUpdate crossing(Random random) {
    BookUpdate crossing = Updates.delta(instrument, sequence + 1, sequence + 1, sequence);
    sequence++;
    long ask = naive.asks.isEmpty() ? MIDDLE * 2L : naive.asks.firstKey();
    return Updates.bid(crossing, ask + random.nextInt(3), 1);
  }

  private void compare(boolean whole) {
    assertThat(book.view() != null).isEqualTo(live);
    OrderBook levels = book.book();
    if (levels == null) {
      return;
    }
    assertThat(levels.isCrossed()).isFalse();
    for (Side side : Side.values()) {
      if (whole) {
        assertThat(NaiveBook.levels(levels, side)).isEqualTo(naive.levels(side));
      } else if (levels.levels(side) > 0) {
        TreeMap<Long, Long> twin = side == Side.BID ? naive.bids : naive.asks;
        assertThat(levels.ticks(side, 0)).isEqualTo(twin.firstKey());
        assertThat(levels.lots(side, 0))
            .isEqualTo(Objects.requireNonNull(twin.firstEntry()).getValue());
      } else {
        assertThat(naive.levels(side)).isEmpty();
      }
    }
  }
}
