package io.virtuoso.engine.pipeline;

import io.virtuoso.engine.event.Channel;
import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.market.book.BookDoubt;
import io.virtuoso.model.document.VenueStatus.ChannelStatus;
import io.virtuoso.model.document.VenueStatus.SymbolState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Looks at every channel of every symbol and sums them up by venue. */
final class ChannelReport {
  /** Stalled before syncing, the oldest first; by name where that says nothing. */
  private static final Comparator<SymbolState> WORST_FIRST =
      Comparator.comparing(SymbolState::state)
          .thenComparing(SymbolState::asOf, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(SymbolState::symbol);

  private ChannelReport() {}

  /** What one channel of one venue comes to. */
  private static final class Sum {
    private int symbols;
    private int stalled;
    private int syncing;
    private long eventMs;
    private long silentMs;
    private final List<SymbolState> notLive = new ArrayList<>();

    void add(VenueMarket venue, Channel channel, ChannelWatch watch, long nowMs) {
      symbols++;
      eventMs = Math.max(eventMs, watch.eventMs());
      silentMs = Math.max(silentMs, watch.silentMs(nowMs));
      BookDoubt doubt = channel == Channel.BOOK ? venue.book().doubt() : null;
      if (watch.isStalled()) {
        stalled++;
        String reason =
            "%s for %d s"
                .formatted(
                    watch.isFrozen() ? "at the same time" : "silent",
                    watch.silentMs(nowMs) / 1_000);
        notLive.add(
            state(venue.instrument(), "stalled", reason, watch.eventMs(), watch.silentMs(nowMs)));
      } else if (doubt != null) {
        syncing++;
        long usedMs = venue.book().lastEventTimeMs();
        long ageMs = watch.silentMs(nowMs) + Math.max(0, watch.eventMs() - usedMs);
        notLive.add(state(venue.instrument(), "syncing", doubt.words(), usedMs, ageMs));
      }
    }

    void add(Unheard.Silent silent) {
      symbols++;
      stalled++;
      silentMs = Math.max(silentMs, silent.silentMs());
      String reason =
          "nothing for %d s since it was subscribed".formatted(silent.silentMs() / 1_000);
      notLive.add(state(silent.instrument(), "stalled", reason, 0, 0));
    }

    private static SymbolState state(
        Instrument instrument, String state, String reason, long usedMs, long ageMs) {
      return new SymbolState(
          instrument.symbol(),
          state,
          reason,
          usedMs == 0 ? null : Instant.ofEpochMilli(usedMs),
          usedMs == 0 ? null : ageMs);
    }

    ChannelStatus status(Channel channel) {
      return new ChannelStatus(
          channel.code(),
          stalled > 0 ? "stalled" : syncing > 0 ? "syncing" : "live",
          symbols,
          stalled,
          syncing,
          asOf(),
          silentMs,
          notLive.stream().sorted(WORST_FIRST).limit(ChannelStatus.MOST_NAMED).toList(),
          Math.max(0, notLive.size() - ChannelStatus.MOST_NAMED));
    }

    private @Nullable Instant asOf() {
      return eventMs == 0 ? null : Instant.ofEpochMilli(eventMs);
    }
  }

  /**
   * Looks at all channels once more.
   *
   * @param unheard what should have spoken and never has
   * @param nowMs monotonic clock, ms
   * @return by venue name
   */
  static Map<String, List<ChannelStatus>> look(
      Iterable<VenueMarket> venues, List<Unheard.Silent> unheard, long nowMs) {
    Map<String, Map<Channel, Sum>> sums = new TreeMap<>();
    for (VenueMarket venue : venues) {
      for (Channel channel : Channel.values()) {
        ChannelWatch watch = venue.watch(channel);
        watch.look(nowMs);
        if (watch.isHeard()) {
          sum(sums, venue.instrument(), channel).add(venue, channel, watch, nowMs);
        }
      }
    }
    unheard.forEach(silent -> sum(sums, silent.instrument(), silent.channel()).add(silent));
    Map<String, List<ChannelStatus>> report = new TreeMap<>();
    sums.forEach((venue, channels) ->
        report.put(
            venue,
            channels.entrySet().stream()
                .map(each -> each.getValue().status(each.getKey()))
                .toList()));
    return report;
  }

  private static Sum sum(
      Map<String, Map<Channel, Sum>> sums, Instrument instrument, Channel channel) {
    return sums.computeIfAbsent(instrument.venue(), _ -> new EnumMap<>(Channel.class))
        .computeIfAbsent(channel, _ -> new Sum());
  }
}
