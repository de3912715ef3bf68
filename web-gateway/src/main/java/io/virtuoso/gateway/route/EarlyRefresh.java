package io.virtuoso.gateway.route;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import java.util.function.DoubleSupplier;

/**
 * Decides to refresh a copy a little before its time, so that no reader meets it late and copies of
 * one age are not all refreshed at one moment. The moment itself lies up to a fifth earlier,
 * differently for each version of each key; ahead of it the chance rises with the time that a
 * refresh of that key takes (XFetch: age + delta·β·−ln(random) ≥ limit, with β = 1). Thread-safe.
 */
final class EarlyRefresh {
  private static final int MAX_KEYS = 4_096;
  private static final double SPREAD = 0.2;
  private static final double FIRST_GUESS_MS = 20;

  /** The weight of the latest duration in the average. */
  private static final double NEWEST = 0.25;

  /** Beyond that many times delta the chance is below one in ten thousand, and nobody draws. */
  private static final double HOPELESS = 10;

  private final DoubleSupplier random;
  private final Cache<DocumentKey, Double> deltas =
      Caffeine.newBuilder().maximumSize(MAX_KEYS).build();

  /**
   * Decisions by chance.
   *
   * @param random from 0 to below 1
   */
  EarlyRefresh(DoubleSupplier random) {
    this.random = random;
  }

  /** Up to that age no refresh is worth a thought. */
  static long calmMs(Limits limits) {
    return limits.refreshMs() / 2;
  }

  /** A refresh of that key took so long. */
  void took(DocumentKey key, double ms) {
    deltas.asMap().merge(key, ms, (before, latest) -> before + NEWEST * (latest - before));
  }

  /** Whether to refresh now. */
  boolean isDue(StoredDocument held, long ageMs, Limits limits) {
    double left = limits.refreshMs() * (1 - SPREAD * share(held)) - ageMs;
    if (left <= 0) {
      return true;
    }
    Double measured = deltas.getIfPresent(held.key());
    double delta = measured == null ? FIRST_GUESS_MS : measured;
    return left < HOPELESS * delta && -delta * Math.log(1 - random.getAsDouble()) >= left;
  }

  /** Where in the spread that version lies, from 0 to below 1. */
  private static double share(StoredDocument held) {
    long mixed = (held.key().hashCode() * 31L + held.version()) * 0x9E37_79B9_7F4A_7C15L;
    return (mixed >>> 11) * 0x1p-53;
  }
}
