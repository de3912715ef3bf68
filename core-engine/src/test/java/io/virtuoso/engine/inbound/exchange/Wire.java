package io.virtuoso.engine.inbound.exchange;

import io.virtuoso.engine.inbound.exchange.FrameDecoder.Outcome;
import io.virtuoso.engine.inbound.exchange.RecordingListener.Heard;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * A decoder and what came out of it. Frames are written with single quotes, for the reader's sake.
 */
public final class Wire {
  private static final int MARGIN = 24;

  private final InstrumentTable instruments;
  private final FrameDecoder decoder;
  private final RecordingListener listener = new RecordingListener();

  /** A decoder that takes in whatever instrument is mentioned. */
  public Wire(String venue) {
    this(venue, InstrumentTable.open(venue));
  }

  public Wire(String venue, InstrumentTable instruments) {
    this.instruments = instruments;
    this.decoder = FrameDecoders.of(venue, instruments);
  }

  /** Decodes one frame; {@link #heard} then has only what it brought. */
  public Outcome decode(String frame) {
    return decodeRaw(frame.replace('\'', '"'));
  }

  /** Decodes one frame without changing its quotes; other text stands around it in the buffer. */
  public Outcome decodeRaw(String frame) {
    byte[] text = frame.getBytes(StandardCharsets.UTF_8);
    byte[] buffer = new byte[text.length + 2 * MARGIN];
    Arrays.fill(buffer, (byte) '"');
    System.arraycopy(text, 0, buffer, MARGIN, text.length);
    listener.clear();
    return decoder.decode(buffer, MARGIN, text.length, listener);
  }

  /** Decodes one frame and tells its events. */
  public List<Heard> events(String frame) {
    Outcome outcome = decode(frame);
    if (outcome != Outcome.EVENTS) {
      throw new AssertionError(outcome + " for " + frame);
    }
    return heard();
  }

  public List<Heard> heard() {
    return listener.heard();
  }

  public InstrumentTable instruments() {
    return instruments;
  }
}
