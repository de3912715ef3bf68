package io.virtuoso.engine.inbound.exchange.live;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Watches each stream of a connection by itself, so that a busy one does not hide a dead one.
 *
 * <p>Lives on the venue's event loop.
 */
final class StreamWatch {
  private final Map<String, StreamRhythm> streams = new HashMap<>();

  private final long usualMs;

  /**
   * Nothing heard yet.
   *
   * @param usual silence that is noticed, at the latest, at the look that falls within it
   */
  StreamWatch(Duration usual) {
    usualMs = Math.max(usual.toMillis() - DataWatch.STREAMS_EVERY_MS, DataWatch.STREAMS_EVERY_MS);
  }

  void opened(long nowMs) {
    streams.values().forEach(each -> each.begin(nowMs));
  }

  /** A message came of this stream; null is none that is told apart. */
  void heard(@Nullable String stream, long nowMs) {
    if (stream != null) {
      streams.computeIfAbsent(stream, _ -> new StreamRhythm(usualMs)).heard(nowMs);
    }
  }

  /** What comes of this stream tells a time that stands still; told once a second. */
  void frozen(String stream, long nowMs) {
    streams.computeIfAbsent(stream, _ -> new StreamRhythm(usualMs)).frozen(nowMs);
  }

  /** From here on only these are subscribed: nothing is expected of others. */
  void keep(Collection<String> subscribed) {
    streams.keySet().retainAll(Set.copyOf(subscribed));
  }

  void excuse(long lateMs) {
    streams.values().forEach(each -> each.excuse(lateMs));
  }

  /** Streams to be left and joined again, each told once. */
  List<String> toRejoin(long nowMs) {
    List<String> silent =
        streams.entrySet().stream()
            .filter(each -> each.getValue().isSilent(nowMs))
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
    silent.forEach(name -> rhythm(name).rejoined(nowMs));
    return silent;
  }

  /** A stream that stayed silent although it was joined again; null when there is none. */
  @Nullable String lost(long nowMs) {
    for (Map.Entry<String, StreamRhythm> each : streams.entrySet()) {
      if (each.getValue().isLost(nowMs)) {
        each.getValue().gaveUp();
        return each.getKey();
      }
    }
    return null;
  }

  private StreamRhythm rhythm(String name) {
    StreamRhythm found = streams.get(name);
    if (found == null) {
      throw new IllegalArgumentException("no stream " + name);
    }
    return found;
  }
}
