package io.virtuoso.simulator.venue;

/** Somebody who receives frames of streams. */
public interface Subscriber {
  /** Whether frames come inside {@code {"stream":…,"data":…}}. */
  boolean wrapped();

  /** Takes one text frame. Must not throw. */
  void deliver(String frame);
}
