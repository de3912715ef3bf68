package io.virtuoso.gateway.serve.guard;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.virtuoso.gateway.fixture.FakeClock;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BucketsTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final FakeClock clock = new FakeClock();

  @Test
  void aBurstIsAllowedAndThenTheRate() {
    Buckets buckets = new Buckets(clock, 100, SECOND, 200, 1_000);
    assertThat(taken(buckets, "a", 300)).isEqualTo(200);
    clock.advance(Duration.ofMillis(500));
    assertThat(taken(buckets, "a", 300)).isEqualTo(50);
    assertThat(taken(buckets, "b", 100)).isEqualTo(100);
    clock.advance(Duration.ofHours(1));
    assertThat(taken(buckets, "a", 300)).isEqualTo(200);
  }

  @Test
  void aClockThatMovesMeanwhileCostsNoToken() {
    AtomicLong time = new AtomicLong();
    Buckets buckets = new Buckets(time::incrementAndGet, 1, Duration.ofMinutes(1), 1, 10);
    assertThat(buckets.take("a")).isZero();
    assertThat(buckets.take("a")).isNegative();
  }

  @Test
  void itTellsWhatIsLeft() {
    Buckets buckets = new Buckets(clock, 5, Duration.ofMinutes(1), 3, 10);
    assertThat(IntStream.range(0, 5).map(i -> buckets.take("a"))).containsExactly(2, 1, 0, -1, -1);
    assertThat(buckets.waitSeconds()).isEqualTo(12);
    clock.advance(Duration.ofSeconds(12));
    assertThat(buckets.take("a")).isZero();
  }

  /** The plain form: a number of tokens and when it was last right. */
  private static final class NaiveBucket {
    private double tokens = 20;
    private long at;

    boolean take(long now) {
      tokens = Math.min(20, tokens + (now - at) * 1e-9 * 100);
      at = now;
      if (tokens < 1 - 1e-6) {
        return false;
      }
      tokens--;
      return true;
    }
  }

  @Property(tries = 200)
  void agreesWithTheNaiveBucket(@ForAll @IntRange(max = 1_000_000) int seed) {
    FakeClock time = new FakeClock();
    Buckets buckets = new Buckets(time, 100, SECOND, 20, 100);
    NaiveBucket naive = new NaiveBucket();
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 300; i++) {
      time.advance(Duration.ofMillis(random.nextInt(4) == 0 ? random.nextInt(50) : 0));
      assertThat(buckets.take("a") >= 0).isEqualTo(naive.take(time.read()));
    }
  }

  @Test
  void aMillionInventedAddressesCostNothingAndHideNobody() {
    Buckets buckets = new Buckets(clock, 100, SECOND, 200, 65_536);
    assertThat(taken(buckets, "10.0.0.1", 300)).isEqualTo(200);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long invented = 0;
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 1_000_000; i++) {
      String address = address(i);
      invented += 56 + 16; // at most: the string itself and its bytes
      buckets.take(address);
    }
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(allocated - invented).isLessThan(32L << 20);
    assertThat(buckets.bytes()).isLessThan(2L << 20);
    assertThat(buckets.take("10.0.0.1")).isNegative();
  }

  private static String address(int i) {
    return new String(
        new char[] {
          'h', (char) ('a' + (i >> 15)), (char) ('a' + (i >> 7 & 0xff)), (char) (i & 0x7f)
        });
  }

  private static long taken(Buckets buckets, String client, int requests) {
    return IntStream.range(0, requests).filter(i -> buckets.take(client) >= 0).count();
  }
}
