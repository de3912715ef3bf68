package io.virtuoso.gateway.cache.fill;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Response;
import io.virtuoso.gateway.GatewaySettings;
import io.virtuoso.gateway.cache.local.LocalCache;
import io.virtuoso.model.wire.DocumentKey;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;

/**
 * Gives local copies up because somebody says so, here and in the other gateways. What the engines
 * publish is not touched: the next question fetches anew from there. Thread-safe.
 */
@Singleton
public final class Invalidation {
  /** The Redis channel on which gateways tell each other: {@code <who> <scope>}. */
  static final String CHANNEL = "virtuoso:gateways";

  private static final Logger LOG = Logger.getLogger(Invalidation.class);

  private final LocalCache local;
  private final ReactiveRedisDataSource redis;
  private final Duration budget;
  private final Counter heard;
  private final Counter unreadable;
  private final String self = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());

  @Inject
  Invalidation(
      LocalCache local,
      ReactiveRedisDataSource redis,
      GatewaySettings settings,
      MeterRegistry registry) {
    this.local = local;
    this.redis = redis;
    this.budget = settings.redis().budget();
    this.heard = registry.counter("virtuoso.invalidations", "outcome", "heard");
    this.unreadable = registry.counter("virtuoso.invalidations", "outcome", "unreadable");
  }

  /** Gives up the local copies within the scope; their keys, by name. */
  public List<DocumentKey> drop(Scope scope) {
    return local.keys().stream()
        .filter(scope::covers)
        .filter(local::drop)
        .sorted((a, b) -> a.path().compareTo(b.path()))
        .toList();
  }

  /**
   * Tells every gateway that listens, this one included, which does not heed itself.
   *
   * @return how many heard it; empty when Redis could not be reached in time
   */
  public Uni<OptionalLong> tell(Scope scope) {
    return redis
        .execute("PUBLISH", CHANNEL, self + " " + scope.encode())
        .ifNoItem()
        .after(budget)
        .fail()
        .map(Invalidation::listeners)
        .onFailure()
        .recoverWithItem(failure -> {
          LOG.warnf("Other gateways were not told to drop %s: %s", scope.encode(), failure);
          return OptionalLong.empty();
        });
  }

  /** Another gateway, or this one, has said that. */
  void heard(String text) {
    int space = text.indexOf(' ');
    String who = space < 0 ? "" : text.substring(0, space);
    if (who.equals(self)) {
      return;
    }
    Scope.decode(text.substring(space + 1))
        .ifPresentOrElse(
            scope -> {
              heard.increment();
              LOG.infof("Dropped %d local copies for another gateway", drop(scope).size());
            },
            unreadable::increment);
  }

  private static OptionalLong listeners(Response response) {
    Long count = response == null ? null : response.toLong();
    return count == null ? OptionalLong.empty() : OptionalLong.of(count);
  }
}
