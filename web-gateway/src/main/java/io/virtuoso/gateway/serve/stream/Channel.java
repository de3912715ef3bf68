package io.virtuoso.gateway.serve.stream;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.virtuoso.model.wire.StoredDocument;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One channel with a lane per rate. {@link #offer} may be called from any thread, everything else
 * belongs to the hub's.
 */
final class Channel {
  /** The rates on offer, per second; the last one is also the default. */
  static final List<Integer> RATES = List.of(1, 2, 4);

  static final int MAX_HZ = 4;

  private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final ChannelName name;
  private final ObjectMapper json;
  private final List<Lane> lanes;
  private final AtomicReference<@Nullable StoredDocument> arrived = new AtomicReference<>();
  private @Nullable Picture newest;
  private long emptySince;
  private boolean wasEmpty;

  Channel(
      ChannelName name,
      Frames frames,
      ObjectMapper json,
      long maxRecentBytes,
      LongSupplier numbers,
      Consumer<Channel> again) {
    this.name = name;
    this.json = json;
    this.lanes =
        RATES.stream()
            .map(hz -> SECOND_NANOS / hz)
            .map(interval ->
                new Lane(name, frames, interval, maxRecentBytes, numbers, () -> again.accept(this)))
            .toList();
  }

  ChannelName name() {
    return name;
  }

  /** A rate that can be asked for. */
  static boolean isRate(int hz) {
    return RATES.contains(hz);
  }

  /** A rate as text. */
  static Optional<Integer> rate(String hz) {
    return RATES.stream().filter(each -> each.toString().equals(hz)).findFirst();
  }

  Lane lane(int hz) {
    return lanes.get(RATES.indexOf(hz));
  }

  /**
   * A newer version; only the newest is ever looked at.
   *
   * @return whether the mailbox was empty, so that somebody has to be told
   */
  boolean offer(StoredDocument document) {
    StoredDocument before =
        arrived.getAndAccumulate(
            document,
            (old, fresh) ->
                old == null || (fresh != null && fresh.version() > old.version()) ? fresh : old);
    return before == null;
  }

  @Nullable Picture newest() {
    StoredDocument document = arrived.getAndSet(null);
    Picture current = newest;
    if (document != null && (current == null || document.version() > current.version())) {
      current = Picture.of(name, document, json);
      newest = current;
    }
    return current;
  }

  /**
   * Moves every lane whose turn it is.
   *
   * @param now monotonic, ns
   */
  void advance(long now) {
    if (isEmpty()) {
      return;
    }
    Picture current = newest();
    if (current != null) {
      lanes.forEach(lane -> lane.offer(current, now));
    }
  }

  /** Whether somebody follows it and nothing was there for them yet. */
  boolean waits() {
    return newest == null && !isEmpty();
  }

  boolean isEmpty() {
    return lanes.stream().allMatch(Lane::isEmpty);
  }

  /**
   * How long the channel has had no subscriber, ns.
   *
   * @param now monotonic, ns
   */
  long emptyFor(long now) {
    boolean empty = isEmpty();
    if (!empty || !wasEmpty) {
      emptySince = now;
    }
    wasEmpty = empty;
    return now - emptySince;
  }
}
