package io.virtuoso.gateway.serve.stream;

import com.github.benmanes.caffeine.cache.Ticker;
import io.virtuoso.gateway.GatewaySettings;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One connection: its subscriptions and how much it has not yet taken. Above the bound nothing more
 * is handed to it; once it has caught up it is told everything anew. Owned by the hub's thread.
 */
final class Subscriber {
  static final int SLOW = 1008;

  private final Outlet outlet;
  private final Ticker ticker;
  private final int maxFrames;
  private final int maxChars;
  private final long graceNanos;
  private final AtomicInteger pendingFrames = new AtomicInteger();
  private final AtomicInteger pendingChars = new AtomicInteger();
  private final Map<String, Lane> lanes = new LinkedHashMap<>();
  private Map<String, Long> resume = new HashMap<>();
  private boolean lostEpoch;
  private boolean lagging;
  private long laggingSince;
  private boolean closed;
  private volatile long heardAt;

  Subscriber(Outlet outlet, GatewaySettings.Stream settings, Ticker ticker) {
    this.outlet = outlet;
    this.ticker = ticker;
    this.maxFrames = settings.maxPendingFrames();
    this.maxChars = settings.maxPendingChars();
    this.graceNanos = settings.slowGrace().toNanos();
    this.heardAt = ticker.read();
  }

  /** Something arrived from the client; any thread. */
  void heard() {
    heardAt = ticker.read();
  }

  long silentNanos() {
    return ticker.read() - heardAt;
  }

  Map<String, Lane> lanes() {
    return lanes;
  }

  /**
   * What the client says that it still has.
   *
   * @param sameEpoch whether it is of this process
   */
  void resume(Map<String, Long> held, boolean sameEpoch) {
    resume = new HashMap<>(held);
    lostEpoch = !sameEpoch;
  }

  /** Whether it has something of another epoch of that channel. */
  boolean lostEpoch(String channel) {
    return lostEpoch && resume.containsKey(channel);
  }

  /** What it has of this epoch of that channel; asked once. */
  @Nullable Long takeHeld(String channel) {
    Long held = resume.remove(channel);
    return lostEpoch ? null : held;
  }

  void send(String frame) {
    if (closed || lagging) {
      return;
    }
    int length = frame.length();
    boolean full =
        pendingFrames.get() >= maxFrames
            || (pendingFrames.get() > 0 && pendingChars.get() + length > maxChars);
    if (full) {
      lagging = true;
      laggingSince = ticker.read();
      return;
    }
    pendingFrames.incrementAndGet();
    pendingChars.addAndGet(length);
    outlet.send(
        frame,
        () -> {
          pendingFrames.decrementAndGet();
          pendingChars.addAndGet(-length);
        });
  }

  /** Brings a connection that has caught up back, or closes one that never does. */
  void review() {
    if (!lagging || closed) {
      return;
    }
    if (pendingFrames.get() == 0) {
      lagging = false;
      for (Lane lane : lanes.values()) {
        lane.resync(this, "lag");
      }
    } else if (ticker.read() - laggingSince > graceNanos) {
      close(SLOW, "slow");
    }
  }

  boolean isLagging() {
    return lagging;
  }

  void close(int code, String reason) {
    if (!closed) {
      closed = true;
      outlet.close(code, reason);
    }
  }
}
