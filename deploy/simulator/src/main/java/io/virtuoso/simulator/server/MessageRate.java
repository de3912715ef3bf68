package io.virtuoso.simulator.server;

/** So many messages in every window of time, as a client's clock counts it. */
final class MessageRate {
  private final int most;
  private final long windowNanos;
  private long window = Long.MIN_VALUE;
  private int messages;

  MessageRate(int most, long windowNanos) {
    this.most = most;
    this.windowNanos = windowNanos;
  }

  /** Counts a message; false if it is one too many. */
  boolean admit(long nanos) {
    long now = Math.floorDiv(nanos, windowNanos);
    messages = now == window ? messages + 1 : 1;
    window = now;
    return messages <= most;
  }
}
