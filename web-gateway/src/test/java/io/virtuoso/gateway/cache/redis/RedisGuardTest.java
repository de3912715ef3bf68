package io.virtuoso.gateway.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.virtuoso.gateway.cache.Breaker;
import io.virtuoso.gateway.fixture.Patience;
import io.virtuoso.gateway.fixture.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RedisGuardTest {
  private static final int FAILURES = 5;

  private final RedisGuard guard = guard("1ms");
  private final CompletableFuture<String> answer = new CompletableFuture<>();
  private final List<String> late = new ArrayList<>();

  private static RedisGuard guard(String budget) {
    return new RedisGuard(
        Settings.of(
            Map.of(
                "virtuoso.gateway.redis.budget", budget,
                "virtuoso.gateway.redis.open", "1h",
                "virtuoso.gateway.redis.max-in-flight", "1")),
        new SimpleMeterRegistry(),
        Ticker.systemTicker());
  }

  @Test
  void whatComesAfterTheBudgetIsHandedOverLate() {
    assertThat(ask()).isEqualTo("nothing");
    assertThat(late).isEmpty();
    answer.complete("copy");
    assertThat(late).containsExactly("copy");
    assertThat(guard.meter().counts()).containsEntry("timeouts", 1L);
  }

  @Test
  void whatFailsAfterTheBudgetIsHandedToNobody() {
    assertThat(ask()).isEqualTo("nothing");
    answer.completeExceptionally(new IllegalStateException("reset"));
    assertThat(late).isEmpty();
    assertThat(guard.meter().counts()).containsEntry("errors", 0L);
  }

  @Test
  void whatComesInTimeIsNotLate() {
    answer.complete("copy");
    assertThat(ask(guard(Patience.BUDGET))).isEqualTo("copy");
    assertThat(late).isEmpty();
  }

  @Test
  void oneThatGaveUpTakesNoPlace() {
    for (int i = 0; i < FAILURES; i++) {
      assertThat(ask()).isEqualTo("nothing");
    }
    assertThat(guard.meter().counts()).containsEntry("timeouts", (long) FAILURES);
    assertThat(guard.breaker().state()).isEqualTo(Breaker.State.OPEN);
    assertThat(ask()).isEqualTo("nothing");
    assertThat(guard.meter().counts()).containsEntry("skipped", 1L);
  }

  @Test
  void aStartIsNotHeldUpByTheBreakerAndClosesIt() {
    for (int i = 0; i < FAILURES; i++) {
      ask();
    }
    assertThat(patiently(Uni.createFrom().item("copy"), Patience.LONG)).isEqualTo("copy");
    assertThat(guard.breaker().state()).isEqualTo(Breaker.State.CLOSED);
  }

  @Test
  void aStartWaitsOnlySoLong() {
    Uni<String> never = Uni.createFrom().nothing();
    assertThat(patiently(never, Duration.ofMillis(1))).isEqualTo("nothing");
    Uni<String> refused = Uni.createFrom().failure(new IllegalStateException("refused"));
    assertThat(patiently(refused, Patience.LONG)).isEqualTo("nothing");
  }

  private String ask() {
    return ask(guard);
  }

  private String ask(RedisGuard guard) {
    return guard
        .run(() -> Uni.createFrom().completionStage(answer::copy), "nothing", late::add)
        .await()
        .atMost(Patience.LONG);
  }

  private String patiently(Uni<String> command, Duration patience) {
    return guard.patiently(command, "nothing", patience).await().atMost(Patience.LONG);
  }
}
