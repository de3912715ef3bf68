package io.virtuoso.engine.inbound.exchange.coinbase;

import io.virtuoso.engine.inbound.exchange.Dialect;
import io.virtuoso.engine.inbound.exchange.Draft;
import io.virtuoso.engine.inbound.exchange.FrameDecoder.Outcome;
import io.virtuoso.engine.inbound.exchange.JsonCursor;
import io.virtuoso.engine.inbound.exchange.Message;
import io.virtuoso.engine.inbound.exchange.NameTable;
import io.virtuoso.engine.inbound.exchange.RestAnswer;

/** Coinbase Exchange's frames: events by type, and REST answers. */
public final class CoinbaseDialect implements Dialect {
  private static final NameTable NAMES = NameTable.of("type", "rest");
  private static final int TYPE = 0;
  private static final int REST = 1;

  private static final NameTable TYPES =
      NameTable.of("l2update", "ticker", "match", "last_match", "heartbeat", "snapshot", "error");
  private static final int ERROR = 6;

  private final Message[] messages;
  private final RestAnswer rest = CoinbaseRest.answers();

  public CoinbaseDialect() {
    CoinbaseProgress progress = new CoinbaseProgress();
    messages =
        new Message[] {
          new CoinbaseChanges(),
          new CoinbaseTickers(),
          new CoinbaseMatches(progress, true),
          new CoinbaseMatches(progress, false),
          new CoinbaseHeartbeats(progress),
          new CoinbaseSnapshots()
        };
  }

  @Override
  public Outcome read(Draft draft) {
    JsonCursor in = draft.in();
    if (in.peek() != '{') {
      in.skip();
      return Outcome.IGNORED;
    }
    int start = in.position();
    in.enterObject();
    int first = in.nextName(NAMES);
    if (first == TYPE) {
      return event(draft, in.string(TYPES));
    }
    if (first == REST) {
      in.seek(start);
      return rest.read(draft);
    }
    in.seek(start);
    int type = findType(in);
    in.seek(start);
    in.enterObject();
    return event(draft, type);
  }

  private Outcome event(Draft draft, int type) {
    if (type != NameTable.UNKNOWN && type != ERROR) {
      return draft.read(messages[type]);
    }
    JsonCursor in = draft.in();
    while (in.nextName(NAMES) != JsonCursor.END) {
      in.skip();
    }
    return type == ERROR ? Outcome.REFUSED_SUBSCRIPTION : Outcome.IGNORED;
  }

  private static int findType(JsonCursor in) {
    int type = NameTable.UNKNOWN;
    in.enterObject();
    for (int name = in.nextName(NAMES); name != JsonCursor.END; name = in.nextName(NAMES)) {
      if (name == TYPE) {
        type = in.string(TYPES);
      } else {
        in.skip();
      }
    }
    return type;
  }
}
