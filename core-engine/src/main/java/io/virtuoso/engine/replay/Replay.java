package io.virtuoso.engine.replay;

import io.virtuoso.engine.feed.TapePace;
import io.virtuoso.engine.inbound.exchange.FrameDecoder;
import io.virtuoso.engine.inbound.exchange.FrameDecoders;
import io.virtuoso.engine.inbound.exchange.InstrumentTable;
import io.virtuoso.engine.inbound.tape.HistoryFile;
import io.virtuoso.engine.inbound.tape.TapeReader;
import io.virtuoso.engine.pipeline.MarketPipeline;
import io.virtuoso.engine.pipeline.SymbolPipeline;
import io.virtuoso.engine.publish.DocumentSink;
import io.virtuoso.engine.publish.DocumentWriter;
import io.virtuoso.model.document.Feed;
import io.virtuoso.model.document.FeedState;
import io.virtuoso.model.document.Source;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs the pipeline over tapes, one behind another. One use. */
public final class Replay implements MarketPipeline.Surroundings {
  /** A pass of warming up goes over so many first frames. */
  private static final long WARM_UP_PASS = 200_000;

  /** However short the tape is. */
  private static final int MOST_WARM_UP_PASSES = 40;

  /** What a pass that only measures is cut off at. */
  private static final long MEASURED_FRAMES = 2_000_000;

  private static final int CUT_OFF = 1;
  private static final int UNUSABLE = 2;
  private static final int INTERRUPTED = 130;

  private final ReplayOptions options;
  private final TapeParts tapes;
  private final String exchange;
  private final FrameDecoder decoder;
  private final MarketPipeline market;
  private final Progress progress;
  private boolean historyRead;
  private long receivedAtMs;
  private long frames;
  private long damagedLines;
  private boolean cutOff;

  private Replay(
      ReplayOptions options, TapeParts tapes, @Nullable DocumentSink sink, Progress progress)
      throws IOException {
    this.options = options;
    this.tapes = tapes;
    this.exchange = tapes.exchange();
    this.progress = progress;
    this.decoder = FrameDecoders.of(exchange, InstrumentTable.open(exchange, tapes.contracts()));
    this.market =
        new MarketPipeline(this, new DocumentWriter(Source.REPLAY), sink, () -> receivedAtMs, 0);
  }

  /** The command; see {@link #run}. */
  public static void main(String... arguments) {
    System.exit(run(System.out, System.err, arguments));
  }

  /**
   * The command without the end of the process.
   *
   * @param out for what was asked for
   * @param err for progress, and for what goes wrong
   * @return the exit code: 0 when done, 1 when done and a tape was cut off, 2 when an option or a
   *     file cannot be used, 130 when interrupted
   */
  static int run(PrintStream out, PrintStream err, String... arguments) {
    if (List.of(arguments).contains("--help") || List.of(arguments).contains("-h")) {
      out.print(ReplayOptions.HELP);
      return 0;
    }
    try {
      return run(ReplayOptions.parse(arguments), err) ? 0 : CUT_OFF;
    } catch (ReplayOptions.Invalid invalid) {
      return unusable(err, invalid.getMessage());
    } catch (IOException file) {
      return unusable(err, Messages.of(file));
    } catch (UncheckedIOException file) {
      return unusable(err, Messages.of(file.getCause()));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return INTERRUPTED;
    }
  }

  private static int unusable(PrintStream err, @Nullable String message) {
    err.println("deploy/replay: " + message);
    return UNUSABLE;
  }

  /** Whether the tapes were whole. */
  private static boolean run(ReplayOptions options, PrintStream err)
      throws IOException, InterruptedException, ReplayOptions.Invalid {
    TapeParts tapes = TapeParts.of(options.tapes(), options.exchange());
    options.keep(tapes.files());
    boolean measured = options.summary() != null && options.speed() == Double.POSITIVE_INFINITY;
    long warmedUp = measured ? warmUp(options, tapes) : 0;
    double framesPerSecond =
        measured && options.out() != null ? framesPerSecond(options, tapes) : Double.NaN;
    Path file = options.out();
    try (OutputStream out =
            file == null
                ? OutputStream.nullOutputStream()
                : new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
        Progress progress = new Progress(err, tapes.bytes())) {
      Replay replay = new Replay(options, tapes, file == null ? null : linesInto(out), progress);
      long started = System.nanoTime();
      replay.play(Long.MAX_VALUE);
      double seconds = (System.nanoTime() - started) / 1e9;
      progress.done(replay.frames, seconds);
      Path summary = options.summary();
      if (summary != null) {
        double rate = Double.isNaN(framesPerSecond) ? replay.frames / seconds : framesPerSecond;
        Summary.of(replay.market, replay.frames, rate, replay.damagedLines, warmedUp)
            .write(summary);
      }
      return !replay.cutOff;
    }
  }

  /** Runs the first frames through pipelines that are thrown away; tells how many. */
  private static long warmUp(ReplayOptions options, TapeParts tapes)
      throws IOException, InterruptedException {
    long warmedUp = 0;
    for (int pass = 0; pass < MOST_WARM_UP_PASSES && warmedUp < options.warmUpFrames(); pass++) {
      // With progress, as the replay itself: or its first call would have all compiled anew.
      Replay warmup = new Replay(options, tapes, null, Progress.UNSEEN);
      warmup.play(WARM_UP_PASS);
      warmedUp += warmup.frames;
    }
    return warmedUp;
  }

  /** What the pipeline does when nobody wants its documents on a disk. */
  private static double framesPerSecond(ReplayOptions options, TapeParts tapes)
      throws IOException, InterruptedException {
    Replay pass = new Replay(options, tapes, null, Progress.UNSEEN);
    long started = System.nanoTime();
    pass.play(MEASURED_FRAMES);
    return pass.frames / ((System.nanoTime() - started) / 1e9);
  }

  private static DocumentSink linesInto(OutputStream out) {
    return document -> {
      try {
        out.write(document.body());
        out.write('\n');
      } catch (IOException full) {
        throw new UncheckedIOException(full);
      }
    };
  }

  private void play(long most) throws IOException, InterruptedException {
    TapePace pace = new TapePace(options.speed());
    TapeParts.Part before = null;
    for (TapeParts.Part part : tapes.all()) {
      if (frames >= most) {
        return;
      }
      if (before != null && !part.follows(before)) {
        progress.say(part.file() + " does not follow " + before.file());
        market.gap(exchange, List.of());
        pace = new TapePace(options.speed());
      }
      play(part.file(), most, pace);
      before = part;
    }
  }

  private void play(Path tape, long most, TapePace pace) throws IOException, InterruptedException {
    try (TapeReader reader =
        TapeReader.open(
            tape,
            (line, reason) -> {
              damagedLines++;
              complain(tape, line, reason);
            })) {
      while (frames < most && reader.next()) {
        long receivedAt = reader.receivedAtNanos();
        pace.await(receivedAt);
        if (receivedAt != TapeReader.UNKNOWN_TIME) {
          receivedAtMs = TimeUnit.NANOSECONDS.toMillis(receivedAt);
        }
        frames++;
        if (market.frame(decoder, reader.buffer(), reader.offset(), reader.length())
            == FrameDecoder.Outcome.REJECTED) {
          complain(tape, reader.lineNumber(), "the frame was rejected");
        }
        progress.at(frames, reader);
      }
      progress.behind(reader.bytesRead());
      cutOff |= reader.isCutOff();
    }
  }

  private void complain(Path tape, long lineNumber, String reason) {
    progress.say(tape + ", line " + lineNumber + ": " + reason);
  }

  @Override
  public List<Feed> feeds() {
    long newest = market.newestEventMs(exchange);
    return List.of(
        new Feed(
            exchange, FeedState.LIVE, newest == 0 ? null : Instant.ofEpochMilli(newest), null));
  }

  @Override
  public Consumer<SymbolPipeline> onNewSymbol() {
    return symbol -> {
      Path history = options.history();
      if (history != null && !historyRead) {
        historyRead = true;
        try {
          HistoryFile.read(history, symbol.instrument(), market);
        } catch (IOException unreadable) {
          throw new UncheckedIOException(unreadable);
        }
      }
    };
  }
}
