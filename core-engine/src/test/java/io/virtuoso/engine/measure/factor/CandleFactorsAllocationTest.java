package io.virtuoso.engine.measure.factor;

import static io.virtuoso.engine.measure.factor.CandleTape.MINUTE_MS;
import static io.virtuoso.engine.measure.factor.CandleTape.START_MS;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.virtuoso.engine.measure.indicator.TestBar;
import io.virtuoso.engine.measure.indicator.Walk;
import io.virtuoso.model.Interval;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class CandleFactorsAllocationTest {
  private static final int ROUNDS = 5_000;

  @Test
  void readingAndClosingAllocateNothing() {
    Assumptions.assumeTrue(
        ManagementFactory.getThreadMXBean() instanceof ThreadMXBean,
        "this JVM does not count allocations");
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    List<TestBar> minutes = Walk.bars(5, 12_240 + 3 * ROUNDS, START_MS, MINUTE_MS);
    CandleTape tape = new CandleTape().play(minutes.subList(0, 12_240));
    run(tape, minutes, 12_240); // class loading and compilation
    run(tape, minutes, 12_240 + ROUNDS);
    long before = threads.getCurrentThreadAllocatedBytes();
    run(tape, minutes, 12_240 + 2 * ROUNDS);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(allocated / ROUNDS).as("bytes per bar closed and read").isZero();
  }

  private static void run(CandleTape tape, List<TestBar> minutes, int from) {
    tape.begin(minutes.get(from));
    for (int i = from; i < from + ROUNDS; i++) {
      tape.read(minutes.get(i).openTimeMs());
      tape.factors().onBarClosed(Interval.ONE_MINUTE, minutes.get(i));
    }
  }
}
