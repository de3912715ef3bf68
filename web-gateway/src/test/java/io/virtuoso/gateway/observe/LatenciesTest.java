package io.virtuoso.gateway.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LatenciesTest {
  @Test
  void bucketsFollowOnEachOtherWithoutGap() {
    for (int bucket = 0; bucket < Latencies.BUCKETS - 1; bucket++) {
      assertThat(Latencies.bucket(Latencies.end(bucket) - 1)).isEqualTo(bucket);
      assertThat(Latencies.bucket(Latencies.end(bucket))).isEqualTo(bucket + 1);
    }
    assertThat(Latencies.bucket(Long.MAX_VALUE)).isEqualTo(Latencies.BUCKETS - 1);
  }

  @Property(tries = 200)
  void aQuantileIsWithinAnEighthOfTheTruth(
      @ForAll @Size(min = 1, max = 200) List<@LongRange(min = 5_000, max = 30_000_000_000L) Long> times) {
    Latencies latencies = new Latencies();
    times.forEach(latencies::record);
    List<Long> sorted = times.stream().sorted().toList();
    for (double share : new double[] {0.5, 0.95, 0.99, 1}) {
      double truth = sorted.get((int) Math.ceil(share * sorted.size()) - 1);
      assertThat(Latencies.quantile(latencies.counts(), share))
          .isBetween(truth / 1.126, truth * 1.126);
    }
    assertThat(latencies.sum()).isEqualTo(times.stream().mapToLong(Long::longValue).sum());
  }

  @Test
  void whatNobodyRecordedHasNoQuantile() {
    assertThat(Latencies.quantile(new Latencies().counts(), 0.5)).isNaN();
  }

  @Test
  void aClockThatWentBackIsCountedAsNoTime() {
    Latencies latencies = new Latencies();
    latencies.record(-5);
    assertThat(latencies.counts()[0]).isEqualTo(1);
    assertThat(latencies.sum()).isZero();
  }

  @Test
  void nothingIsLostBetweenThreads() {
    Latencies latencies = new Latencies();
    IntStream.range(0, 4)
        .parallel()
        .forEach(ignored -> {
          for (int each = 0; each < 10_000; each++) {
            latencies.record(each * 1_000L);
          }
        });
    assertThat(Arrays.stream(latencies.counts()).sum()).isEqualTo(40_000);
  }
}
