package io.virtuoso.gateway.serve.stream;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A lane's last deltas, bounded in number and bytes, from which those who missed some are brought
 * forward with a single one. Owned by the hub's thread.
 */
final class RecentDeltas {
  private static final int MAX_COUNT = 64;

  private record Delta(long seq, long prev, Frame frame) {}

  private final ChannelName channel;
  private final Frames frames;
  private final long maxBytes;
  private final Deque<Delta> deltas = new ArrayDeque<>();
  private final Map<Long, Frame> folded = new HashMap<>();
  private long bytes;

  RecentDeltas(ChannelName channel, Frames frames, long maxBytes) {
    this.channel = channel;
    this.frames = frames;
    this.maxBytes = maxBytes;
  }

  void add(long seq, long prev, Frame frame) {
    folded.clear();
    deltas.addLast(new Delta(seq, prev, frame));
    bytes += frame.bytes();
    while (deltas.size() > MAX_COUNT || bytes > maxBytes) {
      bytes -= deltas.removeFirst().frame.bytes();
    }
  }

  /** One delta from {@code held} to the newest, shared by all who held the same; null if lost. */
  @Nullable Frame since(long held) {
    Frame known = folded.get(held);
    if (known != null) {
      return known;
    }
    List<byte[]> missed = new ArrayList<>();
    for (Delta delta : deltas) {
      if (!missed.isEmpty() || delta.prev == held) {
        missed.add(delta.frame.json());
      }
    }
    if (missed.isEmpty()) {
      return null;
    }
    Frame frame = frames.fold(channel, deltas.getLast().seq, held, missed);
    folded.put(held, frame);
    return frame;
  }
}
