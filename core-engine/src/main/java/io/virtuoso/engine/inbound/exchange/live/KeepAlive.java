package io.virtuoso.engine.inbound.exchange.live;

import io.virtuoso.engine.inbound.exchange.live.dialect.Heartbeat;
import java.util.Optional;

/**
 * Keeps a connection alive, and tells whether it is: one from which not a byte comes is asked
 * whether the other side is there, and one that gives no answer to that is gone, however open it
 * seems. What is asked is the exchange's own heartbeat where it has one, else a ping of the
 * protocol.
 *
 * <p>It looks again and again and counts the looks that found nothing. A look that comes late does
 * not count: we were not there to listen, and what came meanwhile has not been read yet.
 *
 * <p>Each connection is asked once when it opens. A peer that has never answered is not held to it:
 * that it does not know such questions is no proof that it is gone.
 *
 * <p>Lives on the venue's event loop.
 */
final class KeepAlive {
  /** The connection that is watched. */
  interface Line {
    /** Says a text to the other side. */
    void say(String text);

    /** Sends a ping of the WebSocket protocol. */
    void ping();

    /** Runs the task later, unless the connection has ended by then. */
    void after(long delayMs, Runnable task);

    /** Monotonic, ms from an arbitrary origin. */
    long millis();

    /** The other side is gone: not a byte came for about so long. */
    void gone(long silentMs);
  }

  /** So often it is looked whether anything came. */
  static final long LOOK_EVERY_MS = 250;

  /** A look that is later than this does not count. */
  private static final long LATE_MS = 250;

  private final Optional<Heartbeat> heartbeat;
  private final long quietLooks;
  private final long answerLooks;
  private final Line line;
  private boolean heard;
  private boolean answers;
  private long quiet;

  KeepAlive(Optional<Heartbeat> heartbeat, Timings timings, Line line) {
    this.heartbeat = heartbeat;
    this.quietLooks = looks(timings.quiet().toMillis());
    this.answerLooks = looks(timings.pong().toMillis());
    this.line = line;
  }

  private static long looks(long ms) {
    return Math.ceilDiv(ms, LOOK_EVERY_MS);
  }

  /** The connection has opened. */
  void begin() {
    ask();
    heartbeat.ifPresent(this::beat);
    watch();
  }

  private void beat(Heartbeat each) {
    line.after(
        each.period().toMillis(),
        () -> {
          line.say(each.message());
          beat(each);
        });
  }

  /** Something came, were it a single byte. */
  void heard() {
    heard = true;
  }

  /** A question of ours was answered. */
  void answered() {
    answers = true;
  }

  private void watch() {
    long dueMs = line.millis() + LOOK_EVERY_MS;
    line.after(
        LOOK_EVERY_MS,
        () -> {
          watch();
          look(line.millis() - dueMs);
        });
  }

  private void look(long lateMs) {
    if (heard) {
      heard = false;
      quiet = 0;
    } else if (lateMs <= LATE_MS) {
      quiet++;
      if (quiet == quietLooks) {
        ask();
      } else if (answers && quiet == quietLooks + answerLooks) {
        line.gone(quiet * LOOK_EVERY_MS);
      }
    }
  }

  private void ask() {
    heartbeat.map(Heartbeat::message).ifPresentOrElse(line::say, line::ping);
  }
}
