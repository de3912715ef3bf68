package io.virtuoso.engine.inbound.exchange;

import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.event.MarketListener;
import java.util.List;

/**
 * Turns one venue's raw text frames into events. A frame is decoded whole before the listener hears
 * of it; what cannot be understood is refused as a whole.
 *
 * <p>REST answers come through here too, wrapped as {@code
 * {"rest":KIND,"symbol":NATIVE,"interval":…,"received_ms":…,"body":BODY}} in this order, so that a
 * tape holds all that the engine knew. Kinds: {@code depth}, {@code klines}, {@code open_interest},
 * {@code open_interest_history}, {@code long_short_ratio}, {@code funding_history}.
 *
 * <p>Not thread-safe: one decoder per connection or tape, on the pipeline's thread.
 */
public interface FrameDecoder {
  /** What became of a frame. */
  enum Outcome {
    /** Events were delivered. */
    EVENTS,
    /**
     * Understood and of no interest: acknowledgements, pongs, heartbeats, unknown message types.
     */
    IGNORED,
    /** The exchange refused something that we asked for, such as a subscription. */
    REFUSED_SUBSCRIPTION,
    /** Understood, but of an instrument that is not followed. */
    UNKNOWN_SYMBOL,
    /** Not understood or out of bounds; nothing was delivered. */
    REJECTED
  }

  /** Decodes the frame at {@code frame[offset … offset + length)}, UTF-8. */
  Outcome decode(byte[] frame, int offset, int length, MarketListener listener);

  /** What it knows by now, in the order in which it was listed or first seen; may be nothing. */
  default List<Instrument> instruments() {
    return List.of();
  }
}
