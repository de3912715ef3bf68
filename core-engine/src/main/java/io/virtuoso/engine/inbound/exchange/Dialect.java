package io.virtuoso.engine.inbound.exchange;

/**
 * How one venue speaks: tells what a frame is and lets the fitting {@link Message} read it. Adding
 * an exchange means one of these and its messages.
 */
public interface Dialect {
  /**
   * Reads the whole frame. For {@code EVENTS} it went through {@link Draft#read}.
   *
   * @return what became of it, should no number be out of bounds
   */
  FrameDecoder.Outcome read(Draft draft);
}
