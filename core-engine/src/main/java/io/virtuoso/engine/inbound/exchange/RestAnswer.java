package io.virtuoso.engine.inbound.exchange;

import io.virtuoso.model.Interval;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The wrapper in which our client and our tapes hand over a REST answer: {@code
 * {"rest":KIND,"symbol":NATIVE,"interval":…,"received_ms":…,"body":BODY}}, in this order.
 */
public final class RestAnswer {
  private static final NameTable NAMES =
      NameTable.of("rest", "symbol", "interval", "received_ms", "body");
  private static final int REST = 0;
  private static final int SYMBOL = 1;
  private static final int INTERVAL = 2;
  private static final int RECEIVED = 3;
  private static final int BODY = 4;

  private static final Interval[] INTERVALS = Interval.values();
  private static final NameTable INTERVAL_CODES =
      NameTable.of(Arrays.stream(INTERVALS).map(Interval::code).toList());

  private final RestContext context;
  private final NameTable kinds;
  private final Message[] bodies;

  /**
   * The answers of one venue.
   *
   * @param context filled before a body is read
   * @param bodies what reads the body of each kind, standing at its value
   */
  public RestAnswer(RestContext context, Map<String, Message> bodies) {
    this.context = context;
    String[] names = bodies.keySet().toArray(String[]::new);
    this.kinds = NameTable.of(names);
    this.bodies = Arrays.stream(names).map(bodies::get).toArray(Message[]::new);
  }

  /** Reads the wrapper from its opening brace. */
  public FrameDecoder.Outcome read(Draft draft) {
    JsonCursor in = draft.in();
    context.reset();
    int kind = NameTable.UNKNOWN;
    FrameDecoder.Outcome outcome = FrameDecoder.Outcome.REJECTED;
    long seen = 0;
    in.enterObject();
    for (int name = in.nextName(NAMES); name != JsonCursor.END; name = in.nextName(NAMES)) {
      if (name == NameTable.UNKNOWN) {
        in.skip();
        continue;
      }
      seen = draft.once(seen, name);
      switch (name) {
        case REST -> kind = in.string(kinds);
        case SYMBOL -> draft.symbol();
        case INTERVAL -> context.interval(interval(in));
        case RECEIVED -> context.receivedMs(in.timeMs());
        case BODY -> outcome = body(draft, kind, seen);
        default -> throw in.malformed();
      }
    }
    return outcome;
  }

  private FrameDecoder.Outcome body(Draft draft, int kind, long seen) {
    if ((seen & 0b11) != 0b11) {
      throw draft.in().malformed();
    }
    if (kind == NameTable.UNKNOWN) {
      draft.in().skip();
      return FrameDecoder.Outcome.IGNORED;
    }
    return draft.read(bodies[kind]);
  }

  private static @Nullable Interval interval(JsonCursor in) {
    int place = in.string(INTERVAL_CODES);
    return place == NameTable.UNKNOWN ? null : INTERVALS[place];
  }
}
