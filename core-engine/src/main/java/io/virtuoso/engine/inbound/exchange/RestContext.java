package io.virtuoso.engine.inbound.exchange;

import io.virtuoso.model.Interval;
import org.jspecify.annotations.Nullable;

/** What the wrapper of a REST answer says of its body. */
public final class RestContext {
  private @Nullable Interval interval;
  private long receivedMs;

  /** The bars' interval; null when there is none or none of ours. */
  public @Nullable Interval interval() {
    return interval;
  }

  /**
   * When the answer came, ms since the epoch; -1 when the wrapper does not tell. The exchange's
   * clock, but in older tapes, and of an exchange that does not tell its time, the recorder's.
   */
  public long receivedMs() {
    return receivedMs;
  }

  void reset() {
    interval = null;
    receivedMs = -1;
  }

  void interval(@Nullable Interval stated) {
    interval = stated;
  }

  void receivedMs(long stated) {
    receivedMs = stated;
  }
}
