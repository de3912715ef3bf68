package io.virtuoso.simulator.server;

import io.virtuoso.simulator.fault.FaultOrder.DropMode;

/** The way to one client, whatever carries it. */
interface Line {
  /** More waits to be read than a real exchange would keep. */
  boolean full();

  void text(String frame);

  void ping(String payload);

  /** Says goodbye with a close code. */
  void close(int code, String reason);

  /** Ends, or seems to go on, without a word. */
  void drop(DropMode mode);

  /** The clock by which silence and haste are judged, in ns. */
  long nanos();
}
