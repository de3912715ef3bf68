package io.virtuoso.gateway.serve.stream;

import java.util.Optional;

/**
 * How far a client has come on one channel, as the id of an event.
 *
 * @param epoch of the process that numbered it
 */
record Position(String epoch, long seq, String channel) {
  /** {@code epoch:seq:channel}. */
  String text() {
    return epoch + ":" + seq + ":" + channel;
  }

  /** Reads what {@link #text} wrote; empty for anything else. */
  static Optional<Position> of(String text) {
    String[] parts = text.split(":", 3);
    if (parts.length < 3 || !parts[1].matches("[0-9]{1,18}")) {
      return Optional.empty();
    }
    return Optional.of(new Position(parts[0], Long.parseLong(parts[1]), parts[2]));
  }
}
