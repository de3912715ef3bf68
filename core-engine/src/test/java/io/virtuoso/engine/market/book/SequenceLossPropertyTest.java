package io.virtuoso.engine.market.book;

import static org.assertj.core.api.Assertions.assertThat;

import io.virtuoso.engine.event.BookUpdate;
import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.event.Side;
import io.virtuoso.engine.market.book.SequencedBook.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What a disturbed feed does to a book, against a reference that saw everything. */
class SequenceLossPropertyTest {
  private static final int LENGTH = 60;

  enum Disturbance {
    DROP,
    DUPLICATE,
    REORDER
  }

  /** The rules by which a message tells its place; the others have their own tests. */
  @Provide
  Arbitrary<SequenceRule> numbered() {
    return Arbitraries.of(
        SequenceRule.BINANCE_SPOT, SequenceRule.BINANCE_USDM, SequenceRule.BYBIT, SequenceRule.OKX);
  }

  @Property(tries = 600)
  void disturbanceIsNoticedAtOnceAndASnapshotCuresIt(
      @ForAll long seed, @ForAll Disturbance disturbance, @ForAll("numbered") SequenceRule rule) {
    Random random = new Random(seed);
    Instrument instrument = Updates.instrument("any");
    List<BookUpdate> feed = feed(instrument, rule, random);
    int hit = 5 + random.nextInt(LENGTH - 20);
    List<BookUpdate> sent = new ArrayList<>(feed);
    switch (disturbance) {
      case DROP -> sent.remove(hit);
      case DUPLICATE -> sent.add(hit + 1, feed.get(hit));
      case REORDER -> {
        sent.set(hit, feed.get(hit + 1));
        sent.set(hit + 1, feed.get(hit));
      }
    }
    SequencedBook book = new SequencedBook(instrument, rule, ResyncRequest.NONE, 100);
    book.apply(snapshot(instrument, rule, feed, 0));
    for (int i = 1; i < hit; i++) {
      assertThat(book.apply(sent.get(i))).isEqualTo(BookOutcome.APPLIED);
    }

    if (disturbance == Disturbance.DUPLICATE) {
      assertThat(book.apply(sent.get(hit))).isEqualTo(BookOutcome.APPLIED);
      assertThat(book.apply(sent.get(hit + 1))).isEqualTo(BookOutcome.IGNORED_OLD);
    } else {
      assertThat(book.apply(sent.get(hit))).isEqualTo(BookOutcome.GAP);
      assertThat(book.view()).isNull();
      boolean buffering = rule.snapshotFromRest();
      int resync = hit + 1 + random.nextInt(5);
      for (int i = hit + 1; i <= resync; i++) {
        book.apply(sent.get(i));
        assertThat(book.view()).isNull();
      }
      int known = feed.indexOf(sent.get(resync));
      BookUpdate cure =
          snapshot(instrument, rule, feed, buffering ? known - 1 + random.nextInt(2) : known);
      BookOutcome outcome = book.apply(cure);
      if (outcome
          == BookOutcome.SNAPSHOT_TOO_OLD) { // the reordered one was the last to be buffered
        outcome = book.apply(snapshot(instrument, rule, feed, known));
      }
      assertThat(outcome).isEqualTo(BookOutcome.SYNCED);
    }
    int rest = feed.indexOf(lastSeen(feed, book)) + 1;
    for (int i = rest; i < LENGTH; i++) {
      assertThat(book.apply(feed.get(i))).isEqualTo(BookOutcome.APPLIED);
    }

    assertThat(book.state()).isEqualTo(State.LIVE);
    NaiveBook reference = reference(feed, LENGTH - 1);
    OrderBook levels = Objects.requireNonNull(book.book());
    assertThat(NaiveBook.levels(levels, Side.BID)).isEqualTo(reference.levels(Side.BID));
    assertThat(NaiveBook.levels(levels, Side.ASK)).isEqualTo(reference.levels(Side.ASK));
  }

  private static BookUpdate lastSeen(List<BookUpdate> feed, SequencedBook book) {
    return feed.stream()
        .filter(u -> u.lastSequence <= book.sequence())
        .reduce((_, later) -> later)
        .orElseThrow();
  }

  private static List<BookUpdate> feed(Instrument instrument, SequenceRule rule, Random random) {
    List<BookUpdate> feed = new ArrayList<>();
    long last = 1_000;
    for (int i = 0; i < LENGTH; i++) {
      long previous = last;
      long first = previous + 1 + (rule == SequenceRule.BINANCE_USDM ? random.nextInt(4) : 0);
      last = rule == SequenceRule.BYBIT ? previous + 1 : first + random.nextInt(5);
      BookUpdate update = Updates.delta(instrument, first, last, previous);
      int offset = random.nextInt(10);
      for (int level = random.nextInt(6); level >= 0; level--) { // a message names a price once
        update.bids.add(1_000 - offset - level * 3, random.nextInt(4));
        update.asks.add(1_001 + offset + level * 3, random.nextInt(4));
      }
      feed.add(update);
    }
    return feed;
  }

  private static BookUpdate snapshot(
      Instrument instrument, SequenceRule rule, List<BookUpdate> feed, int upTo) {
    BookUpdate.Kind kind =
        rule.snapshotFromRest() ? BookUpdate.Kind.REST_SNAPSHOT : BookUpdate.Kind.SNAPSHOT;
    BookUpdate snapshot = Updates.snapshot(instrument, kind, feed.get(upTo).lastSequence);
    NaiveBook reference = reference(feed, upTo);
    reference.bids.forEach(snapshot.bids::add);
    reference.asks.forEach(snapshot.asks::add);
    return snapshot;
  }

  private static NaiveBook reference(List<BookUpdate> feed, int upTo) {
    NaiveBook reference = new NaiveBook();
    feed.subList(0, upTo + 1).forEach(reference::apply);
    return reference;
  }
}
