package io.virtuoso.engine.market.book;

import static org.assertj.core.api.Assertions.assertThat;

import io.virtuoso.engine.event.BookUpdate;
import io.virtuoso.engine.event.BookUpdate.Kind;
import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.event.Side;
import io.virtuoso.engine.market.book.SequencedBook.State;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A venue whose snapshots come by REST, from whatever moment of its past and at whatever moment of
 * ours, while changes are lost and connections end: a book that is served is the naive twin's at
 * the same number, to the last level. {@code -Dvirtuoso.book.operations=1000000} is the long form.
 */
class EarlySnapshotPropertyTest {
  private static final int OPERATIONS = Integer.getInteger("virtuoso.book.operations", 30_000);
  private static final int PER_MILLE = 1_000;
  private static final int PAST = 12;
  private static final int PRICES = 40;

  /** How the exchange's book was after one of its changes. */
  private record Moment(long sequence, List<List<Long>> bids, List<List<Long>> asks) {}

  private final NaiveBook naive = new NaiveBook();
  private final List<Moment> past = new ArrayList<>();
  private final Map<BookOutcome, Integer> outcomes = new EnumMap<>(BookOutcome.class);
  private long sequence = 1_000;
  private int asked;

  @DisplayName(
      "E3: a snapshot from any moment never leads to a book that the exchange did not have")
  @ParameterizedTest
  @CsvSource({"binance-spot, 1", "binance-spot, 2", "binance-usdm, 3", "binance-usdm, 4"})
  void whatIsServedIsTheTwins(String venue, long seed) {
    Instrument instrument = Updates.instrument(venue);
    SequencedBook book = new SequencedBook(instrument, _ -> asked++);
    Random random = new Random(seed);
    int compared = 0;
    remember();
    for (int i = 0; i < OPERATIONS; i++) {
      int kind = random.nextInt(PER_MILLE);
      if (kind < 700) {
        outcomes.merge(book.apply(change(instrument, random)), 1, Integer::sum);
      } else if (kind < 720) {
        change(instrument, random); // and nobody tells us
      } else if (kind < 750) {
        book.onFeedGap();
        assertThat(book.view()).isNull();
      } else {
        Moment moment = past.get(random.nextInt(past.size()));
        outcomes.merge(book.apply(snapshot(instrument, moment)), 1, Integer::sum);
      }
      assertThat(book.view() != null).isEqualTo(book.state() == State.LIVE);
      OrderBook levels = book.book();
      Moment twin = levels == null ? null : at(book.sequence());
      if (levels != null && twin != null) {
        compared++;
        assertThat(NaiveBook.levels(levels, Side.BID)).isEqualTo(twin.bids());
        assertThat(NaiveBook.levels(levels, Side.ASK)).isEqualTo(twin.asks());
      }
    }
    assertThat(compared).isGreaterThan(OPERATIONS / 4);
    assertThat(asked).isGreaterThan(OPERATIONS / 500);
    assertThat(outcomes.keySet())
        .contains(
            BookOutcome.APPLIED,
            BookOutcome.BUFFERED,
            BookOutcome.GAP,
            BookOutcome.AWAITING_DELTA,
            BookOutcome.SYNCED,
            BookOutcome.SNAPSHOT_TOO_OLD,
            BookOutcome.IGNORED_OLD)
        .doesNotContain(BookOutcome.CROSSED);
  }

  /** Null when that is longer ago than snapshots are. */
  private @Nullable Moment at(long number) {
    return past.stream().filter(each -> each.sequence() == number).findFirst().orElse(null);
  }

  private void remember() {
    past.add(new Moment(sequence, naive.levels(Side.BID), naive.levels(Side.ASK)));
    if (past.size() > PAST) {
      past.removeFirst();
    }
  }

  /** One or two levels, some of them removed; several of the exchange's numbers in one message. */
  private BookUpdate change(Instrument instrument, Random random) {
    long last = sequence + 1 + random.nextInt(4);
    BookUpdate change = Updates.delta(instrument, sequence + 1, last, sequence);
    sequence = last;
    TreeMap<Long, Long> levels = new TreeMap<>();
    for (int level = random.nextInt(2); level >= 0; level--) {
      levels.put((long) random.nextInt(PRICES), (long) random.nextInt(3));
    }
    boolean bid = random.nextBoolean();
    levels.forEach((away, lots) -> {
      if (bid) {
        change.bids.add(1_000 - away, lots);
      } else {
        change.asks.add(1_001 + away, lots);
      }
    });
    naive.apply(change);
    remember();
    return change;
  }

  private static BookUpdate snapshot(Instrument instrument, Moment moment) {
    BookUpdate snapshot = Updates.snapshot(instrument, Kind.REST_SNAPSHOT, moment.sequence());
    moment.bids().forEach(level -> snapshot.bids.add(level.get(0), level.get(1)));
    moment.asks().forEach(level -> snapshot.asks.add(level.get(0), level.get(1)));
    return snapshot;
  }
}
