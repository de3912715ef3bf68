package io.virtuoso.storm.proxy;

import java.time.Duration;
import java.util.Locale;

/** One thing that can be wrong with a connection. */
public sealed interface Toxic {
  /** Nobody listens; what is open is reset. */
  record Down() implements Toxic {}

  /** Connections are accepted and at once reset. */
  record Reset() implements Toxic {}

  /** Connections are accepted and nothing ever happens on them. */
  record Silence() implements Toxic {}

  /**
   * Every piece arrives later, by {@code delay} give or take {@code jitter}; order is kept.
   *
   * @param jitter at most {@code delay}
   */
  record Latency(Duration delay, Duration jitter) implements Toxic {
    public Latency {
      if (delay.isNegative() || jitter.isNegative() || jitter.compareTo(delay) > 0) {
        throw new IllegalArgumentException("latency wants 0 <= jitter <= delay");
      }
    }
  }

  /** At most so many bytes per second and connection. */
  record Bandwidth(long bytesPerSecond) implements Toxic {
    public Bandwidth {
      requirePositive("bandwidth", bytesPerSecond);
    }
  }

  /** Arrives in pieces of at most {@code bytes}, with a pause after each. */
  record Slicer(int bytes, Duration pause) implements Toxic {
    public Slicer {
      requirePositive("slicer", bytes);
    }
  }

  /** After so many bytes of a direction, the connection is closed. */
  record LimitData(long bytes) implements Toxic {
    public LimitData {
      requirePositive("limit_data", bytes + 1);
    }
  }

  /** The end of the stream is passed on later. */
  record SlowClose(Duration delay) implements Toxic {}

  /**
   * Nothing gets through while it lasts, and what waited arrives when it is taken away, as with a
   * stopped process. After {@code patience} the connection is closed; zero keeps it open.
   */
  record Blackhole(Duration patience) implements Toxic {}

  /** One bit of every {@code bytes} bytes of a direction is flipped. */
  record Corrupt(int bytes) implements Toxic {
    public Corrupt {
      requirePositive("corrupt", bytes);
    }
  }

  /** The name in counters and orders, for example {@code limit_data}. */
  default String code() {
    return getClass().getSimpleName().replaceAll("(?<=.)([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }

  private static void requirePositive(String what, long value) {
    if (value <= 0) {
      throw new IllegalArgumentException(what + " wants a positive number of bytes");
    }
  }
}
