package io.virtuoso.gateway.observe;

import com.github.benmanes.caffeine.cache.Ticker;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** What this process takes of its machine, in the last minutes. Thread-safe. */
public final class ProcessUsage {
  private static final Path STATUS = Path.of("/proc/self/status");

  private final Ticker ticker;
  private final LongSupplier cpuNanos;
  private final int processors;
  private final Deque<Look> looks = new ArrayDeque<>(); // guarded by this, the newest first

  private record Look(long atNanos, long cpuNanos) {}

  /** The usage of the running process. */
  static ProcessUsage ofThisProcess(Ticker ticker) {
    LongSupplier cpu =
        ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
            ? system::getProcessCpuTime
            : () -> -1;
    return new ProcessUsage(ticker, cpu, Runtime.getRuntime().availableProcessors());
  }

  /**
   * The usage by a counter.
   *
   * @param cpuNanos processor time since start; negative where it cannot be had
   */
  ProcessUsage(Ticker ticker, LongSupplier cpuNanos, int processors) {
    this.ticker = ticker;
    this.cpuNanos = cpuNanos;
    this.processors = processors;
    look();
  }

  /** Remembers where the counter stands. */
  synchronized void look() {
    looks.addFirst(new Look(ticker.read(), cpuNanos.getAsLong()));
    while (looks.size() > RequestHistory.LONGEST.dividedBy(RequestHistory.STEP) + 1) {
      looks.removeLast();
    }
  }

  /** Share of all processors in the last {@code length}, 0 to 1; empty where it cannot be had. */
  public synchronized OptionalDouble cpu(Duration length) {
    long now = ticker.read();
    long cpu = cpuNanos.getAsLong();
    Look from = looks.getLast();
    for (Look each : looks) {
      if (now - each.atNanos >= length.toNanos()) {
        from = each;
        break;
      }
    }
    long elapsed = now - from.atNanos;
    return cpu < 0 || from.cpuNanos < 0 || elapsed <= 0
        ? OptionalDouble.empty()
        : OptionalDouble.of((double) (cpu - from.cpuNanos) / elapsed / processors);
  }

  /** Resident memory in bytes; empty where the system does not tell. */
  public OptionalLong residentBytes() {
    try (Stream<String> lines = Files.lines(STATUS)) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> 1_024 * Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst();
    } catch (IOException | NumberFormatException noSuchSystem) {
      return OptionalLong.empty();
    }
  }
}
