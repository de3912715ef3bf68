package io.virtuoso.gateway.serve.stream;

/** One subscriber's place on one lane. */
final class Subscription {
  /** Nothing of the channel was sent yet. */
  static final long NOTHING = -1;

  private final Subscriber subscriber;
  private final Lane lane;
  private volatile long held = NOTHING;

  Subscription(Subscriber subscriber, Lane lane) {
    this.subscriber = subscriber;
    this.lane = lane;
  }

  Subscriber subscriber() {
    return subscriber;
  }

  Lane lane() {
    return lane;
  }

  /** The last sequence number handed over; it rests while the connection lags. */
  long held() {
    return held;
  }

  /** The client said that it holds that; on its event loop. */
  void holds(long seq) {
    held = seq;
  }

  /**
   * Hands a frame over that brings the client to {@code seq}; on its event loop.
   *
   * @param now as {@link Outbox#offer} has it
   */
  void deliver(Frame frame, long seq, boolean now) {
    if (subscriber.outbox().offer(frame, now)) {
      held = seq;
    }
  }
}
