package io.virtuoso.engine.inbound.exchange.okx;

import io.virtuoso.engine.event.BookUpdate;
import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.event.MarketListener;
import io.virtuoso.engine.inbound.exchange.Draft;
import io.virtuoso.engine.inbound.exchange.FrameDecoder.Outcome;
import io.virtuoso.engine.inbound.exchange.JsonCursor;
import io.virtuoso.engine.inbound.exchange.Message;
import io.virtuoso.engine.inbound.exchange.NameTable;

/**
 * {@code books}: a snapshot of 400 levels, then changes whose {@code prevSeqId} is the {@code
 * seqId} before. A checksum of 0 is none.
 */
final class OkxBook implements Message {
  private static final NameTable NAMES =
      NameTable.of("bids", "asks", "ts", "seqId", "prevSeqId", "checksum");
  private static final int BIDS = 0;
  private static final int ASKS = 1;
  private static final int TIME = 2;
  private static final int REQUIRED = 0b111;
  private static final int SEQUENCE = 3;
  private static final int PREVIOUS = 4;
  private static final int CHECKSUM = 5;

  private static final long UNSIGNED = 0xFFFF_FFFFL;

  private final OkxPush push;
  private final BookUpdate update = new BookUpdate(Draft.NOBODY);

  OkxBook(OkxPush push) {
    this.push = push;
  }

  @Override
  public Outcome read(Draft draft) {
    JsonCursor in = draft.in();
    update.reset(Draft.NOBODY);
    in.enterArray();
    if (!in.nextElement()) {
      return Outcome.IGNORED;
    }
    readBook(draft);
    if (in.nextElement()) {
      throw in.malformed();
    }
    return Outcome.EVENTS;
  }

  private void readBook(Draft draft) {
    JsonCursor in = draft.in();
    long seen = 0;
    in.enterObject();
    for (int name = in.nextName(NAMES); name != JsonCursor.END; name = in.nextName(NAMES)) {
      if (name == NameTable.UNKNOWN) {
        in.skip();
        continue;
      }
      seen = draft.once(seen, name);
      switch (name) {
        case BIDS -> draft.levels(update.bids);
        case ASKS -> draft.levels(update.asks);
        case TIME -> update.eventTimeMs = in.timeMs();
        case SEQUENCE -> update.lastSequence = in.count();
        case PREVIOUS -> update.previousSequence = in.integer();
        case CHECKSUM -> {
          long checksum = in.integer();
          update.checksum = checksum == 0 ? BookUpdate.NONE : checksum & UNSIGNED;
        }
        default -> throw in.malformed();
      }
    }
    if ((seen & REQUIRED) != REQUIRED) {
      throw in.malformed();
    }
  }

  @Override
  public void deliver(Instrument instrument, MarketListener listener) {
    update.instrument = instrument;
    update.kind = push.isSnapshot() ? BookUpdate.Kind.SNAPSHOT : BookUpdate.Kind.DELTA;
    listener.onBook(update);
  }
}
