package io.virtuoso.engine.inbound.exchange.live;

import io.vertx.core.buffer.Buffer;
import java.util.List;

/** Takes what the venues send, unread. Called on event loops: an implementation never blocks. */
public interface FrameSink {
  /**
   * A raw text frame of a venue, or a REST answer wrapped as one. The sink copies what it keeps.
   *
   * @param receivedAtNanos wall clock, ns since the epoch
   * @param text UTF-8
   */
  void frame(String venue, long receivedAtNanos, Buffer text);

  /**
   * A raw text frame of a known connection.
   *
   * @param connection its number among the venue's since start, from 1; 0 for a REST answer
   */
  default void frame(String venue, long connection, long receivedAtNanos, Buffer text) {
    frame(venue, receivedAtNanos, text);
  }

  /**
   * A connection was lost: messages of these instruments may be missing. Called once per loss, when
   * it is noticed, before the next connection is tried.
   */
  void gap(String venue, List<String> nativeSymbols);

  /**
   * One connection of these instruments takes over from another. In order with frames: those
   * between {@link Turnover#REPLAYS} and {@link Turnover#ENDS} may have been heard before.
   */
  void turnover(String venue, List<String> nativeSymbols, Turnover step);
}
