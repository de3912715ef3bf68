package io.virtuoso.engine.replay;

import io.virtuoso.engine.inbound.tape.TapeReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a person sees on standard error while a tape runs. */
final class Progress implements AutoCloseable {
  /** Of passes that are not the replay itself. */
  static final Progress UNSEEN =
      new Progress(
          new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8), 1);

  /** Asking the time costs more than a frame. */
  private static final long FRAMES_BETWEEN_LOOKS = 4_096;

  private static final long INTERVAL_NANOS = 500_000_000;
  private static final long MOST_LINES = 1_000;

  private final PrintStream err;
  private final long bytes;

  /** Told by the script; a console that Java finds says nothing about standard error. */
  private final boolean terminal = Boolean.getBoolean("virtuoso.terminal");

  private final long started = System.nanoTime();
  private long behind;
  private long shown = started;
  private long said;

  /**
   * Shows nothing yet.
   *
   * @param bytes size of the tapes
   */
  Progress(PrintStream err, long bytes) {
    this.err = err;
    this.bytes = Math.max(1, bytes);
  }

  /** A tape of so many bytes is at its end. */
  void behind(long tapeBytes) {
    behind += tapeBytes;
  }

  void at(long frames, TapeReader tape) throws IOException {
    if (frames % FRAMES_BETWEEN_LOOKS != 0) {
      return;
    }
    long now = System.nanoTime();
    if (now - shown < INTERVAL_NANOS) {
      return;
    }
    shown = now;
    line(
        String.format(
            Locale.ROOT,
            "%5.1f %%  %,d frames  %,.0f frames/s",
            100.0 * (behind + tape.bytesRead()) / bytes,
            frames,
            frames / ((now - started) / 1e9)),
        false);
  }

  /** A message that stays; a flood of them is cut off. */
  void say(@Nullable String message) {
    if (++said <= MOST_LINES) {
      line(message, true);
    } else if (said == MOST_LINES + 1) {
      line("… and more like these; the summary counts them", true);
    }
  }

  void done(long frames, double seconds) {
    line(
        String.format(
            Locale.ROOT,
            "%,d frames in %.2f s: %,.0f frames/s",
            frames,
            seconds,
            frames / Math.max(seconds, 1e-9)),
        true);
  }

  private void line(@Nullable String text, boolean stays) {
    if (terminal) {
      err.print("\r\033[K" + text + (stays ? "\n" : ""));
    } else {
      err.println(text);
    }
    err.flush();
  }

  @Override
  public void close() {
    err.flush();
  }
}
