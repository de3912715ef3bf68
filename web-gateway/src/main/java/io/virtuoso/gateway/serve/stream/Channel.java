package io.virtuoso.gateway.serve.stream;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.virtuoso.model.wire.StoredDocument;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One channel with a lane per rate. {@link #offer} may be called from any thread, everything else
 * belongs to the hub's.
 */
final class Channel {
  /** The rates on offer, and the base rate that each divides. */
  static final int MAX_HZ = 4;

  private final ChannelName name;
  private final ObjectMapper json;
  private final Lane[] lanes;
  private final AtomicReference<@Nullable StoredDocument> arrived = new AtomicReference<>();
  private @Nullable Picture newest;
  private long emptySinceTick = -1;

  Channel(ChannelName name, Frames frames, ObjectMapper json) {
    this.name = name;
    this.json = json;
    this.lanes =
        new Lane[] {new Lane(name, frames), new Lane(name, frames), new Lane(name, frames)};
  }

  ChannelName name() {
    return name;
  }

  /** A rate that can be asked for: 1, 2 or 4 per second. */
  static boolean isRate(int hz) {
    return hz == 1 || hz == 2 || hz == 4;
  }

  Lane lane(int hz) {
    return lanes[hz == 4 ? 2 : hz - 1];
  }

  /** A newer version; only the newest is ever looked at. */
  void offer(StoredDocument document) {
    arrived.accumulateAndGet(
        document,
        (old, fresh) ->
            old == null || (fresh != null && fresh.version() > old.version()) ? fresh : old);
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

  /** Moves every lane whose turn it is. */
  void tick(long tick) {
    if (isEmpty()) {
      return;
    }
    for (int hz = 1; hz <= MAX_HZ; hz *= 2) {
      Lane lane = lane(hz);
      if (tick % (MAX_HZ / hz) == 0 && !lane.isEmpty()) {
        Picture current = newest();
        if (current != null) {
          lane.advance(current);
        }
      }
    }
  }

  boolean isEmpty() {
    return lanes[0].isEmpty() && lanes[1].isEmpty() && lanes[2].isEmpty();
  }

  /** How many ticks the channel has had no subscriber. */
  long emptyFor(long tick) {
    if (!isEmpty()) {
      emptySinceTick = -1;
      return 0;
    }
    if (emptySinceTick < 0) {
      emptySinceTick = tick;
    }
    return tick - emptySinceTick;
  }
}
