package io.virtuoso.engine.inbound.exchange.bybit;

import io.virtuoso.engine.inbound.exchange.Dialect;
import io.virtuoso.engine.inbound.exchange.Draft;
import io.virtuoso.engine.inbound.exchange.FrameDecoder.Outcome;
import io.virtuoso.engine.inbound.exchange.JsonCursor;
import io.virtuoso.engine.inbound.exchange.Message;
import io.virtuoso.engine.inbound.exchange.NameTable;
import io.virtuoso.engine.inbound.exchange.RestAnswer;

/**
 * Bybit's frames: pushes by topic, answers to our requests, and REST answers.
 *
 * <p>Books of different depths count their updates apart, so a connection subscribes to one depth
 * of a symbol only.
 */
public final class BybitDialect implements Dialect {
  private static final NameTable NAMES =
      NameTable.of("topic", "type", "ts", "data", "success", "rest");
  private static final int TOPIC = 0;
  private static final int TYPE = 1;
  private static final int TIME = 2;
  private static final int DATA = 3;
  private static final int SUCCESS = 4;
  private static final int REST = 5;

  private final BybitPush push = new BybitPush();
  private final Message[] messages = new Message[5];
  private final RestAnswer rest = BybitRest.answers();

  public BybitDialect() {
    messages[BybitPush.ORDER_BOOK] = new BybitBook(push);
    messages[BybitPush.PUBLIC_TRADE] = new BybitTrades();
    messages[BybitPush.TICKERS] = new BybitTickers(push);
    messages[BybitPush.KLINE] = new BybitKlines(push);
    messages[BybitPush.ALL_LIQUIDATION] = new BybitLiquidations();
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
        case TOPIC -> push.readTopic(draft);
        case TYPE -> push.readType(draft);
        case TIME -> push.readTime(draft);
        case SUCCESS -> refused = !in.bool();
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
