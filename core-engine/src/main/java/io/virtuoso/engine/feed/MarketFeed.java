package io.virtuoso.engine.feed;

import io.virtuoso.engine.event.Channel;
import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.inbound.exchange.FrameDecoder;
import io.virtuoso.engine.inbound.exchange.live.FeedStatus;
import io.virtuoso.engine.market.venue.VenueRule;
import io.virtuoso.model.Symbol;
import io.virtuoso.model.document.Feed;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/** Where frames come from: live venues, or a tape. */
public interface MarketFeed extends Closeable {
  /** Begins to fill the queue. */
  void start(FrameQueue queue) throws IOException;

  /** The decoder for frames of that venue; the same one each time. Pipeline's thread only. */
  FrameDecoder decoder(String venue);

  /** What is followed on all venues; none for a tape. Pipeline's thread only. */
  default List<Instrument> instruments() {
    return List.of();
  }

  /** Whether an instrument that is followed is subscribed to that channel. */
  default boolean isSubscribed(Instrument instrument, Channel channel) {
    return false;
  }

  /** A fresh snapshot of that book is wanted. Does not block. */
  void resync(Instrument instrument);

  /**
   * Some symbol of that venue has fallen silent; perhaps it is traded no more. Told again and again
   * as long as it is so. Does not block.
   */
  default void silent(String venue) {}

  /**
   * That channel's messages go on with a time that stands still. Told again and again as long as it
   * is so. Does not block.
   */
  default void frozen(Instrument instrument, Channel channel) {}

  /**
   * Frames of that venue were dropped, answers among them perhaps: what they told is asked again.
   */
  default void refill(String venue) {}

  /**
   * The state of every venue in use.
   *
   * @param newestEventMs newest event of a venue, exchange clock, ms; 0 when there was none
   */
  List<Feed> feeds(ToLongFunction<String> newestEventMs);

  /** How venues that carry the same symbol are weighed against each other. */
  default VenueRule venueRule() {
    return VenueRule.ANY;
  }

  /**
   * Whether that symbol is followed, or is to be as soon as can be: not one that no venue trades. A
   * tape does not tell beforehand.
   */
  default boolean isFollowed(Symbol symbol) {
    return false;
  }

  /** How the venues are connected, by name; none for a tape. */
  default Map<String, FeedStatus> links() {
    return Map.of();
  }

  /** How many symbols are expected; 0 when that is not known. */
  int followed();

  /** What was counted on the way in, by name. */
  Map<String, Long> counters();
}
