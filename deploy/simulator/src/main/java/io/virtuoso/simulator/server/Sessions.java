package io.virtuoso.simulator.server;

import io.virtuoso.simulator.fault.FaultBoard;
import io.virtuoso.simulator.fault.FaultBoard.Fault;
import io.virtuoso.simulator.fault.FaultOrder;
import io.virtuoso.simulator.fault.FaultOrder.DropMode;
import io.virtuoso.simulator.wire.VenueId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** All open sockets. Lives on the exchange's event loop. */
final class Sessions {
  /** More sockets than this are refused. */
  static final int MOST = 1_000;

  private final FaultBoard faults;
  private final Set<ClientSession> open = new LinkedHashSet<>();
  private long accepted;
  private long cutOff;

  Sessions(FaultBoard faults) {
    this.faults = faults;
  }

  boolean full() {
    return open.size() >= MOST;
  }

  void add(ClientSession session) {
    open.add(session);
    accepted++;
    session.onSlow(() -> cutOff++);
  }

  void remove(ClientSession session) {
    session.gone();
    open.remove(session);
  }

  void tick(long marketTime) {
    List.copyOf(open).forEach(session -> session.tick(marketTime));
  }

  List<ClientSession> of(VenueId venue) {
    return open.stream().filter(session -> session.venue().id() == venue).toList();
  }

  long accepted() {
    return accepted;
  }

  /** How many were cut off because they read too slowly. */
  long cutOff() {
    return cutOff;
  }

  /**
   * Ends the connections that a fault is about; a fault about a stream ends those subscribed to it.
   */
  void drop(Fault fault) {
    FaultOrder order = fault.order();
    for (ClientSession session : List.copyOf(open)) {
      if (order.count() > 0 && fault.applied() >= order.count()) {
        break;
      }
      if (concerns(order, session)) {
        session.drop(order.mode());
        faults.count(fault);
      }
    }
    faults.retire(fault);
  }

  /** Resets every connection of the venues that go down. */
  void resetAll(FaultOrder order) {
    for (ClientSession session : List.copyOf(open)) {
      if (order.venue() == null || order.venue() == session.venue().id()) {
        session.drop(DropMode.RST);
      }
    }
  }

  private static boolean concerns(FaultOrder order, ClientSession session) {
    if (order.venue() != null && order.venue() != session.venue().id()) {
      return false;
    }
    if (order.symbol() == null && order.channel() == null) {
      return true;
    }
    return session.streams().stream()
        .anyMatch(stream ->
            (order.symbol() == null || order.symbol().equals(stream.symbol()))
                && (order.channel() == null || order.channel() == stream.channel()));
  }
}
