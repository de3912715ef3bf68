package io.virtuoso.simulator.fault;

import io.virtuoso.simulator.wire.Channel;
import io.virtuoso.simulator.wire.VenueId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The faults in force. Times are market time in ms.
 *
 * <p>Not thread-safe: the exchange's event loop owns it.
 */
public final class FaultBoard {
  /** More faults at a time are refused. */
  public static final int MOST = 100;

  /** A fault in force or over, and how often it was applied. */
  public static final class Fault {
    private final FaultOrder order;
    private final long since;
    private final long until;
    private long left;
    private long applied;

    private Fault(FaultOrder order, long now) {
      this.order = order;
      since = now;
      until = order.seconds() == 0 ? Long.MAX_VALUE : now + order.seconds() * 1_000L;
      left = order.count() == 0 ? Long.MAX_VALUE : order.count();
    }

    public FaultOrder order() {
      return order;
    }

    public long since() {
      return since;
    }

    /** When it ends by itself; {@link Long#MAX_VALUE} is never. */
    public long until() {
      return until;
    }

    public long applied() {
      return applied;
    }

    private void apply() {
      applied++;
      left--;
    }
  }

  private final List<Fault> active = new ArrayList<>();
  private final ArrayDeque<Fault> over = new ArrayDeque<>();
  private final Map<FaultKind, Long> totals = new EnumMap<>(FaultKind.class);
  private long now;

  public FaultBoard(long now) {
    this.now = now;
  }

  /** Puts a fault in force. */
  public Fault add(FaultOrder order) {
    if (active.size() >= MOST) {
      throw new IllegalArgumentException("no more than " + MOST + " faults at a time");
    }
    Fault fault = new Fault(order, now);
    active.add(fault);
    return fault;
  }

  /** Ends all faults. */
  public void clear() {
    for (Fault fault : List.copyOf(active)) {
      retire(fault);
    }
  }

  /** Market time has come to {@code time}. */
  public void advance(long time) {
    now = time;
    if (!active.isEmpty()) {
      active.stream().filter(fault -> fault.until <= time).toList().forEach(this::retire);
    }
  }

  /** No fault is in force. */
  public boolean quiet() {
    return active.isEmpty();
  }

  /** The first matching fault in force, which is counted as applied once; null if there is none. */
  public @Nullable Fault apply(
      FaultKind kind, VenueId venue, @Nullable String symbol, @Nullable Channel channel) {
    for (Fault fault : active) {
      if (fault.order.matches(kind, venue, symbol, channel)) {
        count(fault);
        return fault;
      }
    }
    return null;
  }

  /** Counts an application; the fault ends when its count is used up. */
  public void count(Fault fault) {
    fault.apply();
    totals.merge(fault.order.kind(), 1L, Long::sum);
    if (fault.left <= 0) {
      retire(fault);
    }
  }

  /** An immediate fault has done its work. */
  public void retire(Fault fault) {
    if (active.remove(fault)) {
      if (over.size() == MOST) {
        over.removeFirst();
      }
      over.addLast(fault);
    }
  }

  public List<Fault> active() {
    return List.copyOf(active);
  }

  /** The latest faults that have ended. */
  public List<Fault> over() {
    return List.copyOf(over);
  }

  /** How often each kind was applied since the start. */
  public Map<FaultKind, Long> totals() {
    return Map.copyOf(totals);
  }
}
