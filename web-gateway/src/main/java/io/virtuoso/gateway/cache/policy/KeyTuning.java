package io.virtuoso.gateway.cache.policy;

import io.virtuoso.model.wire.DocumentClass;
import io.virtuoso.model.wire.DocumentKey;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Which keys are kept new although nobody asks at this moment, and which are let go. Pure: it
 * decides from one observation alone; between hot and cold a key stays what it is.
 *
 * @param hot answers per second from which a key is kept new
 * @param cold answers per second at which it is let go
 * @param maxHot keys kept new at once
 * @param pinned keys that are never let go: every visitor's first question
 */
record KeyTuning(double hot, double cold, int maxHot, Set<DocumentKey> pinned) {
  /**
   * Answers without which a rate says nothing: one request a second after the start is no habit.
   */
  private static final double ENOUGH_ANSWERS = 5;

  /** Rounds without an answer after which a copy is not worth following any more. */
  private static final int IDLE_ROUNDS = 3;

  KeyTuning {
    pinned = Set.copyOf(pinned);
    if (!(0 <= cold && cold < hot)) { // put this way round, a NaN fails too
      throw new IllegalArgumentException("tuning must satisfy 0 <= cold < hot");
    }
  }

  /** By class: first what is let go, for that makes room. */
  List<Decision> decide(List<Observation.OfKey> keys) {
    Map<DocumentClass, List<DocumentKey>> leaving = new EnumMap<>(DocumentClass.class);
    Map<DocumentClass, List<DocumentKey>> coming = new EnumMap<>(DocumentClass.class);
    long room = maxHot - keys.stream().filter(Observation.OfKey::watched).count();
    for (Observation.OfKey key : keys) {
      if (isCold(key)) {
        put(leaving, key);
        room += key.watched() ? 1 : 0;
      }
    }
    for (Observation.OfKey key : keys) {
      if (room > 0 && isHot(key)) {
        put(coming, key);
        room--;
      }
    }
    List<Decision> decisions = new ArrayList<>();
    leaving.forEach((documents, gone) ->
        decisions.add(
            new Decision.LetGo(
                documents,
                gone,
                ("asked at most %s times a second, or not at all for %d rounds:"
                        + " following every version costs more than fetching one")
                    .formatted(number(cold), IDLE_ROUNDS))));
    coming.forEach((documents, hotter) ->
        decisions.add(
            new Decision.Prewarm(
                documents,
                hotter,
                "asked at least %s times a second and published: kept new before the next question"
                    .formatted(number(hot)))));
    return decisions;
  }

  private boolean isHot(Observation.OfKey key) {
    return !key.watched()
        && key.published() // what is only computed on demand cannot be followed
        && key.weight() >= ENOUGH_ANSWERS
        && key.perSecond() >= hot;
  }

  private boolean isCold(Observation.OfKey key) {
    if (pinned.contains(key.key())) {
      return false;
    }
    return key.watched()
        ? key.perSecond() <= cold
        : key.idleRounds() >= IDLE_ROUNDS && !key.followed();
  }

  private static void put(Map<DocumentClass, List<DocumentKey>> lists, Observation.OfKey key) {
    lists.computeIfAbsent(key.documents(), ignored -> new ArrayList<>()).add(key.key());
  }

  private static String number(double perSecond) {
    return String.format(Locale.ROOT, "%.2f", perSecond);
  }
}
