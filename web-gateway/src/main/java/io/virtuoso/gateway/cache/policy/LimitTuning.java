package io.virtuoso.gateway.cache.policy;

import io.virtuoso.model.wire.DocumentClass;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the soft limit of a class of documents should be. Pure: the same observations in the same
 * order give the same decisions. Not thread-safe.
 */
final class LimitTuning {
  /*
   * A document is live until the next version but one is due: soft = 2 x median interval. Only
   * announced versions count, never those that we fetched ourselves: their interval is our own
   * limit, and following it would chase our own tail.
   *
   * Lower, when versions come faster than the limit suggests: a missed one is noticed sooner. But
   * never below the age at which documents are ordinarily served, with some room: there, each
   * answer would be called delayed and asked for again, and nothing newer could come of it.
   *
   * Raise, when documents change so rarely that answers pass the limit although nothing newer
   * exists: each of those is an engine call for nothing. If no answer passes it, there is no such
   * call, and a higher limit would only look better.
   *
   * Since a raise never goes beyond 2 x interval and a lowering never below it, a limit moves
   * towards one point and rests there; the band and the second look keep noise from moving it.
   */
  private static final double INTERVALS = 2;

  /** Room above the age at which 99 of 100 documents are served. */
  private static final double AGE_ROOM = 1.5;

  /** A change of less than this factor is not worth a decision. */
  private static final double BAND = 1.25;

  /** A round moves a limit at most by this factor. */
  private static final long STEP = 2;

  /** Rounds in a row that must want the same direction. */
  private static final int LOOKS = 2;

  /** Rounds without evidence after which a moved limit returns to where it is configured. */
  private static final int FORGOTTEN = 5;

  static final int ENOUGH_INTERVALS = 8;
  static final int ENOUGH_ANSWERS = 20;

  private enum Direction {
    LOWER,
    RAISE
  }

  /** What the last rounds wanted for one class. */
  private record Wish(@Nullable Direction direction, int looks, int blindRounds) {
    static final Wish NONE = new Wish(null, 0, 0);
  }

  private final Map<DocumentClass, Wish> wishes = new EnumMap<>(DocumentClass.class);

  /** The decision about one class, if one is due. */
  Optional<Decision> decide(Observation.OfClass seen, List<Observation.OfKey> keys) {
    SoftLimit limit = seen.limit();
    if (limit.isFixed() || seen.overridden()) { // what a person has settled stays
      wishes.remove(limit.documents());
      return Optional.empty();
    }
    boolean asked = seen.ages().answers() >= ENOUGH_ANSWERS;
    long interval = asked ? typicalInterval(keys) : 0;
    return interval == 0 ? blind(limit) : informed(limit, seen.ages().p99(), interval);
  }

  /**
   * The interval of a typical answer's document, in ms: the median over the keys, weighted by
   * demand; 0 when too little is known.
   */
  static long typicalInterval(List<Observation.OfKey> keys) {
    List<Observation.OfKey> known =
        keys.stream()
            .filter(key -> key.intervals() >= ENOUGH_INTERVALS && key.perSecond() > 0)
            .sorted(Comparator.comparingLong(Observation.OfKey::intervalMs))
            .toList();
    double half = known.stream().mapToDouble(Observation.OfKey::perSecond).sum() / 2;
    double sum = 0;
    for (Observation.OfKey key : known) {
      sum += key.perSecond();
      if (sum >= half) {
        return key.intervalMs();
      }
    }
    return 0;
  }

  private Optional<Decision> informed(SoftLimit limit, long ageMs, long interval) {
    long now = limit.nowMs();
    long ideal = Math.round(INTERVALS * interval);
    long lower = limit.clamp(Math.max(ideal, Math.round(AGE_ROOM * ageMs)));
    long raised = limit.clamp(ideal);
    if (lower * BAND <= now) {
      String reason =
          "versions come every %s and 99 of 100 answers are at most %s old:"
              + " so a missed version is noticed sooner";
      return wished(limit, Direction.LOWER, Math.max(lower, now / STEP), reason, interval, ageMs);
    }
    if (raised >= now * BAND && ageMs > now) {
      String reason =
          "versions come only every %s and answers are up to %s old:"
              + " past the limit the engine was asked although nothing newer existed";
      return wished(limit, Direction.RAISE, Math.min(raised, now * STEP), reason, interval, ageMs);
    }
    wishes.remove(limit.documents());
    return Optional.empty();
  }

  private Optional<Decision> wished(
      SoftLimit limit, Direction direction, long afterMs, String reason, long interval, long age) {
    Wish before = wishes.getOrDefault(limit.documents(), Wish.NONE);
    int looks = before.direction == direction ? before.looks + 1 : 1;
    wishes.put(limit.documents(), new Wish(direction, looks, 0));
    return looks < LOOKS
        ? Optional.empty()
        : Optional.of(
            new Decision.MoveLimit(
                limit.documents(),
                limit.nowMs(),
                afterMs,
                reason.formatted(words(interval), words(age))));
  }

  private Optional<Decision> blind(SoftLimit limit) {
    if (limit.nowMs() == limit.configuredMs()) {
      wishes.remove(limit.documents());
      return Optional.empty();
    }
    int rounds = wishes.getOrDefault(limit.documents(), Wish.NONE).blindRounds + 1;
    wishes.put(limit.documents(), new Wish(null, 0, rounds));
    if (rounds < FORGOTTEN) {
      return Optional.empty();
    }
    wishes.remove(limit.documents());
    return Optional.of(
        new Decision.MoveLimit(
            limit.documents(),
            limit.nowMs(),
            limit.configuredMs(),
            "too few answers and versions for %d rounds: back to what is configured"
                .formatted(FORGOTTEN)));
  }

  private static String words(long ms) {
    return String.format(Locale.ROOT, ms < 10_000 ? "%.2f s" : "%.0f s", ms / 1_000.0);
  }
}
