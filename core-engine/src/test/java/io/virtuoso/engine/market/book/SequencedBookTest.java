package io.virtuoso.engine.market.book;

import static io.virtuoso.engine.event.BookUpdate.Kind.REST_SNAPSHOT;
import static io.virtuoso.engine.event.BookUpdate.Kind.SNAPSHOT;
import static io.virtuoso.engine.market.book.Updates.ask;
import static io.virtuoso.engine.market.book.Updates.bid;
import static io.virtuoso.engine.market.book.Updates.delta;
import static io.virtuoso.engine.market.book.Updates.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.virtuoso.engine.event.BookUpdate;
import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.event.Side;
import io.virtuoso.engine.market.book.SequencedBook.State;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SequencedBookTest {
  private static final long NONE = BookUpdate.NONE;

  private final Instrument spot = Updates.instrument("binance-spot");
  private final Instrument usdm = Updates.instrument("binance-usdm");
  private final Instrument linear = Updates.instrument("bybit-linear");
  private int asked;

  private SequencedBook book(Instrument instrument) {
    return new SequencedBook(instrument, _ -> asked++);
  }

  @Test
  void spotBuffersUntilASnapshotJoins() {
    SequencedBook book = book(spot);

    assertThat(book.apply(bid(delta(spot, 5, 7, NONE), 100, 1))).isEqualTo(BookOutcome.BUFFERED);
    assertThat(book.apply(bid(delta(spot, 8, 9, NONE), 101, 2))).isEqualTo(BookOutcome.BUFFERED);
    assertThat(book.resyncWanted()).isTrue();
    assertThat(book.view()).isNull();
    assertThat(book.apply(ask(snapshot(spot, REST_SNAPSHOT, 7), 110, 3)))
        .isEqualTo(BookOutcome.SYNCED);

    assertThat(book.state()).isEqualTo(State.LIVE);
    assertThat(book.resyncWanted()).isFalse();
    assertThat(asked).isEqualTo(1);
    assertThat(book.sequence()).isEqualTo(9);
    assertThat(book.applied()).isEqualTo(1);
    assertThat(book.dropped()).isEqualTo(1);
    BookView view = Objects.requireNonNull(book.view());
    assertThat(view.bidPrice(0)).isEqualTo(1.01);
    assertThat(view.askQuantity(0)).isEqualTo(0.003);
  }

  @Test
  void snapshotOlderThanTheBufferIsAskedForAgain() {
    SequencedBook book = book(spot);
    book.apply(delta(spot, 5, 7, NONE));

    assertThat(book.apply(snapshot(spot, REST_SNAPSHOT, 3)))
        .isEqualTo(BookOutcome.SNAPSHOT_TOO_OLD);
    assertThat(asked).isEqualTo(2);
    assertThat(book.apply(snapshot(spot, REST_SNAPSHOT, 6))).isEqualTo(BookOutcome.SYNCED);
    assertThat(book.sequence()).isEqualTo(7);
  }

  @Test
  void spotGapAsksOnceAndKeepsTheMessageForTheNextSnapshot() {
    SequencedBook book = book(spot);
    book.apply(bid(snapshot(spot, REST_SNAPSHOT, 10), 100, 1));
    book.apply(bid(delta(spot, 11, 12, NONE), 101, 1));

    assertThat(book.apply(bid(delta(spot, 14, 15, NONE), 102, 1))).isEqualTo(BookOutcome.GAP);
    assertThat(book.apply(bid(delta(spot, 16, 16, NONE), 103, 1))).isEqualTo(BookOutcome.BUFFERED);
    assertThat(book.state()).isEqualTo(State.SYNCING);
    assertThat(book.doubt()).isEqualTo(BookDoubt.GAP);
    assertThat(book.book()).isNull();
    assertThat(asked).isEqualTo(1);
    assertThat(book.apply(bid(snapshot(spot, REST_SNAPSHOT, 15), 90, 1)))
        .isEqualTo(BookOutcome.SYNCED);
    assertThat(book.doubt()).isNull();

    OrderBook levels = Objects.requireNonNull(book.book());
    assertThat(levels.ticks(Side.BID, 0)).isEqualTo(103);
    assertThat(levels.levels(Side.BID)).isEqualTo(2);
    assertThat(book.gaps()).isEqualTo(1);
    assertThat(book.resyncs()).isEqualTo(1);
  }

  @Test
  void onlyABookThatWasWholeCanBecomeWholeAgain() {
    SequencedBook book = book(spot);
    book.onFeedGap();
    book.apply(bid(delta(spot, 1, 2, NONE), 100, 1));
    book.onFeedGap();
    book.apply(bid(delta(spot, 5, 6, NONE), 100, 1));
    assertThat(book.apply(snapshot(spot, REST_SNAPSHOT, 5))).isEqualTo(BookOutcome.SYNCED);
    assertThat(book.resyncs()).as("the first time").isZero();

    book.onFeedGap();
    book.onFeedGap();
    book.apply(bid(delta(spot, 9, 9, NONE), 100, 1));
    assertThat(book.apply(snapshot(spot, REST_SNAPSHOT, 8))).isEqualTo(BookOutcome.SYNCED);
    assertThat(book.resyncs()).isEqualTo(1);
  }

  @Test
  void spotIgnoresWhatItAlreadyHas() {
    SequencedBook book = book(spot);
    book.apply(snapshot(spot, REST_SNAPSHOT, 10));
    book.apply(bid(delta(spot, 11, 12, NONE), 100, 1));

    assertThat(book.apply(bid(delta(spot, 11, 12, NONE), 100, 5)))
        .isEqualTo(BookOutcome.IGNORED_OLD);
    assertThat(book.apply(snapshot(spot, REST_SNAPSHOT, 20))).isEqualTo(BookOutcome.IGNORED_OLD);
    assertThat(Objects.requireNonNull(book.book()).lots(Side.BID, 0)).isEqualTo(1);
    assertThat(book.state()).isEqualTo(State.LIVE);
  }

  @Test
  void holeInsideTheBufferDiscardsWhatIsBeforeIt() {
    SequencedBook book = book(spot);
    book.apply(bid(delta(spot, 1, 2, NONE), 100, 1));
    book.apply(bid(delta(spot, 5, 6, NONE), 101, 1));

    assertThat(book.apply(snapshot(spot, REST_SNAPSHOT, 2)))
        .isEqualTo(BookOutcome.SNAPSHOT_TOO_OLD);
    assertThat(book.apply(snapshot(spot, REST_SNAPSHOT, 4))).isEqualTo(BookOutcome.SYNCED);
    assertThat(book.dropped()).isEqualTo(1);
    assertThat(Objects.requireNonNull(book.book()).levels(Side.BID)).isEqualTo(1);
  }

  @Test
  void usdmFollowsThePreviousId() {
    SequencedBook book = book(usdm);
    book.apply(bid(delta(usdm, 1, 5, 0), 100, 1));
    book.apply(bid(delta(usdm, 8, 12, 5), 101, 1));
    book.apply(bid(delta(usdm, 15, 20, 12), 102, 1));

    assertThat(book.apply(snapshot(usdm, REST_SNAPSHOT, 10))).isEqualTo(BookOutcome.SYNCED);
    assertThat(book.applied()).isEqualTo(2);
    assertThat(book.dropped()).isEqualTo(1);
    assertThat(book.apply(delta(usdm, 25, 30, 20))).isEqualTo(BookOutcome.APPLIED);
    assertThat(book.apply(delta(usdm, 25, 30, 20))).isEqualTo(BookOutcome.IGNORED_OLD);
    assertThat(book.apply(delta(usdm, 36, 40, 35))).isEqualTo(BookOutcome.GAP);
  }

  @Test
  void usdmAcceptsADeltaThatFollowsTheSnapshotWithoutStraddlingIt() {
    SequencedBook book = book(usdm);
    book.apply(delta(usdm, 8, 10, 5));
    book.apply(delta(usdm, 15, 20, 11));

    assertThat(book.apply(snapshot(usdm, REST_SNAPSHOT, 11))).isEqualTo(BookOutcome.SYNCED);
    assertThat(book.sequence()).isEqualTo(20);
  }

  @Test
  void usdmAppliesADeltaThatEndsExactlyWhereTheSnapshotDoes() {
    SequencedBook book = book(usdm);
    book.apply(snapshot(usdm, REST_SNAPSHOT, 10));

    assertThat(book.apply(delta(usdm, 8, 10, 5))).isEqualTo(BookOutcome.APPLIED);
    assertThat(book.apply(delta(usdm, 8, 10, 5))).isEqualTo(BookOutcome.IGNORED_OLD);
    assertThat(book.apply(delta(usdm, 14, 18, 10))).isEqualTo(BookOutcome.APPLIED);
  }

  @Test
  void bybitCountsByOneAndReplacesAtEverySnapshot() {
    SequencedBook book = book(linear);

    assertThat(book.apply(delta(linear, NONE, 4, NONE))).isEqualTo(BookOutcome.AWAITING_SNAPSHOT);
    assertThat(book.apply(bid(snapshot(linear, SNAPSHOT, 5), 100, 1)))
        .isEqualTo(BookOutcome.SYNCED);
    assertThat(book.apply(bid(delta(linear, NONE, 6, NONE), 101, 1)))
        .isEqualTo(BookOutcome.APPLIED);
    assertThat(book.apply(bid(snapshot(linear, SNAPSHOT, 1), 90, 1))).isEqualTo(BookOutcome.SYNCED);
    assertThat(Objects.requireNonNull(book.book()).levels(Side.BID)).isEqualTo(1);
    assertThat(book.apply(delta(linear, NONE, 2, NONE))).isEqualTo(BookOutcome.APPLIED);
    assertThat(book.apply(delta(linear, NONE, 4, NONE))).isEqualTo(BookOutcome.GAP);
    assertThat(book.apply(delta(linear, NONE, 5, NONE))).isEqualTo(BookOutcome.AWAITING_SNAPSHOT);
    assertThat(asked).isEqualTo(2);
  }

  @Test
  void bybitRepetitionIsHarmlessOnlyWhenItChangesNothing() {
    SequencedBook book = book(linear);
    book.apply(bid(snapshot(linear, SNAPSHOT, 5), 100, 1));

    assertThat(book.apply(bid(delta(linear, NONE, 5, NONE), 100, 1)))
        .isEqualTo(BookOutcome.IGNORED_OLD);
    assertThat(book.apply(bid(delta(linear, NONE, 5, NONE), 100, 2))).isEqualTo(BookOutcome.GAP);
  }

  @Test
  void bybitRestartWithoutASnapshotIsAGap() {
    SequencedBook book = book(linear);
    book.apply(snapshot(linear, SNAPSHOT, 5));

    assertThat(book.apply(delta(linear, NONE, 1, NONE))).isEqualTo(BookOutcome.GAP);
    assertThat(book.apply(snapshot(linear, REST_SNAPSHOT, 9))).isEqualTo(BookOutcome.IGNORED_OLD);
  }

  @Test
  void crossedBookIsQuarantinedUntilTheNextSnapshot() {
    SequencedBook book = book(linear);
    book.apply(ask(bid(snapshot(linear, SNAPSHOT, 5), 100, 1), 101, 1));

    assertThat(book.apply(bid(delta(linear, NONE, 6, NONE), 101, 1)))
        .isEqualTo(BookOutcome.CROSSED);
    assertThat(book.view()).isNull();
    assertThat(book.doubt()).isEqualTo(BookDoubt.CROSSED);
    assertThat(book.crossed()).isEqualTo(1);
    assertThat(asked).isEqualTo(1);
    assertThat(book.apply(ask(bid(snapshot(linear, SNAPSHOT, 7), 100, 1), 101, 1)))
        .isEqualTo(BookOutcome.SYNCED);
    assertThat(book.view()).isNotNull();
  }

  @Test
  void crossedSnapshotIsNotTrustedEither() {
    SequencedBook book = book(linear);

    assertThat(book.apply(ask(bid(snapshot(linear, SNAPSHOT, 5), 102, 1), 101, 1)))
        .isEqualTo(BookOutcome.CROSSED);
    assertThat(book.state()).isEqualTo(State.SYNCING);
  }

  @Test
  void damagedMessageIsAGapAndNothingOfItIsApplied() {
    SequencedBook book = book(spot);
    book.apply(bid(snapshot(spot, REST_SNAPSHOT, 10), 100, 1));

    BookUpdate damaged = bid(bid(delta(spot, 11, 12, NONE), 101, 1), 99, -1);
    assertThat(book.apply(damaged)).isEqualTo(BookOutcome.GAP);
    assertThat(book.doubt()).isEqualTo(BookDoubt.DAMAGED);
    assertThat(book.sequence()).isEqualTo(10);
    book.apply(bid(delta(spot, 13, 13, NONE), 98, 1));
    book.apply(bid(snapshot(spot, REST_SNAPSHOT, 13), 97, 1));
    assertThat(Objects.requireNonNull(book.book()).ticks(Side.BID, 0)).isEqualTo(97);
  }

  @Test
  void afterALostConnectionOnlyASnapshotOfTheNewOneIsTaken() {
    SequencedBook book = book(spot);
    book.apply(snapshot(spot, REST_SNAPSHOT, 10));
    book.onFeedGap();

    assertThat(book.view()).isNull();
    assertThat(book.doubt()).isEqualTo(BookDoubt.LOST);
    assertThat(asked).isZero();
    assertThat(book.apply(snapshot(spot, REST_SNAPSHOT, 12))).isEqualTo(BookOutcome.AWAITING_DELTA);
    assertThat(book.view()).as("nothing proves it yet").isNull();
    assertThat(book.apply(delta(spot, 30, 31, NONE))).isEqualTo(BookOutcome.BUFFERED);
    assertThat(book.view()).isNull();
    assertThat(book.awaitsDelta()).isFalse();
    assertThat(asked).isEqualTo(1);
    assertThat(book.gaps()).as("it was never whole").isZero();
    assertThat(book.apply(snapshot(spot, REST_SNAPSHOT, 31))).isEqualTo(BookOutcome.SYNCED);
  }

  @Test
  void aSnapshotThatComesBeforeTheFirstDeltaWaitsForItUnseen() {
    SequencedBook book = lost(spot);

    assertThat(book.apply(bid(snapshot(spot, REST_SNAPSHOT, 20), 100, 1)))
        .isEqualTo(BookOutcome.AWAITING_DELTA);
    assertThat(book.awaitsDelta()).isTrue();
    assertThat(book.resyncWanted()).isFalse();
    assertThat(book.state()).isEqualTo(State.SYNCING);
    assertThat(book.doubt()).isEqualTo(BookDoubt.LOST);
    assertThat(book.apply(bid(delta(spot, 15, 20, NONE), 99, 7)))
        .isEqualTo(BookOutcome.IGNORED_OLD);
    assertThat(book.view()).as("an old delta proves nothing").isNull();
    assertThat(book.apply(bid(delta(spot, 21, 22, NONE), 101, 2))).isEqualTo(BookOutcome.SYNCED);

    assertThat(book.awaitsDelta()).isFalse();
    assertThat(asked).isZero();
    assertThat(book.gaps()).isZero();
    assertThat(book.resyncs()).isEqualTo(1);
    assertThat(book.sequence()).isEqualTo(22);
    OrderBook levels = Objects.requireNonNull(book.book());
    assertThat(levels.ticks(Side.BID, 0)).isEqualTo(101);
    assertThat(levels.levels(Side.BID)).isEqualTo(2);
    assertThat(book.apply(delta(spot, 24, 25, NONE))).isEqualTo(BookOutcome.GAP);
  }

  @Test
  void usdmProvesAnEarlySnapshotByADeltaThatStraddlesItOrFollowsIt() {
    SequencedBook straddled = lost(usdm);
    straddled.apply(snapshot(usdm, REST_SNAPSHOT, 20));
    assertThat(straddled.apply(delta(usdm, 15, 25, 14))).isEqualTo(BookOutcome.SYNCED);

    SequencedBook followed = lost(usdm);
    followed.apply(snapshot(usdm, REST_SNAPSHOT, 20));
    assertThat(followed.apply(delta(usdm, 10, 15, 9))).isEqualTo(BookOutcome.IGNORED_OLD);
    assertThat(followed.apply(delta(usdm, 23, 28, 20))).isEqualTo(BookOutcome.SYNCED);

    SequencedBook behind = lost(usdm);
    behind.apply(snapshot(usdm, REST_SNAPSHOT, 20));
    assertThat(behind.apply(delta(usdm, 23, 28, 22))).isEqualTo(BookOutcome.BUFFERED);
    assertThat(behind.view()).isNull();
    assertThat(asked).isEqualTo(1);
  }

  @Test
  void ofTwoEarlySnapshotsTheNewerOneIsKept() {
    SequencedBook book = lost(spot);
    book.apply(bid(snapshot(spot, REST_SNAPSHOT, 20), 100, 1));

    assertThat(book.apply(bid(snapshot(spot, REST_SNAPSHOT, 25), 101, 1)))
        .isEqualTo(BookOutcome.AWAITING_DELTA);
    assertThat(book.apply(bid(snapshot(spot, REST_SNAPSHOT, 22), 102, 1)))
        .isEqualTo(BookOutcome.IGNORED_OLD);
    assertThat(book.apply(delta(spot, 24, 27, NONE))).isEqualTo(BookOutcome.SYNCED);
    assertThat(Objects.requireNonNull(book.book()).ticks(Side.BID, 0)).isEqualTo(101);
  }

  @Test
  void anEarlySnapshotIsNotServedBecauseOfADamagedOrACrossingDelta() {
    SequencedBook book = lost(spot);
    book.apply(ask(bid(snapshot(spot, REST_SNAPSHOT, 20), 100, 1), 110, 1));

    assertThat(book.apply(bid(delta(spot, 21, 21, NONE), 101, -1)))
        .isEqualTo(BookOutcome.AWAITING_SNAPSHOT);
    assertThat(book.apply(delta(spot, 22, 22, NONE)))
        .as("21 is lost")
        .isEqualTo(BookOutcome.BUFFERED);
    assertThat(book.view()).isNull();

    SequencedBook crossing = lost(spot);
    crossing.apply(ask(bid(snapshot(spot, REST_SNAPSHOT, 20), 100, 1), 110, 1));
    assertThat(crossing.apply(bid(delta(spot, 21, 21, NONE), 110, 1)))
        .isEqualTo(BookOutcome.CROSSED);
    assertThat(crossing.view()).isNull();
    assertThat(crossing.awaitsDelta()).isFalse();
  }

  @Test
  void anEarlySnapshotIsForgottenWhenTheConnectionIsLostAgain() {
    SequencedBook book = lost(spot);
    book.apply(snapshot(spot, REST_SNAPSHOT, 20));
    book.onFeedGap();

    assertThat(book.awaitsDelta()).isFalse();
    assertThat(book.apply(delta(spot, 21, 22, NONE))).isEqualTo(BookOutcome.BUFFERED);
    assertThat(asked).isEqualTo(1);
  }

  @Test
  void aSnapshotThatIsDamagedIsNotKept() {
    SequencedBook book = lost(spot);

    assertThat(book.apply(bid(snapshot(spot, REST_SNAPSHOT, 20), 100, -1)))
        .isEqualTo(BookOutcome.SNAPSHOT_TOO_OLD);
    assertThat(book.awaitsDelta()).isFalse();
    assertThat(asked).isEqualTo(1);
  }

  /** A book that was whole until its connection was lost. */
  private SequencedBook lost(Instrument instrument) {
    SequencedBook book = book(instrument);
    book.apply(snapshot(instrument, REST_SNAPSHOT, 10));
    book.onFeedGap();
    return book;
  }

  @Test
  void fullBufferStartsAnewAndNeverJoinsAcrossTheLoss() {
    SequencedBook book = new SequencedBook(spot, SequenceRule.BINANCE_SPOT, _ -> asked++, 3);
    for (int i = 1; i <= 4; i++) {
      assertThat(book.apply(bid(delta(spot, i, i, NONE), 100 + i, 1)))
          .isEqualTo(BookOutcome.BUFFERED);
    }

    assertThat(book.dropped()).isEqualTo(3);
    assertThat(book.apply(snapshot(spot, REST_SNAPSHOT, 2)))
        .isEqualTo(BookOutcome.SNAPSHOT_TOO_OLD);
    assertThat(book.apply(snapshot(spot, REST_SNAPSHOT, 3))).isEqualTo(BookOutcome.SYNCED);
    assertThat(Objects.requireNonNull(book.book()).ticks(Side.BID, 0)).isEqualTo(104);
  }

  @Test
  void hugeDeltasAreBoundedInSizeToo() {
    SequencedBook book = book(spot);
    BookUpdate huge = delta(spot, 1, 1, NONE);
    for (int i = 1; i <= 300_000; i++) {
      huge.bids.add(i, 1);
    }
    BookUpdate half = delta(spot, 2, 2, NONE);
    for (int i = 1; i <= 150_000; i++) {
      half.bids.add(i, 1);
    }

    assertThat(book.apply(huge)).isEqualTo(BookOutcome.AWAITING_SNAPSHOT);
    assertThat(book.apply(half)).isEqualTo(BookOutcome.BUFFERED);
    half.firstSequence = 3;
    half.lastSequence = 3;
    assertThat(book.apply(half)).isEqualTo(BookOutcome.BUFFERED);
    assertThat(book.dropped()).isEqualTo(2);
    assertThat(book.apply(snapshot(spot, REST_SNAPSHOT, 2))).isEqualTo(BookOutcome.SYNCED);
    assertThat(Objects.requireNonNull(book.book()).levels(Side.BID)).isEqualTo(OrderBook.LIMIT);
    assertThat(book.droppedLevels()).isEqualTo(130_000);
  }

  @Test
  void bufferedLevelsGrowWithTheScale() {
    SequencedBook book = book(spot);
    book.apply(bid(delta(spot, 1, 1, NONE), 100, 7));
    spot.needPriceScale(4);
    spot.needQuantityScale(4);
    book.apply(bid(delta(spot, 2, 2, NONE), 10_100, 70));
    spot.needPriceScale(5);
    book.apply(bid(snapshot(spot, REST_SNAPSHOT, 0), 90_000, 70));

    OrderBook levels = Objects.requireNonNull(book.book());
    assertThat(levels.price(Side.BID, 0)).isEqualByComparingTo("1.01");
    assertThat(levels.price(Side.BID, 1)).isEqualByComparingTo("1.00");
    assertThat(levels.quantity(Side.BID, 1)).isEqualByComparingTo("0.007");
    assertThat(levels.price(Side.BID, 2)).isEqualByComparingTo("0.9");
  }

  @Test
  void scaleInWhichTheBookDoesNotFitIsAGap() {
    SequencedBook book = book(spot);
    book.apply(bid(snapshot(spot, REST_SNAPSHOT, 10), 6_000_000, 1));
    spot.needPriceScale(18);

    assertThat(book.apply(bid(delta(spot, 11, 11, NONE), 1, 1))).isEqualTo(BookOutcome.GAP);
    assertThat(book.state()).isEqualTo(State.SYNCING);
  }

  @Test
  void unknownVenueHasNoRule() {
    assertThatThrownBy(() -> SequenceRule.of("mtgox"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("mtgox");
    assertThat(SequenceRule.of("bybit-spot")).isEqualTo(SequenceRule.BYBIT);
  }
}
