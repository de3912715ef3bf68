package io.virtuoso.engine.replay;

import io.virtuoso.engine.inbound.exchange.FrameDecoders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code deploy/replay} was asked for.
 *
 * @param tapes files, or folders of recordings, in the order in which they are played
 * @param exchange venue name; null for what the tapes' headers say
 * @param speed multiple of real time; infinite for as fast as it goes
 * @param warmUpFrames how many frames go through pipelines that are thrown away before the replay
 *     whose speed is told
 */
record ReplayOptions(
    List<Path> tapes,
    @Nullable String exchange,
    @Nullable Path history,
    @Nullable Path out,
    @Nullable Path summary,
    double speed,
    long warmUpFrames) {
  /** After these the second compiler has had its time, also on a core that it shares. */
  private static final long WARM_UP_FRAMES = 1_200_000;

  static final String HELP =
      """
      Usage: deploy/replay --tape PATH... --exchange NAME [options]

      Runs the engine's pipeline over a recorded tape, in one process and without Redis.

        --tape PATH       lines of '<receive time> <raw frame>', or one raw frame a line;
                          plain, .gz or .zst. Given again: the next part, as if it were one
                          tape. A folder: the recordings in it, in the order in which they
                          were made
        --exchange NAME   whose frames they are: %s
                          (not needed when the tape's header tells)
        --history FILE    one-minute candles to begin with, for the tape's first symbol:
                          openTimeMs,open,high,low,close,volume
        --out FILE        every published document in order, one JSON object a line
        --summary FILE    counts, final books and one-minute candles as JSON
        --speed N|max     multiple of the tape's own speed         (default: max)
        --warmup FRAMES   run so many beforehand                   (default: 1200000)
        --help            this text

      A damaged line is counted as rejected and named on standard error. Exit code 1: the tape is
      cut off; all whole frames were replayed. Exit code 2: an option or a file cannot be used.
      At full speed with --summary, the tape's first frames are run again and again through
      pipelines that are thrown away, until --warmup is reached (40 times at most), so that
      frames_per_second is that of compiled code; with --out besides, it is that of a pass
      beforehand that renders no document.
      """
          .formatted(String.join(", ", FrameDecoders.VENUES));

  ReplayOptions {
    tapes = List.copyOf(tapes);
  }

  /** A command line that cannot be followed; the message is for the person who typed it. */
  static final class Invalid extends Exception {
    private static final long serialVersionUID = 1L;

    Invalid(String message) {
      super(message, null, false, false);
    }
  }

  static ReplayOptions parse(String... arguments) throws Invalid {
    List<Path> tapes = new ArrayList<>();
    String exchange = null;
    Path history = null;
    Path out = null;
    Path summary = null;
    double speed = Double.POSITIVE_INFINITY;
    long warmUp = WARM_UP_FRAMES;
    for (int i = 0; i < arguments.length; i += 2) {
      if (i + 1 == arguments.length) {
        throw new Invalid(arguments[i] + " needs a value, or is unknown; see --help");
      }
      String value = arguments[i + 1];
      switch (arguments[i]) {
        case "--tape" -> tapes.add(path(value));
        case "--exchange" -> exchange = exchange(value);
        case "--history" -> history = path(value);
        case "--out" -> out = path(value);
        case "--summary" -> summary = path(value);
        case "--speed" -> speed = speed(value);
        case "--warmup" -> warmUp = frames(value);
        default -> throw new Invalid("unknown option " + arguments[i] + "; see --help");
      }
    }
    if (tapes.isEmpty()) {
      throw new Invalid("--tape PATH is needed; see --help");
    }
    return new ReplayOptions(tapes, exchange, history, out, summary, speed, warmUp);
  }

  /**
   * Refuses outputs that would write over what is read.
   *
   * @param files what the tapes come to
   */
  void keep(List<Path> files) throws Invalid {
    if (isSame(history, out)
        || files.stream().anyMatch(file -> isSame(file, out) || isSame(file, summary))) {
      throw new Invalid("an output would write over an input");
    }
  }

  private static Path path(String value) throws Invalid {
    try {
      return Path.of(value);
    } catch (InvalidPathException _) {
      throw new Invalid("not the name of a file: " + value);
    }
  }

  private static boolean isSame(@Nullable Path input, @Nullable Path output) {
    try {
      return input != null
          && output != null
          && Files.exists(output)
          && Files.isSameFile(input, output);
    } catch (IOException _) {
      return false; // then opening it tells what is wrong
    }
  }

  private static String exchange(String value) throws Invalid {
    if (!FrameDecoders.VENUES.contains(value)) {
      throw new Invalid(
          "unknown exchange '" + value + "'; known are " + String.join(", ", FrameDecoders.VENUES));
    }
    return value;
  }

  private static long frames(String value) throws Invalid {
    try {
      long frames = Long.parseLong(value);
      if (frames >= 0) {
        return frames;
      }
    } catch (NumberFormatException _) {
      // told below
    }
    throw new Invalid("--warmup is a number of frames, not '" + value + "'");
  }

  private static double speed(String value) throws Invalid {
    if (value.equals("max")) {
      return Double.POSITIVE_INFINITY;
    }
    double speed;
    try {
      speed = Double.parseDouble(value);
    } catch (NumberFormatException notANumber) {
      speed = Double.NaN;
    }
    if (!(speed > 0)) {
      throw new Invalid("--speed is a number above 0 or max, not '" + value + "'");
    }
    return speed;
  }
}
