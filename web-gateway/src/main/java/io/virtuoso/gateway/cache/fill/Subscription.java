package io.virtuoso.gateway.cache.fill;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.RedisConnection;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import io.virtuoso.gateway.GatewaySettings;
import io.virtuoso.gateway.observe.StateLog;
import io.virtuoso.model.wire.Announcement;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The subscription to the engine's announcements, for ever. The Redis client does not subscribe
 * again after a lost connection and may not even notice the loss, so the engine's heartbeat is
 * watched here and silence ends a connection. Up or down, versions are polled: a message that was
 * missed is normal.
 */
@Singleton
public final class Subscription {
  private static final StateLog STATES = new StateLog();
  private static final Duration CONNECT_BUDGET = Duration.ofSeconds(1);
  private static final long FIRST_BACKOFF_MS = 100;

  private final Redis redis;
  private final Filler filler;
  private final Invalidation invalidation;
  private final Vertx vertx;
  private final Ticker ticker;
  private final long silenceNanos;
  private final long maxBackoffMs;
  private final long pollMs;
  private final Counter announcements;
  private final Counter unreadable;
  private final Counter subscribed;

  // guarded by this
  private @Nullable RedisConnection connection;
  private long generation;
  private long aliveAt;
  private boolean live;
  private boolean stopped;
  private int attempts;

  @Inject
  Subscription(
      Redis redis,
      Filler filler,
      Invalidation invalidation,
      Vertx vertx,
      Ticker ticker,
      GatewaySettings settings,
      MeterRegistry registry) {
    this.redis = redis;
    this.filler = filler;
    this.invalidation = invalidation;
    this.vertx = vertx;
    this.ticker = ticker;
    GatewaySettings.Updates own = settings.updates();
    this.silenceNanos = own.silence().toNanos();
    this.maxBackoffMs = own.maxBackoff().toMillis();
    this.pollMs = own.poll().toMillis();
    this.announcements = registry.counter("virtuoso.updates", "outcome", "announced");
    this.unreadable = registry.counter("virtuoso.updates", "outcome", "unreadable");
    this.subscribed = registry.counter("virtuoso.updates", "outcome", "subscribed");
  }

  /**
   * The subscription as an operator sees it.
   *
   * @param state {@code live} while heartbeats arrive, else {@code down}
   * @param announcements received since start
   * @param subscriptions made since start
   */
  public record Report(String state, long announcements, long subscriptions) {}

  public synchronized Report report() {
    return new Report(
        live ? "live" : "down", (long) announcements.count(), (long) subscribed.count());
  }

  /** Whether announcements and heartbeats arrive. */
  public synchronized boolean isLive() {
    return live;
  }

  void start(@Observes StartupEvent started) {
    connect();
    vertx.setPeriodic(pollMs, timer -> tick());
  }

  synchronized void stop(@Observes ShutdownEvent stopping) {
    stopped = true;
    drop();
  }

  private void tick() {
    synchronized (this) {
      if (stopped) {
        return;
      }
      if (connection != null && ticker.read() - aliveAt > silenceNanos) {
        lost(generation, "no heartbeat arrived in time");
      }
    }
    filler.poll();
  }

  private synchronized void connect() {
    if (stopped) {
      return;
    }
    long mine = ++generation;
    timely(redis.connect(), CONNECT_BUDGET)
        .subscribe()
        .with(opened -> subscribe(mine, opened), failure -> lost(mine, "the connection broke"));
  }

  /**
   * Fails when the connection takes longer, and gives it back to its pool once it is there. The
   * pool does not hear that nobody waits any more: after Redis hung for a minute, connections that
   * belong to nobody would fill it until its cleaner comes.
   */
  static Uni<RedisConnection> timely(Uni<RedisConnection> connecting, Duration budget) {
    Uni<RedisConnection> kept = connecting.memoize().indefinitely();
    return kept.ifNoItem()
        .after(budget)
        .fail()
        .onFailure(TimeoutException.class)
        .invoke(() -> kept.subscribe().with(RedisConnection::closeAndForget, never -> {}));
  }

  private synchronized void subscribe(long mine, RedisConnection opened) {
    if (mine != generation || stopped) {
      opened.closeAndForget();
      return;
    }
    connection = opened;
    aliveAt = ticker.read();
    opened.handler(message -> received(mine, message));
    opened.exceptionHandler(failure -> lost(mine, "the connection broke"));
    opened.endHandler(() -> lost(mine, "the connection broke"));
    opened
        .send(Request.cmd(Command.SUBSCRIBE).arg(Announcement.CHANNEL).arg(Invalidation.CHANNEL))
        .ifNoItem()
        .after(CONNECT_BUDGET)
        .fail()
        .subscribe()
        .with(accepted -> subscribed.increment(), failure -> lost(mine, "the connection broke"));
  }

  private void received(long mine, Response message) {
    if (message.size() != 3 || !"message".equals(text(message, 0))) {
      return;
    }
    if (text(message, 1).equals(Invalidation.CHANNEL)) {
      invalidation.heard(text(message, 2));
      return;
    }
    Announcement.decode(text(message, 2))
        .ifPresentOrElse(announcement -> received(mine, announcement), unreadable::increment);
  }

  private void received(long mine, Announcement announcement) {
    if (!announcement.key().equals(Announcement.HEARTBEAT)) {
      announcements.increment();
      filler.announced(announcement);
      return;
    }
    synchronized (this) {
      if (mine != generation) {
        return;
      }
      aliveAt = ticker.read();
      attempts = 0;
      if (live) {
        return;
      }
      live = true;
    }
    STATES.better("updates", "redis", "live", "heartbeats arrive");
    filler.poll(); // whatever was announced while nobody listened
  }

  private static String text(Response message, int index) {
    Response part = message.get(index);
    String text = part == null ? null : part.toString();
    return text == null ? "" : text;
  }

  private synchronized void lost(long mine, String reason) {
    if (mine != generation || stopped) {
      return;
    }
    if (live) {
      STATES.worse("updates", "redis", "lost", reason);
    }
    drop();
    long ceiling = Math.min(maxBackoffMs, FIRST_BACKOFF_MS << Math.min(attempts, 20));
    attempts++;
    long wait = 1 + ThreadLocalRandom.current().nextLong(ceiling);
    vertx.setTimer(wait, timer -> connect());
  }

  private void drop() {
    live = false;
    generation++; // whatever the old connection still says is not heard
    RedisConnection old = connection;
    connection = null;
    if (old != null) {
      old.closeAndForget();
    }
  }
}
