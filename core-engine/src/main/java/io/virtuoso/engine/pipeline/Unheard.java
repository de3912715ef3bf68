package io.virtuoso.engine.pipeline;

import io.virtuoso.engine.event.Channel;
import io.virtuoso.engine.event.Instrument;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * Finds what was subscribed and has never spoken: it has no rhythm by which its silence could be
 * told, and is given a fixed time instead.
 *
 * <p>Not thread-safe: used by the pipeline's thread.
 */
final class Unheard {
  /** Silence of what has never spoken that is suffered, ms. */
  static final long GRACE_MS = 60_000;

  /** Not quotes: on some venues they tell no time, by which a channel is heard. */
  private static final List<Channel> CHANNELS = List.of(Channel.TRADES, Channel.BOOK);

  /**
   * A channel that has never spoken, and should have.
   *
   * @param silentMs since it was to be subscribed
   */
  record Silent(Instrument instrument, Channel channel, long silentMs) {}

  private final Map<Instrument, Long> sinceMs = new HashMap<>();

  /**
   * Looks again.
   *
   * @param followed what is followed now; counted from the look that first sees it
   * @param expected whether an instrument is subscribed to a channel
   * @param heard whether it has spoken
   * @param nowMs monotonic clock, ms
   */
  List<Silent> look(
      Collection<Instrument> followed,
      BiPredicate<Instrument, Channel> expected,
      BiPredicate<Instrument, Channel> heard,
      long nowMs) {
    sinceMs.keySet().retainAll(Set.copyOf(followed));
    List<Silent> silent = new ArrayList<>();
    for (Instrument instrument : followed) {
      long forMs = nowMs - sinceMs.computeIfAbsent(instrument, _ -> nowMs);
      if (forMs <= GRACE_MS) {
        continue;
      }
      for (Channel channel : CHANNELS) {
        if (expected.test(instrument, channel) && !heard.test(instrument, channel)) {
          silent.add(new Silent(instrument, channel, forMs));
        }
      }
    }
    return silent;
  }
}
