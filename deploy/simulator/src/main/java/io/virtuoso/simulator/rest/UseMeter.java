package io.virtuoso.simulator.rest;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How much was asked of one venue, limit by limit, in the strictest reading: the window may begin
 * anywhere. What was refused counts as well. Times are market time in ms.
 */
public final class UseMeter {
  /**
   * The use of one limit.
   *
   * @param most units allowed in a window
   * @param total units since the start
   * @param peak units in the window that had most
   */
  public record Use(String limit, int most, long total, int peak) {}

  private record Charge(long at, int units) {}

  private static final class Count {
    private final int most;
    private final long window;
    private final Deque<Charge> charges = new ArrayDeque<>();
    private int used;
    private int peak;
    private long total;

    Count(int most, long window) {
      this.most = most;
      this.window = window;
    }

    void add(int units, long now) {
      while (!charges.isEmpty() && charges.getFirst().at() + window <= now) {
        used -= charges.removeFirst().units();
      }
      charges.add(new Charge(now, units));
      used += units;
      total += units;
      peak = Math.max(peak, used);
    }
  }

  private final Map<String, Count> counts = new LinkedHashMap<>();

  /** Counts a request. */
  void count(String limit, int most, long window, int units, long now) {
    counts.computeIfAbsent(limit, _ -> new Count(most, window)).add(units, now);
  }

  /** The use of every limit of which anything was used. */
  public List<Use> uses() {
    return counts.entrySet().stream()
        .map(each -> {
          Count count = each.getValue();
          return new Use(each.getKey(), count.most, count.total, count.peak);
        })
        .toList();
  }
}
