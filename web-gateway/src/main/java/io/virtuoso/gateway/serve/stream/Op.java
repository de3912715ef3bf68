package io.virtuoso.gateway.serve.stream;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a client may say. */
enum Op {
  HELLO,
  SUBSCRIBE,
  UNSUBSCRIBE,
  RESYNC,
  PING;

  /** The operation of that name on the wire. */
  static Optional<Op> of(String text) {
    return Arrays.stream(values()).filter(op -> op.text().equals(text)).findFirst();
  }

  /** As clients write it. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
