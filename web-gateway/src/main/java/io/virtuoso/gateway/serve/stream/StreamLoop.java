package io.virtuoso.gateway.serve.stream;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * What the hub has done on one event loop: in the order in which it was handed over, a little at a
 * time, so that a broadcast to thousands does not hold up requests and replies that the event loop
 * has to serve as well. Thread-safe.
 */
final class StreamLoop {
  private static final Logger LOG = Logger.getLogger(StreamLoop.class);
  private static final FastThreadLocal<StreamLoop> HERE = new FastThreadLocal<>();

  private final Executor loop;
  private final Queue<Step> steps = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicInteger broadcasts = new AtomicInteger();
  private final Runnable turn = this::turn;

  /** What does a little and tells whether that was all. */
  private interface Step {
    boolean isDone();
  }

  /** A frame for many, which takes several turns. */
  interface Broadcast {
    /**
     * Writes to a few; on the event loop.
     *
     * @param last whether no other broadcast waits behind this one
     * @return whether these were the last
     */
    boolean advance(boolean last);
  }

  StreamLoop(Executor loop) {
    this.loop = loop;
  }

  /** That of the event loop on which this is called. */
  static StreamLoop here(EventLoop loop) {
    StreamLoop here = HERE.get();
    if (here == null) {
      here = new StreamLoop(loop);
      HERE.set(here);
    }
    return here;
  }

  /** Does that after all that was handed over before. */
  void execute(Runnable work) {
    add(() -> {
      work.run();
      return true;
    });
  }

  /** The same for a frame to many. */
  void broadcast(Broadcast broadcast) {
    broadcasts.incrementAndGet();
    add(() -> {
      boolean done = true;
      try {
        done = broadcast.advance(broadcasts.get() == 1);
      } finally {
        if (done) {
          broadcasts.decrementAndGet();
        }
      }
      return done;
    });
  }

  private void add(Step step) {
    steps.add(step);
    if (waiting.getAndIncrement() == 0) {
      loop.execute(turn);
    }
  }

  /** One step's little; the next turn stands behind whatever else the event loop has to do. */
  private void turn() {
    Step step = steps.element();
    if (isDone(step)) {
      steps.remove();
      if (waiting.decrementAndGet() == 0) {
        return;
      }
    }
    loop.execute(turn);
  }

  private static boolean isDone(Step step) {
    try {
      return step.isDone();
    } catch (RuntimeException failure) { // what waits behind it must not wait for good
      LOG.error("a step of the stream failed", failure);
      return true;
    }
  }
}
