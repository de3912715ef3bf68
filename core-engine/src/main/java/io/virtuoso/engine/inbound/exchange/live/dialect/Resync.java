package io.virtuoso.engine.inbound.exchange.live.dialect;

/** How a book whose sequence broke is made whole. */
public sealed interface Resync {
  /** A snapshot is fetched and matched with the stream. */
  record Snapshot(RestQuery query) implements Resync {}

  /** The stream is left and joined again; it begins with a snapshot. */
  record Resubscribe(String stream) implements Resync {}
}
