package io.virtuoso.engine.inbound.exchange;

import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.event.MarketListener;

/** One kind of message of one venue, and the carriers into which it is read. */
public interface Message {
  /**
   * Reads the message from where its dialect left the cursor to its end. Called again from the
   * start of the frame when the draft asks for another pass, so it begins with empty carriers.
   *
   * @return {@code EVENTS} when all that the message must have was there
   */
  FrameDecoder.Outcome read(Draft draft);

  /** Hands on what the last pass read; {@code instrument} counts in that pass's scales. */
  void deliver(Instrument instrument, MarketListener listener);
}
