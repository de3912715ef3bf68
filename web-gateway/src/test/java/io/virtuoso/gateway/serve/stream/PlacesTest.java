package io.virtuoso.gateway.serve.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.virtuoso.gateway.fixture.Patience;
import io.virtuoso.gateway.fixture.Settings;
import io.virtuoso.gateway.serve.problem.Problem;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PlacesTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Places places =
      new Places(
          Settings.of(
              Map.of(
                  "virtuoso.gateway.stream.max-connections", "3",
                  "virtuoso.gateway.stream.max-connections-per-client", "2")),
          registry);

  @Test
  void aPlaceIsOneOfTheClientsAndOneOfAll() {
    assertThat(places.enter("a")).isNull();
    assertThat(places.enter("a")).isNull();
    assertThat(places.enter("a")).isNotNull().extracting(Problem::status).isEqualTo(429);
    assertThat(places.enter("b")).isNull();
    assertThat(places.enter("b")).isNotNull().extracting(Problem::status).isEqualTo(503);
    assertThat(open()).isEqualTo(3);
    places.leave("a");
    assertThat(places.enter("b")).isNull();
    assertThat(places.enter("a")).isNotNull();
    assertThat(open()).isEqualTo(3);
  }

  @Test
  void nobodyGetsInBesideTheOthers() throws InterruptedException {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch done = new CountDownLatch(8);
    for (int thread = 0; thread < 8; thread++) {
      String client = "c" + thread;
      Thread.ofVirtual()
          .start(() -> {
            for (int i = 0; i < 2_000; i++) {
              if (places.enter(client) == null) {
                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                inside.decrementAndGet();
                places.leave(client);
              }
            }
            done.countDown();
          });
    }
    assertThat(done.await(Patience.LONG_MS, TimeUnit.MILLISECONDS)).isTrue();
    assertThat(most.get()).isBetween(1, 3);
    assertThat(open()).isZero();
    assertThat(places.awaitNone(0)).isTrue();
  }

  private double open() {
    return registry.get("virtuoso.stream.connections").gauge().value();
  }
}
