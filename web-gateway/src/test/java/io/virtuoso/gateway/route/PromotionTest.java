package io.virtuoso.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.virtuoso.gateway.cache.Breaker;
import io.virtuoso.gateway.cache.Leases;
import io.virtuoso.gateway.cache.SharedTier;
import io.virtuoso.gateway.cache.TierReport;
import io.virtuoso.gateway.cache.local.LocalCache;
import io.virtuoso.gateway.cache.policy.Demand;
import io.virtuoso.gateway.fixture.Documents;
import io.virtuoso.gateway.fixture.FakeClock;
import io.virtuoso.gateway.fixture.Patience;
import io.virtuoso.gateway.fixture.Settings;
import io.virtuoso.gateway.route.engine.EngineDocuments;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * Whatever arrives in whatever order from whichever tier: the local version never goes back, no
 * answer is marked younger than its own time says, and none is older than may be shown. The twin
 * knows only the largest version that anyone could have seen.
 */
class PromotionTest {
  private static final DocumentKey KEY = DocumentKey.MARKET_OVERVIEW;
  private static final Limits LIMITS = new Limits(2_000, 10_000, 900_000);

  private final FakeClock clock = new FakeClock();
  private final LocalCache local =
      new LocalCache(1_000_000, new SimpleMeterRegistry(), Runnable::run);
  private final @Nullable StoredDocument[] there = new StoredDocument[3];
  private final Freshness freshness = new Freshness(clock, Settings.freshness());
  private final DocumentRouter router =
      new DocumentRouter(
          local,
          new Journeys(
              local,
              List.of(tier("redis", 0), tier("memcached", 1)),
              this::engine,
              this::turn,
              freshness,
              () -> true,
              Duration.ofMillis(500),
              8,
              clock),
          freshness,
          new Demand(10, new SimpleMeterRegistry()),
          Duration.ofMillis(150),
          new SimpleMeterRegistry());
  private boolean brought;
  private boolean slow;
  private final List<Runnable> underWay = new ArrayList<>();

  private SharedTier tier(String name, int index) {
    return new SharedTier() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Uni<Optional<StoredDocument>> find(DocumentKey key, Consumer<StoredDocument> late) {
        StoredDocument copy = there[index];
        if (!slow || copy == null) {
          return Uni.createFrom().item(Optional.ofNullable(copy));
        }
        underWay.add(() -> late.accept(copy));
        return Uni.createFrom().item(Optional.empty());
      }

      @Override
      public TierReport report() {
        Breaker breaker = new Breaker(() -> 0, 1, Duration.ofSeconds(1));
        return TierReport.shared(name, "up", null, breaker, Map.of());
      }
    };
  }

  private Uni<EngineDocuments.Reply> engine(DocumentKey key) {
    arrive();
    StoredDocument document = there[2];
    return document == null
        ? Uni.createFrom().failure(new IllegalStateException("down"))
        : Uni.createFrom().item(new EngineDocuments.Reply.Document(document));
  }

  private Uni<Leases.Turn> turn(DocumentKey key, long heldVersion) {
    StoredDocument document = there[0];
    return Uni.createFrom()
        .item(
            brought && document != null && document.version() > heldVersion
                ? new Leases.Brought(document)
                : new Leases.Untold());
  }

  @Property(tries = 300)
  void neverBackAndNeverYoungerThanItIs(
      @ForAll @Size(min = 1, max = 80) List<@IntRange(min = 0, max = 99_999) Integer> steps) {
    local.onNewer(document -> {});
    long seen = 0;
    for (int step : steps) {
      int what = step % 10;
      int amount = step / 10;
      switch (what) {
        case 0, 1, 2 -> there[what] = aged(amount * 200L);
        case 3 -> there[amount % 3] = null;
        case 4 -> local.offer(aged(amount * 20L));
        case 5 -> clock.advance(Duration.ofMillis(amount));
        case 6 -> brought = !brought;
        case 7 -> slow = !slow;
        case 8 -> arrive();
        default -> ask();
      }
      StoredDocument held = local.peek(KEY);
      long now = held == null ? 0 : held.version();
      assertThat(now).isGreaterThanOrEqualTo(seen);
      seen = now;
    }
  }

  private void ask() {
    StoredDocument before = local.peek(KEY);
    try {
      Answer answer = router.find(KEY).await().atMost(Patience.LONG);
      StoredDocument document = answer.document();
      long age = clock.millis() - document.asOfMs();
      assertThat(age).isLessThanOrEqualTo(LIMITS.dropMs());
      assertThat(answer.state()).isEqualTo(LIMITS.state(Math.max(0, age)));
      assertThat(document.version()).isGreaterThanOrEqualTo(before == null ? 0 : before.version());
      assertThat(answer.cacheStatus()).contains("; ttl=" + Math.floorDiv(2_000 - age, 1_000));
    } catch (NothingHonestException nothing) {
      StoredDocument held = local.peek(KEY);
      assertThat(held == null || clock.millis() - held.asOfMs() > LIMITS.dropMs())
          .as("a copy that may be shown is shown")
          .isTrue();
    }
  }

  /** What a tier had after its budget. */
  private void arrive() {
    underWay.forEach(Runnable::run);
    underWay.clear();
  }

  private StoredDocument aged(long ms) {
    return Documents.of(KEY, clock.millis() - ms, "{\"symbols\":3}");
  }
}
