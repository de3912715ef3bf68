package io.virtuoso.engine.inbound.exchange.live;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Watches the market data of one session: whether any comes, and whether each stream goes on. A
 * look that comes much too late finds the silence of an event loop that was starved, and asks once
 * more.
 *
 * <p>Lives on the venue's event loop.
 */
final class DataWatch {
  /** The session whose data it is. */
  interface Line {
    /** Runs the task later, unless the session has ended by then. */
    void after(long delayMs, Runnable task);

    /** Monotonic, ms from an arbitrary origin. */
    long millis();

    /** What is subscribed. */
    List<String> streams();

    /** Nothing new comes of that stream: it is to be left and joined again. */
    void rejoin(String stream);

    /** The session brings no data, or none of a stream that it should. */
    void silent(String detail);
  }

  /** An event loop that is later than this was starved. */
  private static final long LATE_MS = 1_000;

  private static final long GRACE_MS = 1_000;

  /** So often each stream is looked at. */
  static final long STREAMS_EVERY_MS = 1_000;

  private final SilenceWatch silence;
  private final StreamWatch rhythms;
  private final Line line;

  DataWatch(SilenceWatch silence, StreamWatch rhythms, Line line) {
    this.silence = silence;
    this.rhythms = rhythms;
    this.line = line;
  }

  /** The connection has opened. */
  void begin() {
    silence.opened(line.millis());
    rhythms.opened(line.millis());
    listen(silence.limitMs());
    watchStreams();
  }

  /** Market data came, of that stream if it is told apart. */
  void heard(@Nullable String stream) {
    silence.data(line.millis());
    rhythms.heard(stream, line.millis());
  }

  /** What comes of that stream is of no use: as bad as silence, for a while. */
  void frozen(String stream) {
    rhythms.frozen(stream, line.millis());
    judgeStreams(line.millis());
  }

  /** Looks again in {@code leftMs}, and asks once more when it comes to look much too late. */
  private void listen(long leftMs) {
    long dueMs = line.millis() + leftMs;
    line.after(leftMs, () -> judgeSilence(line.millis() - dueMs));
  }

  private void judgeSilence(long lateMs) {
    long leftMs = silence.limitMs() - silence.silentMs(line.millis());
    if (leftMs > 0) {
      listen(leftMs);
    } else if (lateMs > LATE_MS) {
      // We were not there to listen, and what came meanwhile has not been read yet.
      listen(GRACE_MS);
    } else {
      silence.gaveUp();
      line.silent("no market data");
    }
  }

  /** Each second: a stream that fell silent is joined again; if that does not help, it ends. */
  private void watchStreams() {
    long dueMs = line.millis() + STREAMS_EVERY_MS;
    line.after(
        STREAMS_EVERY_MS,
        () -> {
          long nowMs = line.millis();
          if (nowMs - dueMs > LATE_MS) {
            rhythms.excuse(nowMs - dueMs + GRACE_MS);
          }
          watchStreams();
          judgeStreams(nowMs);
        });
  }

  private void judgeStreams(long nowMs) {
    rhythms.keep(line.streams());
    rhythms.toRejoin(nowMs).forEach(line::rejoin);
    String lost = rhythms.lost(nowMs);
    if (lost != null) {
      line.silent("nothing new of " + lost);
    }
  }
}
