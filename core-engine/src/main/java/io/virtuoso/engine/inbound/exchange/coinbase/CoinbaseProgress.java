package io.virtuoso.engine.inbound.exchange.coinbase;

import io.virtuoso.engine.event.Instrument;
import java.util.IdentityHashMap;

/**
 * How far each product's trades have come, and how far its heartbeat says they should have. Nothing
 * else tells that messages were lost, for books are not numbered.
 */
final class CoinbaseProgress {
  private static final class Ids {
    private long reached = -1;
    private long promised = -1;
  }

  private final IdentityHashMap<Instrument, Ids> products = new IdentityHashMap<>();

  /** A trade of that number has come. */
  void reached(Instrument instrument, long id) {
    Ids ids = products.computeIfAbsent(instrument, _ -> new Ids());
    ids.reached = Math.max(ids.reached, id);
  }

  /**
   * A heartbeat names the last trade; false when the one before it, a second ago, named a trade
   * that has still not come.
   */
  boolean isWhole(Instrument instrument, long lastId) {
    Ids ids = products.computeIfAbsent(instrument, _ -> new Ids());
    boolean lost = ids.reached >= 0 && ids.promised > ids.reached;
    if (lost) {
      ids.reached = ids.promised;
    }
    ids.promised = lastId;
    return !lost;
  }
}
