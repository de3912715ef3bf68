package io.virtuoso.engine.market.book;

import io.virtuoso.engine.event.BookUpdate;
import io.virtuoso.engine.event.Instrument;
import org.jspecify.annotations.Nullable;

/**
 * A book that follows its venue's sequence numbers and is absent to readers whenever it cannot be
 * trusted.
 *
 * <p>A message is judged whole before its first level is applied. After a gap, a crossed book or a
 * lost connection the levels stay in memory, but {@link #view()} answers null until a snapshot has
 * made the book whole again. A snapshot from REST that comes before any delta waits unseen for the
 * first one, whose numbers tell whether the snapshot is recent enough.
 *
 * <p>Not thread-safe: owned by the pipeline of its symbol.
 */
public final class SequencedBook {
  /** Whether the book can be read. */
  public enum State {
    /** Nothing has arrived yet. */
    EMPTY,
    /** Waiting for a snapshot. */
    SYNCING,
    /** Whole. */
    LIVE
  }

  /** Deltas kept while waiting for a snapshot. */
  public static final int MAX_BUFFERED = 2_000;

  private final Instrument instrument;
  private final SequenceRule rule;
  private final ResyncRequest resync;
  private final OrderBook book;
  private final DeltaBuffer buffer;
  private final @Nullable BookChecksum checksum;

  private State state = State.EMPTY;
  private BookDoubt doubt = BookDoubt.NEW;
  private boolean joining;
  private boolean resyncWanted;

  /** The levels are those of a snapshot that came before any delta could prove it. */
  private boolean unproven;

  /** Whether a book that was whole has been lost since. */
  private boolean lost;

  private long sequence = BookUpdate.NONE;
  private long lastEventTimeMs;
  private long applied;
  private long dropped;
  private long gaps;
  private long proven;
  private long resyncs;
  private long crossed;

  /** An empty book that follows the rule of the instrument's venue. */
  public SequencedBook(Instrument instrument, ResyncRequest resync) {
    this(instrument, SequenceRule.of(instrument.venue()), resync, MAX_BUFFERED);
  }

  SequencedBook(Instrument instrument, SequenceRule rule, ResyncRequest resync, int maxBuffered) {
    this.instrument = instrument;
    this.rule = rule;
    this.resync = resync;
    this.book = new OrderBook(instrument);
    this.buffer = new DeltaBuffer(maxBuffered);
    this.checksum = rule.checksum();
  }

  /** Takes the next message of this book. */
  public BookOutcome apply(BookUpdate update) {
    try {
      return switch (update.kind) {
        case DELTA -> delta(update);
        case SNAPSHOT, REST_SNAPSHOT ->
            rule.snapshotFromRest() ? restSnapshot(update) : streamSnapshot(update);
      };
    } catch (ArithmeticException _) { // a finer scale in which the old levels do not fit
      return gap(BookDoubt.SCALE);
    }
  }

  /** Messages may have been lost: nothing is trusted until the next snapshot. */
  public void onFeedGap() {
    if (state != State.EMPTY) {
      distrust(BookDoubt.LOST);
    }
    discardBuffered();
    unproven = false;
    // A snapshot fetched now would be older than the first delta: ask when that comes.
    resyncWanted = false;
  }

  /** The book, best level first, or null while it is not live. */
  public @Nullable BookView view() {
    return state == State.LIVE ? book : null;
  }

  /** The exact book, or null while it is not live. */
  public @Nullable OrderBook book() {
    return state == State.LIVE ? book : null;
  }

  public State state() {
    return state;
  }

  /** Why it is not live; null while it is. */
  public @Nullable BookDoubt doubt() {
    return state == State.LIVE ? null : doubt;
  }

  /** The last applied update id, or {@link BookUpdate#NONE} where the venue has none. */
  public long sequence() {
    return sequence;
  }

  /** Exchange clock of the last applied message that had a time, ms; 0 when there was none. */
  public long lastEventTimeMs() {
    return lastEventTimeMs;
  }

  /** Whether a snapshot has been asked for and not yet been taken. */
  public boolean resyncWanted() {
    return resyncWanted;
  }

  /** Whether a snapshot is here and only the next delta is missing: nothing need be asked for. */
  public boolean awaitsDelta() {
    return unproven;
  }

  /** Deltas applied. */
  public long applied() {
    return applied;
  }

  /** Deltas not applied because they were old, of no use or too many. */
  public long dropped() {
    return dropped;
  }

  /** Times that the sequence broke, or that the book was not what a message said it must be. */
  public long gaps() {
    return gaps;
  }

  /** Messages whose checksum the book has met. */
  public long proven() {
    return proven;
  }

  /** Times that a book that had been whole was made whole again after a gap or a lost feed. */
  public long resyncs() {
    return resyncs;
  }

  /** Times that the book was quarantined because it was crossed or locked. */
  public long crossed() {
    return crossed;
  }

  /** Far levels that did not fit into the book. */
  public long droppedLevels() {
    return book.droppedLevels();
  }

  private BookOutcome delta(BookUpdate update) {
    if (state != State.LIVE) {
      return await(update);
    }
    if (!rule.accepts(update)) {
      return gap(BookDoubt.DAMAGED);
    }
    return switch (rule.step(sequence, joining, update)) {
      case NEXT -> advance(update);
      case OLD -> ignore();
      case REPEATED -> repeated(update);
      case GAP -> {
        BookOutcome outcome = gap(BookDoubt.GAP);
        keep(update);
        yield outcome;
      }
    };
  }

  private BookOutcome advance(BookUpdate update) {
    follow(update);
    return settle(update) ? BookOutcome.APPLIED : notWhole();
  }

  private void follow(BookUpdate update) {
    book.rescale(instrument);
    book.apply(update);
    applied++;
    reached(update.lastSequence, update.eventTimeMs);
    joining = false;
  }

  /** Ends a message that has been applied; false when the book cannot be what the venue has. */
  private boolean settle(BookUpdate update) {
    if (update.depth > 0) {
      book.truncate(update.depth);
    }
    if (checksum != null && update.checksum != BookUpdate.NONE) {
      if (checksum.of(book, update) != update.checksum) {
        return false;
      }
      proven++;
    }
    return !book.isCrossed();
  }

  private BookOutcome notWhole() {
    return book.isCrossed() ? quarantine() : gap(BookDoubt.CHECKSUM);
  }

  private BookOutcome repeated(BookUpdate update) {
    book.rescale(instrument);
    return book.holds(update) ? ignore() : gap(BookDoubt.GAP);
  }

  private BookOutcome await(BookUpdate update) {
    state = State.SYNCING;
    if (unproven && rule.accepts(update)) {
      switch (rule.step(sequence, true, update)) {
        case NEXT -> {
          unproven = false;
          follow(update);
          return enter(update);
        }
        case OLD, REPEATED -> {
          return ignore();
        }
        case GAP -> unproven = false; // fetched before the stream began
      }
    }
    BookOutcome outcome = keep(update);
    if (!resyncWanted && !unproven) {
      ask();
    }
    return outcome;
  }

  private BookOutcome keep(BookUpdate update) {
    if (!rule.snapshotFromRest() || !rule.accepts(update)) {
      dropped++;
      return BookOutcome.AWAITING_SNAPSHOT;
    }
    if (!buffer.isEmpty()) {
      switch (rule.step(buffer.lastSequence(), false, update)) {
        case NEXT -> {}
        case OLD, REPEATED -> {
          return ignore();
        }
        case GAP -> { // only deltas without a hole are of use to a snapshot
          gaps++;
          discardBuffered();
        }
      }
    }
    if (!buffer.add(update)) {
      discardBuffered();
      if (!buffer.add(update)) {
        dropped++;
        return BookOutcome.AWAITING_SNAPSHOT;
      }
    }
    return BookOutcome.BUFFERED;
  }

  private BookOutcome restSnapshot(BookUpdate snapshot) {
    if (state == State.LIVE) {
      return BookOutcome.IGNORED_OLD;
    }
    if (!rule.accepts(snapshot)) {
      ask();
      return BookOutcome.SNAPSHOT_TOO_OLD;
    }
    if (state == State.SYNCING && buffer.isEmpty()) {
      return hold(snapshot);
    }
    buffer.rescale(instrument);
    int at = 0;
    int old = 0;
    while (buffer.holdsOneAt(at)) {
      SequenceRule.Step step = buffer.step(rule, snapshot.lastSequence, at);
      if (step == SequenceRule.Step.GAP) {
        ask();
        return BookOutcome.SNAPSHOT_TOO_OLD;
      }
      if (step == SequenceRule.Step.NEXT) {
        break;
      }
      old++;
      at = buffer.next(at);
    }
    dropped += old;
    return take(snapshot, at);
  }

  /** It may be older than the loss, and no delta is there to tell. */
  private BookOutcome hold(BookUpdate snapshot) {
    if (unproven && snapshot.lastSequence < sequence) {
      return BookOutcome.IGNORED_OLD;
    }
    lay(snapshot);
    unproven = true;
    resyncWanted = false;
    return BookOutcome.AWAITING_DELTA;
  }

  private BookOutcome streamSnapshot(BookUpdate snapshot) {
    if (snapshot.kind == BookUpdate.Kind.REST_SNAPSHOT) {
      return BookOutcome.IGNORED_OLD; // numbered for another depth than the stream's
    }
    return rule.accepts(snapshot) ? take(snapshot, 0) : gap(BookDoubt.DAMAGED);
  }

  /** Replaces the book, then applies what is buffered from {@code at} on. */
  private BookOutcome take(BookUpdate snapshot, int at) {
    lay(snapshot);
    for (int i = at; buffer.holdsOneAt(i); i = buffer.next(i)) {
      buffer.applyTo(book, i);
      applied++;
      reached(buffer.lastSequence(i), buffer.eventTimeMs(i));
      joining = false;
    }
    buffer.clear();
    resyncWanted = false;
    return enter(snapshot);
  }

  private void lay(BookUpdate snapshot) {
    book.replace(snapshot);
    reached(snapshot.lastSequence, snapshot.eventTimeMs);
    joining = true;
  }

  /** Makes the book live if it is what the message says it must be. */
  private BookOutcome enter(BookUpdate message) {
    if (!settle(message)) {
      return notWhole();
    }
    state = State.LIVE;
    resyncs += lost ? 1 : 0;
    lost = false;
    return BookOutcome.SYNCED;
  }

  private BookOutcome ignore() {
    dropped++;
    return BookOutcome.IGNORED_OLD;
  }

  private BookOutcome gap(BookDoubt why) {
    gaps++;
    lose(why);
    return BookOutcome.GAP;
  }

  private BookOutcome quarantine() {
    crossed++;
    lose(BookDoubt.CROSSED);
    return BookOutcome.CROSSED;
  }

  private void lose(BookDoubt why) {
    distrust(why);
    discardBuffered();
    unproven = false;
    ask();
  }

  private void distrust(BookDoubt why) {
    lost |= state == State.LIVE;
    state = State.SYNCING;
    doubt = why;
  }

  private void ask() {
    resyncWanted = true;
    resync.resync(instrument);
  }

  private void discardBuffered() {
    dropped += buffer.updates();
    buffer.clear();
  }

  private void reached(long last, long eventTimeMs) {
    sequence = last;
    if (eventTimeMs > 0) {
      lastEventTimeMs = eventTimeMs;
    }
  }
}
