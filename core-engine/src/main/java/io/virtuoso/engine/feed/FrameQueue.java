package io.virtuoso.engine.feed;

import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.inbound.exchange.live.Turnover;
import io.virtuoso.model.Symbol;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What waits for the pipeline: bounded in entries and in bytes.
 *
 * <p>When it is full, frames of that venue are dropped and counted until half of the room is free
 * again; where they are missing stands a {@link Gap}, so that nothing built from a sequence goes on
 * as if nothing had happened, and what came before the loss is still taken as whole.
 */
public final class FrameQueue {
  private static final int MOST_ENTRIES = 32_768;
  private static final long MOST_BYTES = 32L << 20;

  /** One thing to do on the pipeline's thread. */
  public sealed interface Entry {}

  /**
   * A raw message.
   *
   * @param connection on which it came, from 1; 0 when on none
   * @param receivedAtNanos wall clock, ns since the epoch
   * @param arrivedNanos the same moment by the monotonic clock, ns
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  public record Frame(
      String venue, long connection, long receivedAtNanos, long arrivedNanos, byte[] text)
      implements Entry {
    /** A message that arrives now. */
    public Frame(String venue, long connection, long receivedAtNanos, byte[] text) {
      this(venue, connection, receivedAtNanos, System.nanoTime(), text);
    }

    /** A message that came on no connection. */
    public Frame(String venue, long receivedAtNanos, byte[] text) {
      this(venue, 0, receivedAtNanos, text);
    }
  }

  /**
   * Messages of these instruments may be missing.
   *
   * @param nativeSymbols empty for every instrument of the venue
   */
  public record Gap(String venue, List<String> nativeSymbols) implements Entry {}

  /** One connection of these instruments takes over from another; see {@link Turnover}. */
  public record Change(String venue, List<String> nativeSymbols, Turnover step) implements Entry {}

  /**
   * A venue's instruments change.
   *
   * @param tables makes the decoder know the new ones and no longer the old ones
   * @param departed followed no more
   * @param gone hears of each symbol of which nothing is left
   */
  public record Following(Runnable tables, List<Instrument> departed, Consumer<Symbol> gone)
      implements Entry {}

  /**
   * A question that only the owner of the state can answer.
   *
   * @param refusal run in its stead when nobody will answer any more
   */
  public record Task(Runnable work, Runnable refusal) implements Entry {}

  private final int mostEntries;
  private final long mostBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();
  private final Condition emptied = lock.newCondition();
  private final ArrayDeque<Entry> entries = new ArrayDeque<>();

  /** Venues that lost something after what waits here. */
  private final Set<String> lost = new LinkedHashSet<>();

  private long bytes;
  private long drops;

  /** An empty queue of the usual size. */
  public FrameQueue() {
    this(MOST_ENTRIES, MOST_BYTES);
  }

  /**
   * An empty queue.
   *
   * @param mostBytes of waiting frames; one larger frame is taken when nothing else waits
   */
  FrameQueue(int mostEntries, long mostBytes) {
    this.mostEntries = mostEntries;
    this.mostBytes = mostBytes;
  }

  /** Never blocks. */
  public void offer(Frame frame) {
    lock.lock();
    try {
      boolean dropping = lost.contains(frame.venue());
      if (dropping ? !isHalfFree() : !hasRoomFor(frame)) {
        lost.add(frame.venue());
        drops++;
        return;
      }
      if (dropping) {
        lost.remove(frame.venue());
        append(new Gap(frame.venue(), List.of()));
      }
      append(frame);
    } finally {
      lock.unlock();
    }
  }

  /** Never blocks: without room, the whole venue is told later that it lost something. */
  public void offer(Change change) {
    lock.lock();
    try {
      if (entries.size() < mostEntries) {
        append(change);
      } else {
        lost.add(change.venue());
      }
    } finally {
      lock.unlock();
    }
  }

  /** Never blocks: without room, the whole venue is told later. */
  public void offer(Gap gap) {
    lock.lock();
    try {
      if (entries.size() < mostEntries) {
        append(gap);
      } else {
        lost.add(gap.venue());
      }
    } finally {
      lock.unlock();
    }
  }

  /** Whether {@code change} found room; what comes after it is decoded accordingly. */
  public boolean offer(Following change) {
    lock.lock();
    try {
      return entries.size() < mostEntries && append(change);
    } finally {
      lock.unlock();
    }
  }

  /** Whether {@code task} found room. */
  public boolean offer(Task task) {
    lock.lock();
    try {
      return entries.size() < mostEntries && append(task);
    } finally {
      lock.unlock();
    }
  }

  /** Waits for room; for a tape, which can wait. */
  public void put(Frame frame) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!hasRoomFor(frame)) {
        emptied.await();
      }
      append(frame);
    } finally {
      lock.unlock();
    }
  }

  /** The next entry, or null after {@code timeoutMs} without one. */
  public @Nullable Entry poll(long timeoutMs) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(timeoutMs);
      while (entries.isEmpty()) {
        if (!lost.isEmpty()) { // and no further frame has come to stand behind the gap
          return new Gap(takeFirst(lost), List.of());
        }
        if (left <= 0) {
          return null;
        }
        left = filled.awaitNanos(left);
      }
      Entry entry = entries.remove();
      if (entry instanceof Frame frame) {
        bytes -= frame.text().length;
      }
      emptied.signal();
      return entry;
    } finally {
      lock.unlock();
    }
  }

  /** Takes out the questions that wait, for whoever will not answer them any more. */
  public List<Task> takeTasks() {
    lock.lock();
    try {
      List<Task> tasks = new ArrayList<>();
      entries.removeIf(entry -> entry instanceof Task task && tasks.add(task));
      return tasks;
    } finally {
      lock.unlock();
    }
  }

  /** Frames dropped since start. */
  public long drops() {
    lock.lock();
    try {
      return drops;
    } finally {
      lock.unlock();
    }
  }

  /** Entries waiting now. */
  public int depth() {
    lock.lock();
    try {
      return entries.size();
    } finally {
      lock.unlock();
    }
  }

  private boolean hasRoomFor(Frame frame) {
    return entries.size() < mostEntries && (bytes == 0 || bytes + frame.text().length <= mostBytes);
  }

  private boolean isHalfFree() {
    return entries.size() <= mostEntries / 2 && bytes <= mostBytes / 2;
  }

  private boolean append(Entry entry) {
    entries.add(entry);
    if (entry instanceof Frame frame) {
      bytes += frame.text().length;
    }
    filled.signal();
    return true;
  }

  private static String takeFirst(Set<String> venues) {
    Iterator<String> each = venues.iterator();
    String first = each.next();
    each.remove();
    return first;
  }
}
