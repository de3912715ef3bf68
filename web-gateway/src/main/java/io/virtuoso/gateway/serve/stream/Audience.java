package io.virtuoso.gateway.serve.stream;

import java.util.LinkedHashSet;
import java.util.Set;

/** The subscriptions of one lane whose connections share an event loop, which owns this. */
final class Audience {
  private final Set<Subscription> members = new LinkedHashSet<>();

  void add(Subscription subscription) {
    members.add(subscription);
  }

  void remove(Subscription subscription) {
    members.remove(subscription);
  }

  /** To each member in one pass, {@code now} as {@link Outbox#offer} has it. */
  void deliver(Frame frame, long seq, boolean now) {
    for (Subscription member : members) {
      member.deliver(frame, seq, now);
    }
  }
}
