package io.virtuoso.simulator.venue;

import io.virtuoso.simulator.wire.Channel;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Frames sent by one venue, by kind. */
public final class FrameCount {
  private final Map<Channel, LongAdder> counts = new EnumMap<>(Channel.class);

  FrameCount() {
    for (Channel channel : Channel.values()) {
      counts.put(channel, new LongAdder());
    }
  }

  void add(Channel channel) {
    LongAdder count = counts.get(channel);
    if (count != null) {
      count.increment();
    }
  }

  public Map<Channel, Long> byChannel() {
    Map<Channel, Long> map = new EnumMap<>(Channel.class);
    counts.forEach((channel, count) -> map.put(channel, count.sum()));
    return map;
  }
}
