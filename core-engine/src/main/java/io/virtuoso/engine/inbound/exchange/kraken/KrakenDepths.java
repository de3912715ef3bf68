package io.virtuoso.engine.inbound.exchange.kraken;

import io.virtuoso.engine.event.BookUpdate;
import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.inbound.exchange.Draft;
import io.virtuoso.engine.inbound.exchange.JsonCursor;
import io.virtuoso.engine.inbound.exchange.NameTable;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/**
 * How many levels each book was subscribed with. Levels that fall out of that depth are not removed
 * by the exchange, so the book has to drop them by itself.
 */
final class KrakenDepths {
  private static final int DEEPEST = 1_000;
  private static final int[] DEPTHS = {10, 25, 100, 500};

  private static final NameTable NAMES = NameTable.of("channel", "symbol", "depth");
  private static final int CHANNEL = 0;
  private static final int SYMBOL = 1;
  private static final int DEPTH = 2;

  private static final NameTable BOOK = NameTable.of("book");

  private final IdentityHashMap<Instrument, Integer> depths = new IdentityHashMap<>();

  /** Reads the {@code result} of an acknowledged subscription. */
  void readSubscription(Draft draft) {
    JsonCursor in = draft.in();
    if (in.peek() != '{') {
      in.skip();
      return;
    }
    boolean book = false;
    long depth = 0;
    @Nullable Instrument instrument = null;
    long seen = 0;
    in.enterObject();
    for (int name = in.nextName(NAMES); name != JsonCursor.END; name = in.nextName(NAMES)) {
      if (name == NameTable.UNKNOWN) {
        in.skip();
        continue;
      }
      seen = draft.once(seen, name);
      switch (name) {
        case CHANNEL -> book = in.string(BOOK) != NameTable.UNKNOWN;
        case SYMBOL -> {
          in.string();
          instrument = draft.lookUp(in.textStart(), in.textLength());
        }
        case DEPTH -> depth = in.count();
        default -> throw in.malformed();
      }
    }
    if (book && instrument != null && depth > 0 && depth <= DEEPEST) {
      depths.put(instrument, (int) depth);
    }
  }

  /**
   * The depth of a book. A recording may lack the acknowledgement: then a snapshot with both sides
   * of one permitted length tells, else the deepest is taken.
   */
  int of(Instrument instrument, BookUpdate update) {
    Integer depth = depths.get(instrument);
    if (depth == null) {
      if (update.kind == BookUpdate.Kind.DELTA) {
        return DEEPEST;
      }
      depth = guess(update);
      depths.put(instrument, depth);
    }
    return depth;
  }

  private static int guess(BookUpdate snapshot) {
    for (int depth : DEPTHS) {
      if (snapshot.bids.size() == depth && snapshot.asks.size() == depth) {
        return depth;
      }
    }
    return DEEPEST;
  }
}
