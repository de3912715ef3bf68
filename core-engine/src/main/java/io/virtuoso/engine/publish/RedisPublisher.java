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
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Stores documents in Redis if they are newer than what is there, and announces them, in one atomic
 * step. Publishing the same version twice is a no-op, so two engines may run side by side.
 *
 * <p>What waits to be stored is the latest version per key, so that Redis being away costs a
 * bounded amount of memory and nobody waits for it. Keys take turns, so that none starves. When
 * Redis comes back, or turns out to have forgotten us, everything is stored again.
 *
 * <p>Whoever publishes only puts into a map; all Redis work happens on one event loop.
 */
public final class RedisPublisher implements DocumentSink, AutoCloseable {
  private static final Logger LOG = Logger.getLogger(RedisPublisher.class.getName());

  /**
   * Versions are 20 digits, so that their order as text is their order as numbers. Only a document
   * may hold its place: whatever else lies there, and a version that no clock has reached yet, is
   * somebody's mistake or malice, and would otherwise keep us out for as long as it lives.
   */
  private static final String SET_IF_NEWER =
      """
      local head = ''
      if redis.call('TYPE', KEYS[1]).ok == 'string' then
        head = redis.call('GETRANGE', KEYS[1], 0, %d)
      end
      local held = string.sub(head, %d)
      if string.sub(head, 1, %d) == string.sub(ARGV[1], 1, %d) and string.match(held, '^%%d+$')
          and held >= ARGV[2] and (held <= ARGV[6] or ARGV[2] > ARGV[6]) then return 0 end
      redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[3])
      redis.call('PUBLISH', ARGV[4], ARGV[5])
      return 1
      """
          .formatted(
              StoredDocument.VERSION_END - 1,
              StoredDocument.VERSION_START + 1,
              StoredDocument.VERSION_START,
              StoredDocument.VERSION_START);

  /** Removes our version of a document, or an older one; a newer one is somebody else's. */
  private static final String REMOVE_UNLESS_NEWER =
      """
      if redis.call('TYPE', KEYS[1]).ok ~= 'string' then return 0 end
      local head = redis.call('GETRANGE', KEYS[1], 0, %d)
      if string.sub(head, 1, %d) ~= string.sub(ARGV[1], 1, %d)
          or string.sub(head, %d) > string.sub(ARGV[1], %d) then return 0 end
      return redis.call('DEL', KEYS[1])
      """
          .formatted(
              StoredDocument.VERSION_END - 1,
              StoredDocument.VERSION_START,
              StoredDocument.VERSION_START,
              StoredDocument.VERSION_START + 1,
              StoredDocument.VERSION_START + 1);

  /** How far another engine's clock may be ahead of ours. */
  private static final long MAX_LEAD_MS = 300_000;

  private static final long VERSIONS_PER_MS = 1_000;

  /** The script's answer when the document was newer. */
  private static final String STORED = "1";

  /** Says that we are there, and finds out whether Redis has lost what we stored. */
  private static final String BEAT =
      """
      redis.call('PUBLISH', ARGV[1], ARGV[2])
      local unknown = redis.call('SET', KEYS[1], '', 'NX') and 1 or 0
      redis.call('PEXPIRE', KEYS[1], ARGV[3])
      return unknown
      """;

  /** The script's answer when Redis did not know us. */
  private static final String FORGOTTEN = "1";

  private static final int IN_FLIGHT = 64;

  /** What a command may take. */
  static final Duration COMMAND_TIMEOUT = Duration.ofMillis(500);

  private static final long RETRY_MS = 500;
  private static final long PRESENCE_MS = 900_000;

  private final Vertx vertx;
  private final Redis redis;
  private final LatestDocuments latest;
  private final ToLongFunction<DocumentKey> lifetimesMs;
  private final LongSupplier nowMs;
  private final Map<DocumentKey, StoredDocument> waiting = new ConcurrentHashMap<>();

  /** The keys of {@code waiting}, the one that has waited longest first. */
  private final Queue<DocumentKey> turns = new ConcurrentLinkedQueue<>();

  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final AtomicLong published = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final long commandTimeoutMs;
  private final Context loop;
  private final long heartbeatTimer;

  /** Lies in Redis as long as we do not stop to say that we are there. */
  private final String presence = "virtuoso:engine:{" + UUID.randomUUID() + "}";

  private volatile boolean up;
  private volatile boolean closed;
  private int inFlight;
  private boolean pausing;
  private long beats;

  /**
   * Starts publishing.
   *
   * @param latest what is stored again when Redis comes back
   * @param lifetimesMs how long a document stays in Redis when no newer one replaces it, in ms
   * @param nowMs what time it is, ms since the epoch
   */
  public RedisPublisher(
      Vertx vertx,
      Redis redis,
      LatestDocuments latest,
      ToLongFunction<DocumentKey> lifetimesMs,
      LongSupplier nowMs) {
    this(vertx, redis, latest, lifetimesMs, nowMs, COMMAND_TIMEOUT);
  }

  RedisPublisher(
      Vertx vertx,
      Redis redis,
      LatestDocuments latest,
      ToLongFunction<DocumentKey> lifetimesMs,
      LongSupplier nowMs,
      Duration commandTimeout) {
    this.nowMs = nowMs;
    this.commandTimeoutMs = commandTimeout.toMillis();
    this.vertx = vertx;
    this.redis = redis;
    this.latest = latest;
    this.lifetimesMs = lifetimesMs;
    this.loop = vertx.getOrCreateContext();
    this.heartbeatTimer = vertx.setPeriodic(Announcement.HEARTBEAT_MS, _ -> beat());
    loop.runOnContext(_ -> beat());
  }

  @Override
  public void publish(StoredDocument document) {
    if (closed) {
      return;
    }
    if (document.body().length > StoredDocument.MAX_BODY) { // no reader would take it
      refused.incrementAndGet();
      return;
    }
    enqueue(document);
    schedule();
  }

  /**
   * Takes a document out of Redis that nobody will publish again. Tried once, for if it fails the
   * document's lifetime ends it.
   *
   * @param last the newest version that was published
   */
  public void withdraw(StoredDocument last) {
    waiting.remove(last.key());
    loop.runOnContext(_ -> {
      Request script =
          Request.cmd(Command.EVAL)
              .arg(REMOVE_UNLESS_NEWER)
              .arg("1")
              .arg(last.key().stored())
              .arg(Buffer.buffer(last.beginning()));
      var _ = send(script);
    });
  }

  private void enqueue(StoredDocument document) {
    waiting.compute(
        document.key(),
        (key, held) -> {
          if (held == null) {
            turns.add(key);
            return document;
          }
          return document.version() > held.version() ? document : held;
        });
  }

  /** Whether Redis took the last command. */
  public boolean isUp() {
    return up;
  }

  /** Documents stored and announced since start. */
  public long published() {
    return published.get();
  }

  /** Documents that were not newer than what was stored, or too long for anybody to read. */
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
    if (scheduled.compareAndSet(false, true)) {
      loop.runOnContext(_ -> {
        scheduled.set(false);
        drain();
      });
    }
  }

  private void drain() {
    while (!closed && !pausing && inFlight < IN_FLIGHT) {
      DocumentKey key = turns.poll();
      if (key == null) {
        return;
      }
      StoredDocument document = waiting.remove(key);
      if (document != null) {
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
            .arg(Long.toString(lifetimesMs.applyAsLong(document.key())))
            .arg(Announcement.CHANNEL)
            .arg(new Announcement(document.key(), document.version(), document.asOfMs()).encode())
            .arg("%020d".formatted((nowMs.getAsLong() + MAX_LEAD_MS) * VERSIONS_PER_MS));
    var _ =
        send(script)
            .onComplete(result -> {
              boolean failure = result.failed();
              boolean stored = !failure && STORED.equals(String.valueOf(result.result()));
              loop.runOnContext(_ -> settled(document, failure, stored));
            });
  }

  private void settled(StoredDocument document, boolean failure, boolean stored) {
    inFlight--;
    if (failure) {
      enqueue(document);
      pause();
    } else {
      (stored ? published : refused).incrementAndGet();
    }
    drain();
  }

  private void beat() {
    if (closed) {
      return;
    }
    Announcement heartbeat = new Announcement(Announcement.HEARTBEAT, ++beats, nowMs.getAsLong());
    Request script =
        Request.cmd(Command.EVAL)
            .arg(BEAT)
            .arg("1")
            .arg(presence)
            .arg(Announcement.CHANNEL)
            .arg(heartbeat.encode())
            .arg(Long.toString(PRESENCE_MS));
    var _ =
        send(script)
            .onSuccess(answer -> {
              if (FORGOTTEN.equals(String.valueOf(answer))) {
                latest.all().forEach(this::publish);
              }
            });
  }

  private Future<@Nullable Response> send(Request request) {
    return redis
        .send(request)
        .timeout(commandTimeoutMs, TimeUnit.MILLISECONDS)
        .onSuccess(_ -> reachable(true, ""))
        .onFailure(cause -> {
          failed.incrementAndGet();
          reachable(false, String.valueOf(cause.getMessage()));
        });
  }

  private void reachable(boolean now, String reason) {
    if (now && !up) {
      LOG.info("Redis is reachable: storing all documents");
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

  /** Nothing is sent after it; what waits is gone with the engine. */
  @Override
  public void close() {
    closed = true;
    vertx.cancelTimer(heartbeatTimer);
    waiting.clear();
    turns.clear();
  }
}
