package io.virtuoso.gateway.cache.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.virtuoso.gateway.cache.fill.FollowedKeys;
import io.virtuoso.gateway.cache.local.LocalCache;
import io.virtuoso.gateway.fixture.Documents;
import io.virtuoso.gateway.fixture.FakeClock;
import io.virtuoso.gateway.fixture.Settings;
import io.virtuoso.model.Symbol;
import io.virtuoso.model.wire.Announcement;
import io.virtuoso.model.wire.DocumentClass;
import io.virtuoso.model.wire.DocumentKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class PolicyTunerTest {
  private static final DocumentKey KEY = DocumentKey.confluence(new Symbol("BTCUSDT"));
  private static final Duration PERIOD = Duration.ofMinutes(3);

  private static final class FakeLimits implements SoftLimits {
    private SoftLimit limit =
        new SoftLimit(DocumentClass.CONFLUENCE_SCORES, 250, 1_000, 2_000, 1_000);

    @Override
    public List<SoftLimit> softLimits() {
      return List.of(limit);
    }

    @Override
    public void soften(DocumentClass documents, long softMs) {
      limit = new SoftLimit(documents, limit.minMs(), limit.configuredMs(), limit.maxMs(), softMs);
    }
  }

  private static final class FakeKeys implements FollowedKeys {
    final Set<DocumentKey> watched = new HashSet<>();
    final List<Consumer<Announcement>> listeners = new ArrayList<>();

    @Override
    public boolean isWatched(DocumentKey key) {
      return watched.contains(key);
    }

    @Override
    public void onAnnounced(Consumer<Announcement> listener) {
      listeners.add(listener);
    }

    @Override
    public void watch(DocumentKey key) {
      watched.add(key);
    }

    @Override
    public void unwatch(DocumentKey key) {
      watched.remove(key);
    }
  }

  /** A gateway in small, with its clock in the test's hands. */
  private static final class Gateway {
    final FakeClock clock = new FakeClock();
    final FakeLimits limits = new FakeLimits();
    final FakeKeys keys = new FakeKeys();
    final LocalCache local = new LocalCache(1_000_000, new SimpleMeterRegistry(), Runnable::run);
    final Demand demand = new Demand(100, new SimpleMeterRegistry());
    final PolicyTuner tuner =
        new PolicyTuner(demand, limits, keys, local, Settings.of(Map.of()).tuning(), clock, clock);

    /** One period with a version every so often, each served once, and the round that ends it. */
    List<Decision> period(Duration interval) {
      for (Duration at = Duration.ZERO; at.compareTo(PERIOD) < 0; at = at.plus(interval)) {
        long now = clock.millis();
        local.offer(Documents.of(KEY, now, "{}"));
        demand.served(KEY, 20);
        keys.listeners.forEach(each -> each.accept(new Announcement(KEY, now * 1_000, now)));
        clock.advance(interval);
      }
      return tuner.round();
    }

    List<Decision> silence() {
      clock.advance(PERIOD);
      return tuner.round();
    }
  }

  @Test
  void aKeyIsKeptNewWhileItIsHotAndLetGoWhenItIsCold() {
    Gateway gateway = new Gateway();
    assertThat(gateway.period(Duration.ofSeconds(1)))
        .hasAtLeastOneElementOfType(Decision.Prewarm.class);
    assertThat(gateway.keys.watched).containsExactly(KEY);
    for (int i = 0; i < 20 && gateway.keys.watched.contains(KEY); i++) {
      assertThat(gateway.local.peek(KEY)).isNotNull();
      gateway.silence();
    }
    assertThat(gateway.keys.watched).isEmpty();
    assertThat(gateway.local.peek(KEY)).isNull();
    assertThat(gateway.tuner.report().decisions())
        .extracting(Decided::kind)
        .containsExactly("let_go", "prewarm");
  }

  @Test
  void fastVersionsLowerTheLimitAndSilenceBringsItBack() {
    Gateway gateway = new Gateway();
    for (int i = 0; i < 4; i++) {
      gateway.period(Duration.ofMillis(250));
    }
    assertThat(gateway.limits.limit.nowMs()).isEqualTo(500);
    for (int i = 0; i < 5; i++) {
      gateway.silence();
    }
    assertThat(gateway.limits.limit.nowMs()).isEqualTo(1_000);
    assertThat(gateway.tuner.report().decisions())
        .filteredOn(each -> each.keyCount() == 0)
        .extracting(Decided::kind, Decided::before, Decided::after)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("raise", "500 ms", "1000 ms"),
            org.assertj.core.groups.Tuple.tuple("lower", "1000 ms", "500 ms"));
  }

  @Test
  void theSameDayIsDecidedTheSameWay() {
    Gateway one = new Gateway();
    Gateway two = new Gateway();
    for (int i = 0; i < 12; i++) {
      Duration interval = Duration.ofMillis(i % 5 == 4 ? 9_000 : 400);
      assertThat(one.period(interval)).isEqualTo(two.period(interval));
    }
    assertThat(one.tuner.report()).isEqualTo(two.tuner.report());
  }

  @Test
  void theReportTellsWhatWasSeen() {
    Gateway gateway = new Gateway();
    assertThat(gateway.tuner.report().roundAt()).isNull();
    gateway.period(Duration.ofSeconds(1));
    TuningReport report = gateway.tuner.report();
    assertThat(report.roundAt()).isEqualTo(gateway.clock.instant());
    assertThat(report.nextAt()).isEqualTo(gateway.clock.instant().plus(PERIOD));
    assertThat(report.routes())
        .containsExactly(
            new TuningReport.RoutePattern(
                "confluence_scores", 1, 1.0, 1_000L, new TuningReport.Ages(20, 20, 20, 20)));
    assertThat(report.hottest())
        .containsExactly(
            new TuningReport.HotKey(KEY.path(), "confluence_scores", 1.0, 1_000L, 20, false));
  }

  @Test
  void whatIsSetByHandHoldsUntilItIsGivenBack() {
    Gateway gateway = new Gateway();
    gateway.tuner.override(DocumentClass.CONFLUENCE_SCORES, 1_500);
    for (int i = 0; i < 5; i++) {
      gateway.period(Duration.ofMillis(250));
    }
    assertThat(gateway.limits.limit.nowMs()).isEqualTo(1_500);
    assertThat(gateway.tuner.overridden()).containsExactly(DocumentClass.CONFLUENCE_SCORES);
    gateway.tuner.release(DocumentClass.CONFLUENCE_SCORES);
    assertThat(gateway.limits.limit.nowMs()).isEqualTo(1_000);
    gateway.period(Duration.ofMillis(250));
    gateway.period(Duration.ofMillis(250));
    assertThat(gateway.limits.limit.nowMs()).isEqualTo(500);
  }

  @Test
  void manyKeysTakeNoMoreRoomThanThereIsAndTheAskedOnesStay() {
    Gateway gateway = new Gateway();
    for (int i = 0; i < 30; i++) {
      gateway.demand.served(KEY, 1);
    }
    for (int i = 0; i < 10_000; i++) {
      gateway.demand.served(new DocumentKey("candles/X" + i), 1);
    }
    gateway.silence();
    assertThat(gateway.tuner.report().keys()).isLessThanOrEqualTo(50);
    assertThat(gateway.tuner.report().hottest().getFirst().key()).isEqualTo(KEY.path());
  }

  @Test
  void nothingIsLostWhileManyCount() throws Exception {
    Gateway gateway = new Gateway();
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 50; i++) {
        callers.execute(() -> {
          for (int j = 0; j < 360; j++) {
            gateway.demand.served(KEY, j);
          }
        });
      }
    }
    gateway.silence();
    assertThat(gateway.tuner.report().hottest().getFirst().perSecond()).isEqualTo(100);
  }
}
