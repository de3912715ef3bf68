package io.virtuoso.gateway.serve.stream;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The subscriptions of one lane whose connections share an event loop, which owns this. */
final class Audience {
  /**
   * How many are written to in one turn. An event loop looks at its sockets after 64 turns, so
   * these are what a request may have to wait for: a few milliseconds.
   */
  private static final int AT_ONCE = 4;

  private final Set<Subscription> members = new LinkedHashSet<>();

  void add(Subscription subscription) {
    members.add(subscription);
  }

  void remove(Subscription subscription) {
    members.remove(subscription);
  }

  /**
   * A frame on its way to each member. Nobody comes or goes meanwhile, for that stands behind it.
   *
   * @param seq to which it brings them
   * @param done is run once, on the event loop, when all have it
   */
  StreamLoop.Broadcast delivery(Frame frame, long seq, Runnable done) {
    return new Delivery(frame, seq, done);
  }

  private final class Delivery implements StreamLoop.Broadcast {
    private final Frame frame;
    private final long seq;
    private final Runnable done;
    private @Nullable Iterator<Subscription> left;

    Delivery(Frame frame, long seq, Runnable done) {
      this.frame = frame;
      this.seq = seq;
      this.done = done;
    }

    @Override
    public boolean advance(boolean last) {
      boolean more = false;
      try {
        more = someMore(last);
      } finally {
        if (!more) {
          done.run();
        }
      }
      return !more;
    }

    private boolean someMore(boolean last) {
      Iterator<Subscription> rest = left;
      if (rest == null) {
        rest = members.iterator();
        left = rest;
      }
      for (int i = 0; i < AT_ONCE && rest.hasNext(); i++) {
        rest.next().deliver(frame, seq, last);
      }
      return rest.hasNext();
    }
  }
}
