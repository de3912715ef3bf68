package io.virtuoso.gateway.cache.fill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Future;
import io.vertx.mutiny.redis.client.RedisConnection;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SubscriptionTest {
  private final AtomicInteger closed = new AtomicInteger();
  private final RedisConnection connection =
      RedisConnection.newInstance(
          (io.vertx.redis.client.RedisConnection)
              Proxy.newProxyInstance(
                  getClass().getClassLoader(),
                  new Class<?>[] {io.vertx.redis.client.RedisConnection.class},
                  (proxy, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("close");
                    closed.incrementAndGet();
                    return Future.succeededFuture();
                  }));

  @Test
  void aConnectionThatComesTooLateGoesBackToItsPool() {
    AtomicReference<UniEmitter<? super RedisConnection>> pool = new AtomicReference<>();
    Uni<RedisConnection> connecting = Uni.createFrom().emitter(emitter -> pool.set(emitter));

    Uni<RedisConnection> timely = Subscription.timely(connecting, Duration.ofMillis(1));
    assertThatThrownBy(() -> timely.await().indefinitely()).isInstanceOf(TimeoutException.class);
    assertThat(closed).hasValue(0);

    pool.get().complete(connection);
    assertThat(closed).hasValue(1);
  }

  @Test
  void aConnectionInTimeStaysOpen() {
    Uni<RedisConnection> timely =
        Subscription.timely(Uni.createFrom().item(connection), Duration.ofMinutes(1));

    assertThat(timely.await().indefinitely()).isSameAs(connection);
    assertThat(closed).hasValue(0);
  }

  @Test
  void aRefusedConnectionIsARefusal() {
    Uni<RedisConnection> timely =
        Subscription.timely(
            Uni.createFrom().failure(new IllegalStateException("refused")), Duration.ofMinutes(1));

    assertThatThrownBy(() -> timely.await().indefinitely()).hasMessage("refused");
  }
}
