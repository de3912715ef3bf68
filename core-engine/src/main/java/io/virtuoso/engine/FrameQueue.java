package io.virtuoso.engine;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What waits for the pipeline: bounded in entries and in bytes. When it is full a frame is dropped,
 * counted, and its venue's instruments are told that they lost messages, so that nothing built from
 * a sequence goes on as if nothing had happened.
 */
final class FrameQueue {
  private static final int MOST_ENTRIES = 32_768;
  private static final long MOST_BYTES = 32L << 20;

  /** One thing to do on the pipeline's thread. */
  sealed interface Entry {}

  /**
   * A raw message.
   *
   * @param receivedAtNanos wall clock, ns since the epoch
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  record Frame(String venue, long receivedAtNanos, byte[] text) implements Entry {}

  /**
   * Messages of these instruments may be missing.
   *
   * @param nativeSymbols empty for every instrument of the venue
   */
  record Gap(String venue, List<String> nativeSymbols) implements Entry {}

  /** A question that only the owner of the state can answer. */
  record Task(Runnable work) implements Entry {}

  private final ArrayBlockingQueue<Entry> entries = new ArrayBlockingQueue<>(MOST_ENTRIES);
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong drops = new AtomicLong();

  /** Venues of dropped frames whose instruments have not been told yet. */
  private final Set<String> lost = ConcurrentHashMap.newKeySet();

  /** Never blocks. */
  void offer(Frame frame) {
    int size = frame.text().length;
    if (bytes.addAndGet(size) > MOST_BYTES || !entries.offer(frame)) {
      bytes.addAndGet(-size);
      drops.incrementAndGet();
      lost.add(frame.venue());
    }
  }

  /** Never blocks: without room, the whole venue is told. */
  void offer(Gap gap) {
    if (!entries.offer(gap)) {
      lost.add(gap.venue());
    }
  }

  /** Waits for room; for a tape, which can wait. */
  void put(Frame frame) throws InterruptedException {
    bytes.addAndGet(frame.text().length);
    entries.put(frame);
  }

  /** Whether {@code task} found room. */
  boolean offer(Task task) {
    return entries.offer(task);
  }

  /** The next entry, or null after {@code timeoutMs} without one. */
  @Nullable Entry poll(long timeoutMs) throws InterruptedException {
    if (!lost.isEmpty() && entries.remainingCapacity() > MOST_ENTRIES / 2) {
      String venue = lost.iterator().next();
      lost.remove(venue);
      return new Gap(venue, List.of());
    }
    Entry entry = entries.poll(timeoutMs, TimeUnit.MILLISECONDS);
    if (entry instanceof Frame frame) {
      bytes.addAndGet(-frame.text().length);
    }
    return entry;
  }

  /** Frames dropped since start. */
  long drops() {
    return drops.get();
  }

  /** Entries waiting now. */
  int depth() {
    return entries.size();
  }
}
