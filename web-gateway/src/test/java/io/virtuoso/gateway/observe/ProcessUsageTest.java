package io.virtuoso.gateway.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.virtuoso.gateway.fixture.FakeClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class ProcessUsageTest {
  private final FakeClock clock = new FakeClock();
  private final AtomicLong cpu = new AtomicLong(7_000_000_000L);

  @Test
  void theShareIsOfAllProcessorsAndOfTheWindowAlone() {
    ProcessUsage usage = new ProcessUsage(clock, cpu::get, 2);
    assertThat(usage.cpu(Duration.ofMinutes(1))).isEmpty();
    run(usage, 30, 0.5);
    assertThat(usage.cpu(Duration.ofMinutes(1)).orElseThrow()).isEqualTo(0.25);
    run(usage, 60, 2);
    assertThat(usage.cpu(Duration.ofMinutes(1)).orElseThrow()).isEqualTo(1);
    assertThat(usage.cpu(Duration.ofMinutes(5)).orElseThrow()).isBetween(0.74, 0.76);
  }

  @Test
  void whatTheSystemDoesNotTellIsAbsent() {
    ProcessUsage usage = new ProcessUsage(clock, () -> -1, 2);
    clock.advance(Duration.ofMinutes(1));
    assertThat(usage.cpu(Duration.ofMinutes(1))).isEmpty();
  }

  @Test
  void residentMemoryIsThatOfThisProcess() {
    Assumptions.assumeTrue(Files.isReadable(Path.of("/proc/self/status")));
    long used = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    assertThat(ProcessUsage.ofThisProcess(clock).residentBytes().orElseThrow())
        .isBetween(used / 4, 64_000_000_000L);
  }

  private void run(ProcessUsage usage, int seconds, double processors) {
    for (int second = 0; second < seconds; second += 10) {
      clock.advance(Duration.ofSeconds(10));
      cpu.addAndGet((long) (processors * 10e9));
      usage.look();
    }
  }
}
