package io.virtuoso.gateway.route;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.virtuoso.gateway.FreshnessSettings;
import io.virtuoso.gateway.route.engine.CandleRange;
import io.virtuoso.model.wire.DocumentClass;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.FreshnessPolicy;
import io.virtuoso.model.wire.StoredDocument;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The limits in force, and the ages that they judge. What is configured says what may be called
 * live; within its bounds, when a document is refreshed may be learned, for a class or for a key.
 * Thread-safe.
 */
@Singleton
public final class Freshness {
  private static final int MAX_KEYS = 4_096;

  private final InstantSource clock;
  private final Map<DocumentClass, Policy> policies;
  private final Map<DocumentClass, Limits> ofClasses = new ConcurrentHashMap<>();
  private final Map<DocumentKey, Limits> ofKeys = new ConcurrentHashMap<>();

  /** Whether a candle document is complete, for as long as it is held anywhere. */
  private final Cache<StoredDocument, Boolean> complete =
      Caffeine.newBuilder().weakKeys().executor(Runnable::run).build();

  @Inject
  Freshness(InstantSource clock, FreshnessSettings settings) {
    this(clock, settings.classes());
  }

  /** The configured limits, by class code. */
  public Freshness(InstantSource clock, Map<String, FreshnessPolicy> configured) {
    this.clock = clock;
    this.policies = Policy.of(configured);
  }

  /** The limits in force for documents of that class. */
  public Limits of(DocumentClass documents) {
    Limits learned = ofClasses.get(documents);
    return learned == null ? policy(documents).limits() : learned;
  }

  /** The limits in force for a document of that key of which there is no copy yet. */
  public Limits of(DocumentKey key) {
    return of(key, DocumentClass.of(key));
  }

  /** The limits in force for that document. */
  public Limits of(StoredDocument document) {
    return of(document.key(), classOf(document));
  }

  /** Between which ages {@link #adapt} may put the moment of refreshing. */
  public Bounds bounds(DocumentClass documents) {
    return policy(documents).bounds();
  }

  /** The class of {@code document}: candles are closed ones only if it has all of its range. */
  public DocumentClass classOf(StoredDocument document) {
    DocumentClass documents = DocumentClass.of(document.key());
    return documents == DocumentClass.CANDLES && complete.get(document, Freshness::isComplete)
        ? DocumentClass.CLOSED_CANDLES
        : documents;
  }

  /**
   * From now on, documents of that class are refreshed at that age, or at the nearest one within
   * the bounds. What counts as live stays as it is.
   *
   * @return the age in force
   */
  public long adapt(DocumentClass documents, long refreshMs) {
    Policy policy = policy(documents);
    long clamped = policy.bounds().clamp(refreshMs);
    ofClasses.put(documents, policy.limits().refreshedAt(clamped));
    return clamped;
  }

  /**
   * The same for one document; it goes before what its class has learned. A few thousand keys are
   * remembered, further ones keep to their class.
   *
   * @return the age in force
   */
  public long adapt(DocumentKey key, long refreshMs) {
    DocumentClass documents = DocumentClass.of(key);
    Policy policy = policy(documents);
    if (documents == DocumentClass.CANDLES // the next version may be of closed ones
        || (ofKeys.size() >= MAX_KEYS && !ofKeys.containsKey(key))) {
      return of(documents).refreshMs();
    }
    long clamped = policy.bounds().clamp(refreshMs);
    ofKeys.put(key, policy.limits().refreshedAt(clamped));
    return clamped;
  }

  /** Takes back what was learned for that class. */
  public void forget(DocumentClass documents) {
    ofClasses.remove(documents);
  }

  /** Takes back what was learned for that document. */
  public void forget(DocumentKey key) {
    ofKeys.remove(key);
  }

  /** Time since the document's {@code as_of}, in ms, never negative. */
  public long ageMs(StoredDocument document) {
    return Math.max(0, clock.millis() - document.asOfMs());
  }

  /** Whether the document is live and nobody needs to think about a refresh of it. */
  boolean isCalm(StoredDocument document) {
    Limits limits = of(document);
    return ageMs(document) <= Math.min(limits.softMs(), EarlyRefresh.calmMs(limits));
  }

  /** Whether the document is live and no later version of it can say anything else. */
  boolean isFinal(StoredDocument document) {
    return classOf(document) == DocumentClass.CLOSED_CANDLES
        && ageMs(document) <= of(document).softMs();
  }

  private Limits of(DocumentKey key, DocumentClass documents) {
    Limits learned = ofKeys.isEmpty() ? null : ofKeys.get(key);
    return learned == null ? of(documents) : learned;
  }

  private static boolean isComplete(StoredDocument candles) {
    return CandleRange.of(candles.key()).isCompleteIn(candles);
  }

  private Policy policy(DocumentClass documents) {
    Policy policy = policies.get(documents);
    if (policy == null) {
      throw new IllegalStateException("no policy for " + documents);
    }
    return policy;
  }
}
