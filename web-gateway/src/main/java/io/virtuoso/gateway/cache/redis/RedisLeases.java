package io.virtuoso.gateway.cache.redis;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import io.virtuoso.gateway.cache.Belief;
import io.virtuoso.gateway.cache.Leases;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.UUID;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Turns kept in Redis. A lease lives shortly and is renewed while its holder waits for the engine,
 * so a holder that dies is followed soon. What the holder brings home takes the lease's place for a
 * moment, so that whoever waits takes it from there instead of asking again.
 */
@Singleton
public final class RedisLeases implements Leases {
  private static final int MAX_HANDED_OVER = 256 * 1_024;
  private static final Turn TAKEN = new Taken();
  private static final Turn UNTOLD = new Untold();

  /**
   * How long what lasts, in ms.
   *
   * @param life for how long the others wait for a holder that has died
   * @param renewal how often a holder that lives says so
   * @param handedOver for how long what was brought is there for the others
   */
  record Times(long life, long renewal, long handedOver) {
    static final Times USUAL = new Times(250, 80, 500);

    /** What lives longer is no lease. */
    long longest() {
      return 2 * Math.max(life, handedOver);
    }
  }

  /**
   * Answers 1 for granted, 0 for taken, or the document handed over. What lives longer than any
   * lease is none.
   */
  private static final String TAKE =
      """
      local held = redis.pcall('GET', KEYS[1])
      local left = redis.call('PTTL', KEYS[1])
      if type(held) == 'string' and left >= 0 and left <= tonumber(ARGV[4]) then
        if string.sub(held, 1, %1$d) ~= 'VD1 ' then return 0 end
        if string.sub(held, %2$d, %3$d) > ARGV[3] then return held end
      end
      redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
      return 1
      """
          .formatted(
              StoredDocument.VERSION_START,
              StoredDocument.VERSION_START + 1,
              StoredDocument.VERSION_END);

  private static final String RENEW =
      """
      if redis.pcall('GET', KEYS[1]) ~= ARGV[1] then return 0 end
      return redis.call('PEXPIRE', KEYS[1], ARGV[2])
      """;

  private static final String RELEASE =
      """
      if redis.pcall('GET', KEYS[1]) ~= ARGV[1] then return 0 end
      if ARGV[2] == '' then return redis.call('DEL', KEYS[1]) end
      redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
      return 1
      """;

  private final Redis redis;
  private final RedisGuard guard;
  private final Belief belief;
  private final MeterRegistry registry;
  private final Times times;
  private final String self = UUID.randomUUID().toString();

  @Inject
  RedisLeases(Redis redis, RedisGuard guard, Belief belief, MeterRegistry registry) {
    this(redis, guard, belief, registry, Times.USUAL);
  }

  RedisLeases(Redis redis, RedisGuard guard, Belief belief, MeterRegistry registry, Times times) {
    this.times = times;
    this.redis = redis;
    this.guard = guard;
    this.belief = belief;
    this.registry = registry;
  }

  @Override
  public Uni<Turn> turn(DocumentKey key, long heldVersion) {
    String lease = "virtuoso:lease:{" + key + "}";
    String token = self + ":" + UUID.randomUUID();
    Request take =
        script(TAKE, lease)
            .arg(token)
            .arg(Long.toString(times.life()))
            .arg("%020d".formatted(heldVersion))
            .arg(Long.toString(times.longest()));
    return guard
        .<Turn>run(() -> redis.send(take).map(answer -> read(key, lease, token, answer)), UNTOLD)
        .invoke(turn -> registry.counter("virtuoso.leases", "outcome", outcome(turn)).increment());
  }

  private Turn read(DocumentKey key, String lease, String token, @Nullable Response answer) {
    if (answer == null) {
      return UNTOLD;
    }
    if (answer.type() == ResponseType.NUMBER) {
      return answer.toInteger() == 1 ? new Held(lease, token) : TAKEN;
    }
    try {
      StoredDocument document = StoredDocument.decode(key, answer.toBytes());
      return belief.objection(document).isEmpty() ? new Brought(document) : UNTOLD;
    } catch (StoredDocument.Refused planted) {
      guard.meter().refused(planted.code());
      return UNTOLD; // gone by itself in a moment
    }
  }

  private static String outcome(Turn turn) {
    return switch (turn) {
      case Granted granted -> "granted";
      case Brought brought -> "brought";
      case Taken taken -> "taken";
      case Untold untold -> "untold";
    };
  }

  private static Request script(String script, String lease) {
    return Request.cmd(Command.EVAL).arg(script).arg("1").arg(lease);
  }

  private void send(Request command) {
    guard.run(() -> redis.send(command).replaceWith(true), false).subscribe().with(sent -> {});
  }

  /** A turn that is ours. */
  private final class Held implements Granted {
    private final String lease;
    private final String token;
    private final ScheduledFuture<?> renewal;

    Held(String lease, String token) {
      this.lease = lease;
      this.token = token;
      this.renewal =
          Infrastructure.getDefaultWorkerPool()
              .scheduleAtFixedRate(
                  this::renew, times.renewal(), times.renewal(), TimeUnit.MILLISECONDS);
    }

    private void renew() {
      send(script(RENEW, lease).arg(token).arg(Long.toString(times.life())));
    }

    @Override
    public void done(@Nullable StoredDocument document) {
      renewal.cancel(false);
      if (document == null || document.body().length <= StoredDocument.COMPRESS_ABOVE) {
        release(document);
      } else { // compressed, which no event loop has the time for
        Infrastructure.getDefaultWorkerPool().execute(() -> release(document));
      }
    }

    private void release(@Nullable StoredDocument document) {
      byte[] value = document == null ? new byte[0] : document.encode();
      boolean handOver = value.length <= MAX_HANDED_OVER;
      send(
          script(RELEASE, lease)
              .arg(token)
              .arg(handOver ? value : new byte[0])
              .arg(Long.toString(times.handedOver())));
    }
  }
}
