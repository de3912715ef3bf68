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

  /** Our clock when the answer came, ms since the epoch; -1 when the wrapper does not tell. */
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
