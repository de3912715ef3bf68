package io.virtuoso.bench;

import io.virtuoso.engine.inbound.tape.TapeReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/** Every frame of a tape in memory, so that reading and inflating it is no part of the bench. */
final class Frames {
  private byte[] text = new byte[1 << 20];
  private int[] ends = new int[1 << 12];
  private int count;

  static Frames of(Path tape, int most) throws IOException {
    Frames frames = new Frames();
    try (TapeReader reader = TapeReader.open(tape, (_, _) -> {})) {
      while (frames.count < most && reader.next()) {
        frames.add(reader.buffer(), reader.offset(), reader.length());
      }
    }
    return frames;
  }

  private void add(byte[] from, int offset, int length) {
    int start = start(count);
    if (start + length > text.length) {
      text = Arrays.copyOf(text, Math.max(start + length, text.length * 2));
    }
    if (count == ends.length) {
      ends = Arrays.copyOf(ends, count * 2);
    }
    System.arraycopy(from, offset, text, start, length);
    ends[count++] = start + length;
  }

  int count() {
    return count;
  }

  long bytes() {
    return start(count);
  }

  byte[] text() {
    return text;
  }

  int start(int frame) {
    return frame == 0 ? 0 : ends[frame - 1];
  }

  int length(int frame) {
    return ends[frame] - start(frame);
  }
}
