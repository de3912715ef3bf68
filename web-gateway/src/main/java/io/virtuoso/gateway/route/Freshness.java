package io.virtuoso.gateway.route;

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

  /** The limits in force for that document. */
  public Limits of(DocumentKey key) {
    Limits learned = ofKeys.isEmpty() ? null : ofKeys.get(key);
    return learned == null ? of(classOf(key)) : learned;
  }

  /** Between which ages {@link #adapt} may put the moment of refreshing. */
  public Bounds bounds(DocumentClass documents) {
    return policy(documents).bounds();
  }

  /** The class of {@code key} now: candles close as time goes by. */
  public DocumentClass classOf(DocumentKey key) {
    DocumentClass documents = DocumentClass.of(key);
    return documents == DocumentClass.CANDLES && CandleRange.of(key).isClosedAt(clock.millis())
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
    DocumentClass documents = classOf(key);
    Policy policy = policy(documents);
    if (documents == DocumentClass.CANDLES // the next moment it may have closed
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

  /**
   * The earliest {@code as_of}, in ms since the epoch, of a document of that key that is live and
   * of which nobody needs to think about a refresh.
   */
  long calmSince(DocumentKey key) {
    Limits limits = of(key);
    return clock.millis() - Math.min(limits.softMs(), EarlyRefresh.calmMs(limits));
  }

  private Policy policy(DocumentClass documents) {
    Policy policy = policies.get(documents);
    if (policy == null) {
      throw new IllegalStateException("no policy for " + documents);
    }
    return policy;
  }
}
