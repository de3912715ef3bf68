package io.virtuoso.gateway.observe;

import jakarta.inject.Singleton;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The newest slow requests, each with its story; older ones make room. Thread-safe. */
@Singleton
public final class SlowRequests {
  static final int KEPT = 200;

  private final Deque<SlowRequest> newest = new ArrayDeque<>(KEPT);
  private long seen;

  synchronized void add(SlowRequest request) {
    if (newest.size() == KEPT) {
      newest.removeLast();
    }
    newest.addFirst(request);
    seen++;
  }

  /** Those kept, the newest first. */
  public synchronized List<SlowRequest> newest() {
    return new ArrayList<>(newest);
  }

  /** How many there were since start, those forgotten included. */
  public synchronized long seen() {
    return seen;
  }
}
