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

  void deliver(Frame frame, long seq) {
    for (Subscription member : members) {
      member.deliver(frame, seq);
    }
  }
}
