package io.virtuoso.engine.pipeline;

import io.virtuoso.model.document.VenueStatus.ChannelStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Looks at every channel of every symbol and sums them up by venue. */
final class ChannelReport {
  private static final int MOST_NAMED = 5;

  private ChannelReport() {}

  /** What one channel of one venue comes to. */
  private static final class Sum {
    private int symbols;
    private int stalled;
    private int syncing;
    private long eventMs;
    private long silentMs;
    private final List<String> worst = new ArrayList<>();

    void add(VenueMarket venue, Channel channel, ChannelWatch watch, long nowMs) {
      symbols++;
      eventMs = Math.max(eventMs, watch.eventMs());
      silentMs = Math.max(silentMs, watch.silentMs(nowMs));
      boolean away = channel == Channel.BOOK && !venue.isBookLive();
      stalled += watch.isStalled() ? 1 : 0;
      syncing += away && !watch.isStalled() ? 1 : 0;
      if ((watch.isStalled() || away) && worst.size() < MOST_NAMED) {
        worst.add(
            "%s %s"
                .formatted(
                    venue.instrument().symbol().code(),
                    watch.isStalled()
                        ? "silent for %d s".formatted(watch.silentMs(nowMs) / 1_000)
                        : "syncing"));
      }
    }

    ChannelStatus status(Channel channel) {
      return new ChannelStatus(
          channel.code(),
          stalled > 0 ? "stalled" : syncing > 0 ? "syncing" : "live",
          symbols,
          stalled,
          syncing,
          worst,
          asOf(),
          silentMs);
    }

    private @Nullable Instant asOf() {
      return eventMs == 0 ? null : Instant.ofEpochMilli(eventMs);
    }
  }

  /**
   * Looks at all channels once more.
   *
   * @param nowMs monotonic clock, ms
   * @return by venue name
   */
  static Map<String, List<ChannelStatus>> look(Iterable<VenueMarket> venues, long nowMs) {
    Map<String, Map<Channel, Sum>> sums = new TreeMap<>();
    for (VenueMarket venue : venues) {
      for (Channel channel : Channel.values()) {
        ChannelWatch watch = venue.watch(channel);
        watch.look(nowMs);
        if (watch.isHeard()) {
          sums.computeIfAbsent(venue.instrument().venue(), _ -> new EnumMap<>(Channel.class))
              .computeIfAbsent(channel, _ -> new Sum())
              .add(venue, channel, watch, nowMs);
        }
      }
    }
    Map<String, List<ChannelStatus>> report = new TreeMap<>();
    sums.forEach((venue, channels) ->
        report.put(
            venue,
            channels.entrySet().stream()
                .map(each -> each.getValue().status(each.getKey()))
                .toList()));
    return report;
  }
}
