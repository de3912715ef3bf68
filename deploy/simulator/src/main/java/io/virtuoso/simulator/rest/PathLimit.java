package io.virtuoso.simulator.rest;

import java.util.HashMap;
import java.util.Map;

/** So many requests in a window of time, for each path by itself. Times are market time in ms. */
final class PathLimit {
  private record Window(long start, int used) {}

  private final long window;
  private final Map<String, Window> windows = new HashMap<>();

  PathLimit(long window) {
    this.window = window;
  }

  /** Counts a request; false if it is one too many. */
  boolean admit(String path, int most, long now) {
    long start = now - Math.floorMod(now, window);
    Window before = windows.get(path);
    int used = before == null || before.start() != start ? 1 : before.used() + 1;
    windows.put(path, new Window(start, used));
    return used <= most;
  }
}
