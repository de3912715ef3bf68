package io.virtuoso.engine.inbound.exchange.kraken;

import io.virtuoso.engine.inbound.exchange.Dialect;
import io.virtuoso.engine.inbound.exchange.Draft;
import io.virtuoso.engine.inbound.exchange.FrameDecoder.Outcome;
import io.virtuoso.engine.inbound.exchange.JsonCursor;
import io.virtuoso.engine.inbound.exchange.Message;
import io.virtuoso.engine.inbound.exchange.NameTable;
import io.virtuoso.engine.inbound.exchange.RestAnswer;

/** Kraken's v2 frames: pushes by channel, answers to our requests, and REST answers. */
public final class KrakenDialect implements Dialect {
  private static final NameTable NAMES =
      NameTable.of("channel", "type", "data", "method", "success", "result", "error", "rest");
  private static final int CHANNEL = 0;
  private static final int TYPE = 1;
  private static final int DATA = 2;
  private static final int METHOD = 3;
  private static final int SUCCESS = 4;
  private static final int RESULT = 5;
  private static final int ERROR = 6;
  private static final int REST = 7;

  private final KrakenPush push = new KrakenPush();
  private final KrakenDepths depths = new KrakenDepths();
  private final Message[] messages = new Message[KrakenPush.KINDS];
  private final RestAnswer rest = KrakenRest.answers();

  public KrakenDialect() {
    messages[KrakenPush.BOOK] = new KrakenBook(push, depths);
    messages[KrakenPush.TRADE] = new KrakenTrades(push);
    messages[KrakenPush.TICKER] = new KrakenTickers();
    messages[KrakenPush.OHLC] = new KrakenKlines();
  }

  @Override
  public Outcome read(Draft draft) {
    JsonCursor in = draft.in();
    if (in.peek() != '{') {
      in.skip();
      return Outcome.IGNORED;
    }
    int start = in.position();
    int dataAt = -1;
    boolean refused = false;
    long seen = 0;
    Outcome outcome = Outcome.IGNORED;
    push.reset();
    in.enterObject();
    for (int name = in.nextName(NAMES); name != JsonCursor.END; name = in.nextName(NAMES)) {
      if (name == NameTable.UNKNOWN) {
        in.skip();
        continue;
      }
      seen = draft.once(seen, name);
      switch (name) {
        case CHANNEL -> push.readChannel(draft);
        case TYPE -> push.readType(draft);
        case METHOD -> in.string();
        case SUCCESS -> refused |= !in.bool();
        case ERROR -> {
          refused = true;
          in.skip();
        }
        case RESULT -> depths.readSubscription(draft);
        case REST -> {
          in.seek(start);
          return rest.read(draft);
        }
        case DATA -> {
          if (push.kind() == NameTable.UNKNOWN) {
            dataAt = in.position();
            in.skip();
          } else {
            outcome = draft.read(messages[push.kind()]);
          }
        }
        default -> throw in.malformed();
      }
    }
    if (dataAt >= 0 && push.kind() != NameTable.UNKNOWN) {
      outcome = draft.readAt(dataAt, messages[push.kind()]);
    }
    if (refused) {
      return Outcome.REFUSED_SUBSCRIPTION;
    }
    return outcome == Outcome.EVENTS && !push.isComplete() ? Outcome.REJECTED : outcome;
  }
}
