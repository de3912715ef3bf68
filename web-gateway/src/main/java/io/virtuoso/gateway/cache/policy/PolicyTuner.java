package io.virtuoso.gateway.cache.policy;

import com.github.benmanes.caffeine.cache.Ticker;
import io.virtuoso.gateway.GatewaySettings;
import io.virtuoso.gateway.cache.fill.FollowedKeys;
import io.virtuoso.gateway.cache.local.LocalCache;
import io.virtuoso.model.wire.DocumentClass;
import io.virtuoso.model.wire.DocumentKey;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * The cache manager: round by round it reads what was asked, how often that changes and how old it
 * was when served; moves soft limits inside their bounds, keeps hot keys new and lets cold ones go.
 * What it decides follows from the observation alone (see {@link LimitTuning}, {@link KeyTuning}).
 * Thread-safe; a round sorts every key that is remembered and belongs on no event loop.
 */
@Singleton
public final class PolicyTuner {
  private static final Logger LOG = Logger.getLogger(PolicyTuner.class);

  private final Demand demand;
  private final SoftLimits limits;
  private final FollowedKeys watched;
  private final LocalCache local;
  private final KeyTuning keyTuning;
  private final LimitTuning limitTuning = new LimitTuning();
  private final DecisionLog log;
  private final Duration period;
  private final Ticker ticker;
  private final InstantSource clock;

  private final Set<DocumentClass> overridden = ConcurrentHashMap.newKeySet();

  // guarded by this
  private long roundBegan;
  private long rounds;
  private volatile TuningReport report;

  @Inject
  PolicyTuner(
      Demand demand,
      SoftLimits limits,
      FollowedKeys watched,
      LocalCache local,
      GatewaySettings settings,
      Ticker ticker,
      InstantSource clock) {
    this(demand, limits, watched, local, settings.tuning(), ticker, clock);
  }

  PolicyTuner(
      Demand demand,
      SoftLimits limits,
      FollowedKeys watched,
      LocalCache local,
      GatewaySettings.Tuning settings,
      Ticker ticker,
      InstantSource clock) {
    this.demand = demand;
    this.limits = limits;
    this.watched = watched;
    this.local = local;
    this.keyTuning =
        new KeyTuning(
            settings.hot(),
            settings.cold(),
            settings.maxHot(),
            settings.pinned().stream().map(DocumentKey::new).collect(Collectors.toSet()));
    this.log = new DecisionLog(settings.maxDecisions());
    this.period = settings.period();
    this.ticker = ticker;
    this.clock = clock;
    this.roundBegan = ticker.read();
    this.report =
        TuningReport.of(Observation.NOTHING, null, clock.instant().plus(period), 0, log.entries());
    watched.onAnnounced(demand::announced);
  }

  /** Looks, decides and acts; the decisions in the order in which they were made. */
  public synchronized List<Decision> round() {
    Observation observation = observe();
    List<Decision> decisions = new ArrayList<>(keyTuning.decide(observation.keys()));
    for (Observation.OfClass each : observation.classes()) {
      limitTuning
          .decide(each, observation.keysOf(each.limit().documents()))
          .ifPresent(decisions::add);
    }
    Instant now = clock.instant();
    for (Decision decision : decisions) {
      act(decision);
      tell(log.add(now, decision));
    }
    report = TuningReport.of(observation, now, now.plus(period), ++rounds, log.entries());
    return decisions;
  }

  /** The limit of that class and its bounds. */
  public SoftLimit limit(DocumentClass documents) {
    return limits.softLimits().stream()
        .filter(limit -> limit.documents() == documents)
        .findFirst()
        .orElseThrow();
  }

  /**
   * Settles the limit of a class by hand, within its bounds; no round moves it until {@link
   * #release}.
   */
  public synchronized void override(DocumentClass documents, long softMs) {
    overridden.add(documents);
    limits.soften(documents, softMs);
  }

  /** Gives a class back to the rounds, beginning where it is configured. */
  public synchronized void release(DocumentClass documents) {
    overridden.remove(documents);
    limits.soften(documents, limit(documents).configuredMs());
  }

  /** The classes whose limit was settled by hand. */
  public Set<DocumentClass> overridden() {
    return Set.copyOf(overridden);
  }

  /** What the last round saw and what all of them decided; never waits for a round. */
  public TuningReport report() {
    return report;
  }

  private Observation observe() {
    long now = ticker.read();
    double seconds = (now - roundBegan) / (double) TimeUnit.SECONDS.toNanos(1);
    roundBegan = now;
    return demand.observe(seconds, limits.softLimits(), overridden, watched::isWatched);
  }

  private static void tell(Decided decided) {
    LOG.infof(
        "%s %s %s: %s -> %s, %s",
        decided.kind(),
        decided.route(),
        decided.keys(),
        decided.before(),
        decided.after(),
        decided.reason());
  }

  private void act(Decision decision) {
    switch (decision) {
      case Decision.MoveLimit(DocumentClass documents, _, long afterMs, _) ->
          limits.soften(documents, afterMs);
      case Decision.Prewarm(_, List<DocumentKey> keys, _) -> keys.forEach(this::keepNew);
      case Decision.LetGo(_, List<DocumentKey> keys, _) -> keys.forEach(this::letGo);
    }
  }

  private void keepNew(DocumentKey key) {
    if (demand.watch(key, true)) {
      watched.watch(key);
    }
  }

  private void letGo(DocumentKey key) {
    if (demand.watch(key, false)) {
      watched.unwatch(key);
    }
    if (!watched.isWatched(key)) {
      local.drop(key);
      demand.forget(key);
    }
  }
}
