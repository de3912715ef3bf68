package io.virtuoso.engine.inbound.exchange.live;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How the exchanges acknowledge requests. */
final class FakeReplies {
  private static final Pattern BINANCE_ID = Pattern.compile("\"method\":.*\"id\":(\\d+)");
  private static final Pattern BYBIT_OP = Pattern.compile("\"op\":\"(\\w+)\"");

  private FakeReplies() {}

  static Optional<String> to(String request) {
    Matcher id = BINANCE_ID.matcher(request);
    if (id.find()) {
      return Optional.of("{\"result\":null,\"id\":" + id.group(1) + "}");
    }
    Matcher op = BYBIT_OP.matcher(request);
    return op.find() ? Optional.of(bybit(op.group(1))) : Optional.empty();
  }

  private static String bybit(String op) {
    String message = op.equals("ping") ? "pong" : "";
    return "{\"success\":true,\"ret_msg\":\"%s\",\"conn_id\":\"c\",\"req_id\":\"1\",\"op\":\"%s\"}"
        .formatted(message, op);
  }
}
