package io.virtuoso.engine.inbound.exchange;

/**
 * A frame that is no valid JSON, or whose content breaks its format's rules. It ends the decoding
 * of that frame and never leaves the decoder.
 */
public final class MalformedFrameException extends RuntimeException {
  // One instance without a stack: a hostile peer must not be able to make us allocate.
  @SuppressWarnings("StaticAssignmentOfThrowable") // it has no stack that could mislead
  static final MalformedFrameException INSTANCE = new MalformedFrameException();

  private static final long serialVersionUID = 1;

  private MalformedFrameException() {
    super("malformed frame", null, false, false);
  }
}
