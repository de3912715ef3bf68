package io.virtuoso.engine.inbound.exchange.okx;

import io.virtuoso.engine.inbound.exchange.Dialect;
import io.virtuoso.engine.inbound.exchange.Draft;
import io.virtuoso.engine.inbound.exchange.FrameDecoder.Outcome;
import io.virtuoso.engine.inbound.exchange.JsonCursor;
import io.virtuoso.engine.inbound.exchange.Message;
import io.virtuoso.engine.inbound.exchange.NameTable;
import io.virtuoso.engine.inbound.exchange.RestAnswer;
import java.nio.charset.StandardCharsets;

/**
 * OKX's v5 frames, spot and swaps alike: pushes by channel, events about our requests, and REST
 * answers.
 */
public final class OkxDialect implements Dialect {
  private static final NameTable NAMES = NameTable.of("arg", "action", "data", "event", "rest");
  private static final int ARG = 0;
  private static final int ACTION = 1;
  private static final int DATA = 2;
  private static final int EVENT = 3;
  private static final int REST = 4;

  private static final NameTable EVENTS = NameTable.of("error");

  /** The answer to our ping, the only text that is no JSON. */
  private static final byte[] PONG = "pong".getBytes(StandardCharsets.US_ASCII);

  private final OkxPush push = new OkxPush();
  private final Message[] messages = new Message[OkxPush.KINDS];
  private final RestAnswer rest = OkxRest.answers();

  public OkxDialect() {
    messages[OkxPush.BOOKS] = new OkxBook(push);
    messages[OkxPush.TRADES] = new OkxTrades();
    messages[OkxPush.TICKERS] = new OkxTickers();
    messages[OkxPush.STATE] = new OkxStates(push);
    messages[OkxPush.CANDLES] = new OkxKlines(push);
    messages[OkxPush.LIQUIDATIONS] = new OkxLiquidations();
  }

  @Override
  public Outcome read(Draft draft) {
    JsonCursor in = draft.in();
    byte first = in.peek();
    if (first == 'p') {
      in.skipWord(PONG);
      return Outcome.IGNORED;
    }
    if (first != '{') {
      in.skip();
      return Outcome.IGNORED;
    }
    int start = in.position();
    int dataAt = -1;
    boolean refused = false;
    boolean event = false;
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
        case ARG -> push.readArgument(draft);
        case ACTION -> push.readAction(draft);
        case EVENT -> {
          event = true;
          refused = in.string(EVENTS) != NameTable.UNKNOWN;
        }
        case REST -> {
          in.seek(start);
          return rest.read(draft);
        }
        case DATA -> {
          if (push.kind() == NameTable.UNKNOWN) {
            dataAt = in.position();
            in.skip();
          } else {
            push.belong(draft);
            outcome = draft.read(messages[push.kind()]);
          }
        }
        default -> throw in.malformed();
      }
    }
    if (event) {
      return refused ? Outcome.REFUSED_SUBSCRIPTION : Outcome.IGNORED;
    }
    if (dataAt >= 0 && push.kind() != NameTable.UNKNOWN) {
      push.belong(draft);
      outcome = draft.readAt(dataAt, messages[push.kind()]);
    }
    return outcome == Outcome.EVENTS && !push.isComplete() ? Outcome.REJECTED : outcome;
  }
}
