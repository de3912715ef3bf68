package io.virtuoso.gateway.cache.policy;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/** The last decisions, each with its reason and what it changed. Thread-safe. */
final class DecisionLog {
  private final int capacity;
  private final Deque<Decided> entries = new ArrayDeque<>();

  DecisionLog(int capacity) {
    this.capacity = capacity;
  }

  synchronized Decided add(Instant at, Decision decision) {
    Decided decided = Decided.of(at, decision);
    if (entries.size() >= capacity) {
      entries.removeFirst();
    }
    entries.addLast(decided);
    return decided;
  }

  /** Newest first. */
  synchronized List<Decided> entries() {
    List<Decided> newestFirst = new ArrayList<>(entries);
    Collections.reverse(newestFirst);
    return newestFirst;
  }
}
