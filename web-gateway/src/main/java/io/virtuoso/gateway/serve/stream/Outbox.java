package io.virtuoso.gateway.serve.stream;

import com.github.benmanes.caffeine.cache.Ticker;

/**
 * What one connection is sent, bounded in bytes before every write. Once a frame finds no room, no
 * other passes until {@link #resume}: the hub then folds all that was withheld into one. Owned by
 * the connection's event loop; what is said to be readable elsewhere is.
 */
final class Outbox {
  /** Room beyond the bound for short answers, so that one who lags is still told why. */
  private static final int ANSWERS = 8 * 1_024;

  private final Outlet outlet;
  private final long maxBytes;
  private final Ticker ticker;
  private volatile boolean lagging;
  private volatile long laggingSince;
  private boolean closed;
  private boolean flushing;

  Outbox(Outlet outlet, long maxBytes, Ticker ticker) {
    this.outlet = outlet;
    this.maxBytes = maxBytes;
    this.ticker = ticker;
  }

  /**
   * Hands a frame over; false when it is withheld. One alone may be longer than the bound.
   *
   * @param now whether it is to leave at once, because nothing waits that could leave with it
   */
  boolean offer(Frame frame, boolean now) {
    if (closed || lagging) {
      return false;
    }
    long pending = outlet.pending();
    if (pending > 0 && pending + frame.bytes() > maxBytes) {
      laggingSince = ticker.read();
      lagging = true;
      return false;
    }
    write(frame, now);
    return true;
  }

  /** Hands a short answer over, or drops it when even for that there is no room. */
  void answer(Frame frame) {
    if (!closed && outlet.pending() + frame.bytes() <= maxBytes + ANSWERS) {
      write(frame, false);
    }
  }

  /** Unless it is now, whatever else waits on this event loop leaves with the same flush. */
  private void write(Frame frame, boolean now) {
    outlet.write(frame);
    if (now) {
      outlet.flush();
    } else if (!flushing) {
      flushing = true;
      outlet.loop().execute(this::flush);
    }
  }

  private void flush() {
    flushing = false;
    outlet.flush();
  }

  void resume() {
    lagging = false;
  }

  void close(int code, String reason) {
    if (!closed) {
      closed = true;
      outlet.flush();
      outlet.close(code, reason);
    }
  }

  /** Whether frames are withheld; any thread. */
  boolean isLagging() {
    return lagging;
  }

  /** Whether most of the queue has left; any thread. */
  boolean hasRoom() {
    return outlet.pending() <= maxBytes / 4;
  }

  /** For how long frames have been withheld; any thread. */
  long laggingNanos() {
    return ticker.read() - laggingSince;
  }
}
