package io.virtuoso.gateway.serve.stream;

import com.github.benmanes.caffeine.cache.Ticker;
import io.virtuoso.gateway.GatewaySettings;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One connection as the hub knows it, which owns this: what it follows and what it still held. */
final class Subscriber {
  static final int SLOW = 1008;

  private final Outlet outlet;
  private final Outbox outbox;
  private final Ticker ticker;
  private final boolean mute;
  private final long graceNanos;
  private final Map<String, Subscription> subscriptions = new LinkedHashMap<>();
  private Map<String, Long> resume = new HashMap<>();
  private boolean lostEpoch;
  private boolean closed;
  private volatile long heardAt;

  Subscriber(Outlet outlet, GatewaySettings.Stream settings, Ticker ticker) {
    this(outlet, settings, ticker, false);
  }

  /** One from which nothing is ever heard, as is the nature of its transport. */
  static Subscriber mute(Outlet outlet, GatewaySettings.Stream settings, Ticker ticker) {
    return new Subscriber(outlet, settings, ticker, true);
  }

  private Subscriber(Outlet outlet, GatewaySettings.Stream settings, Ticker ticker, boolean mute) {
    this.outlet = outlet;
    this.outbox = new Outbox(outlet, settings.maxPending().asLongValue(), ticker);
    this.ticker = ticker;
    this.mute = mute;
    this.graceNanos = settings.slowGrace().toNanos();
    this.heardAt = ticker.read();
  }

  Outlet outlet() {
    return outlet;
  }

  Outbox outbox() {
    return outbox;
  }

  /** Something arrived from the client; any thread. */
  void heard() {
    heardAt = ticker.read();
  }

  /** For how long it has been silent although it could speak, or answer a ping. */
  long silentNanos() {
    return mute ? 0 : ticker.read() - heardAt;
  }

  /** By channel. */
  Map<String, Subscription> subscriptions() {
    return subscriptions;
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

  void answer(Frame frame) {
    outlet.loop().execute(() -> outbox.answer(frame));
  }

  void offer(Frame frame) {
    outlet.loop().execute(() -> outbox.offer(frame, false));
  }

  /** Brings a connection that has caught up back, or closes one that never does. */
  void review() {
    if (closed || !outbox.isLagging()) {
      return;
    }
    if (outbox.hasRoom()) {
      outlet.loop().execute(outbox::resume);
      subscriptions.values().forEach(each -> each.lane().catchUp(each));
    } else if (outbox.laggingNanos() > graceNanos) {
      subscriptions.values().forEach(each -> answer(each.lane().resyncNotice("lag")));
      close(SLOW, "slow");
    }
  }

  void close(int code, String reason) {
    if (!closed) {
      closed = true;
      outlet.loop().execute(() -> outbox.close(code, reason));
    }
  }
}
