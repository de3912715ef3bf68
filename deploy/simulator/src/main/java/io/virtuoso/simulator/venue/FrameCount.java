package io.virtuoso.simulator.venue;

import io.virtuoso.simulator.wire.Channel;
import java.util.EnumMap;
import java.util.Map;

/** Frames sent by one venue, by kind. */
public final class FrameCount {
  private final long[] counts = new long[Channel.values().length];

  void add(Channel channel) {
    counts[channel.ordinal()]++;
  }

  public Map<Channel, Long> byChannel() {
    Map<Channel, Long> map = new EnumMap<>(Channel.class);
    for (Channel channel : Channel.values()) {
      map.put(channel, counts[channel.ordinal()]);
    }
    return map;
  }
}
