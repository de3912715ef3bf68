package io.virtuoso.gateway.serve.stream;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The broadcasts that wait on each event loop. The last one of them is told that it is, so that its
 * frames need not wait for others to leave together with. Owned by the hub's thread.
 */
final class Broadcasts {
  /** As many as there are event loops. */
  private final Map<Executor, AtomicInteger> waiting = new HashMap<>();

  /** What is done on an event loop. */
  interface Broadcast {
    /**
     * Writes to everybody there.
     *
     * @param last whether no other broadcast waits
     */
    void run(boolean last);
  }

  void hand(Executor loop, Broadcast broadcast) {
    AtomicInteger here = waiting.computeIfAbsent(loop, fresh -> new AtomicInteger());
    here.incrementAndGet();
    loop.execute(() -> broadcast.run(here.decrementAndGet() == 0));
  }
}
