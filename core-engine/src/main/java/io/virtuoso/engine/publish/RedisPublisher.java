package io.virtuoso.engine.publish;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.virtuoso.model.wire.Announcement;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Stores documents in Redis if they are newer than what is there, and announces them, in one atomic
 * step. Publishing the same version twice is a no-op, so two engines may run side by side.
 *
 * <p>What waits to be stored is the latest version per key, so that Redis being away costs a
 * bounded amount of memory and nobody waits for it. When Redis comes back, perhaps empty,
 * everything is stored again.
 *
 * <p>The pipeline only puts into a map; all Redis work happens on one event loop.
 */
public final class RedisPublisher implements DocumentSink, AutoCloseable {
  private static final Logger LOG = Logger.getLogger(RedisPublisher.class.getName());

  /** Versions are 20 digits, so that their order as text is their order as numbers. */
  private static final String SET_IF_NEWER =
      """
      local held = redis.call('GETRANGE', KEYS[1], %d, %d)
      if held >= ARGV[2] then return 0 end
      redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[3])
      redis.call('PUBLISH', ARGV[4], ARGV[5])
      return 1
      """
          .formatted(StoredDocument.VERSION_START, StoredDocument.VERSION_END - 1);

  /** The script's answer when the document was newer. */
  private static final String STORED = "1";

  private static final int IN_FLIGHT = 64;
  private static final long COMMAND_TIMEOUT_MS = 500;
  private static final long RETRY_MS = 500;

  private final Vertx vertx;
  private final Redis redis;
  private final LatestDocuments latest;
  private final long lifetimeMs;
  private final Map<DocumentKey, StoredDocument> waiting = new ConcurrentHashMap<>();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final AtomicLong published = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final Context loop;
  private final long heartbeatTimer;

  private volatile boolean up;
  private volatile boolean closed;
  private int inFlight;
  private boolean pausing;
  private long beats;

  /**
   * Starts publishing.
   *
   * @param latest what is stored again when Redis comes back
   * @param lifetimeMs how long a document stays in Redis when no newer one replaces it
   */
  public RedisPublisher(Vertx vertx, Redis redis, LatestDocuments latest, long lifetimeMs) {
    this.vertx = vertx;
    this.redis = redis;
    this.latest = latest;
    this.lifetimeMs = lifetimeMs;
    this.loop = vertx.getOrCreateContext();
    this.heartbeatTimer = vertx.setPeriodic(Announcement.HEARTBEAT_MS, _ -> beat());
    loop.runOnContext(_ -> beat());
  }

  @Override
  public void publish(StoredDocument document) {
    waiting.merge(
        document.key(),
        document,
        (held, offered) -> offered.version() > held.version() ? offered : held);
    schedule();
  }

  /** Whether Redis took the last command. */
  public boolean isUp() {
    return up;
  }

  /** Documents stored and announced since start. */
  public long published() {
    return published.get();
  }

  /** Documents that were not newer than what was stored. */
  public long refused() {
    return refused.get();
  }

  /** Commands that failed or timed out; their documents are tried again. */
  public long failed() {
    return failed.get();
  }

  /** Keys whose latest version is not stored yet. */
  public int waiting() {
    return waiting.size();
  }

  private void schedule() {
    if (!closed && scheduled.compareAndSet(false, true)) {
      loop.runOnContext(_ -> {
        scheduled.set(false);
        drain();
      });
    }
  }

  private void drain() {
    Iterator<StoredDocument> documents = waiting.values().iterator();
    while (!pausing && inFlight < IN_FLIGHT && documents.hasNext()) {
      StoredDocument document = documents.next();
      if (waiting.remove(document.key(), document)) {
        store(document);
      }
    }
  }

  private void store(StoredDocument document) {
    inFlight++;
    Request script =
        Request.cmd(Command.EVAL)
            .arg(SET_IF_NEWER)
            .arg("1")
            .arg(document.key().stored())
            .arg(Buffer.buffer(document.encode()))
            .arg("%020d".formatted(document.version()))
            .arg(Long.toString(lifetimeMs))
            .arg(Announcement.CHANNEL)
            .arg(new Announcement(document.key(), document.version(), document.asOfMs()).encode());
    send(script)
        .onComplete(result -> {
          inFlight--;
          if (result.succeeded()) {
            (STORED.equals(String.valueOf(result.result())) ? published : refused)
                .incrementAndGet();
          } else {
            waiting.putIfAbsent(document.key(), document);
            pause();
          }
          drain();
        });
  }

  /** Says on the channel that the engine is there; also finds out that Redis is back. */
  private void beat() {
    if (closed) {
      return;
    }
    Announcement heartbeat =
        new Announcement(Announcement.HEARTBEAT, ++beats, System.currentTimeMillis());
    send(Request.cmd(Command.PUBLISH).arg(Announcement.CHANNEL).arg(heartbeat.encode()));
  }

  private Future<@Nullable Response> send(Request request) {
    return redis
        .send(request)
        .timeout(COMMAND_TIMEOUT_MS, TimeUnit.MILLISECONDS)
        .onSuccess(_ -> reachable(true, ""))
        .onFailure(cause -> {
          failed.incrementAndGet();
          reachable(false, String.valueOf(cause.getMessage()));
        });
  }

  private void reachable(boolean now, String reason) {
    if (now && !up) {
      LOG.info("Redis is reachable: storing all documents again");
      up = true;
      latest.all().forEach(this::publish);
    } else if (!now && up) {
      LOG.log(Level.WARNING, "Redis is away, keeping the latest version per key: {0}", reason);
      up = false;
    }
  }

  private void pause() {
    if (!pausing) {
      pausing = true;
      vertx.setTimer(
          RETRY_MS,
          _ ->
              loop.runOnContext(_ -> {
                pausing = false;
                drain();
              }));
    }
  }

  @Override
  public void close() {
    closed = true;
    vertx.cancelTimer(heartbeatTimer);
  }
}
