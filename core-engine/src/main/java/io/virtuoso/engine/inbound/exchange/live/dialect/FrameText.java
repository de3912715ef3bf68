package io.virtuoso.engine.inbound.exchange.live.dialect;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A piece of ASCII text to look for in raw frames without decoding them. */
final class FrameText {
  /** Beyond it only market data is this long. */
  static final int LONGEST_CONTROL = 1024;

  private static final String US_ASCII = StandardCharsets.US_ASCII.name();

  private final byte[] text;

  FrameText(String text) {
    this.text = text.getBytes(StandardCharsets.US_ASCII);
  }

  boolean startsAt(Buffer frame, int offset) {
    if (offset + text.length > frame.length()) {
      return false;
    }
    for (int i = 0; i < text.length; i++) {
      if (frame.getByte(offset + i) != text[i]) {
        return false;
      }
    }
    return true;
  }

  /** What stands between it and the next quote, where it occurs early enough; else null. */
  @Nullable String valueAfter(Buffer frame) {
    int end = Math.min(frame.length(), LONGEST_CONTROL);
    for (int offset = 0; offset <= end - text.length; offset++) {
      if (startsAt(frame, offset)) {
        int from = offset + text.length;
        int to = from;
        while (to < end && frame.getByte(to) != '"') {
          to++;
        }
        return to < end ? frame.getString(from, to, US_ASCII) : null;
      }
    }
    return null;
  }

  /** Whether it occurs in the first {@link #LONGEST_CONTROL} bytes. */
  boolean occursIn(Buffer frame) {
    int last = Math.min(frame.length(), LONGEST_CONTROL) - text.length;
    for (int offset = 0; offset <= last; offset++) {
      if (startsAt(frame, offset)) {
        return true;
      }
    }
    return false;
  }
}
