package io.virtuoso.engine.market.book;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.sun.management.ThreadMXBean;
import io.virtuoso.engine.event.Side;
import io.virtuoso.engine.inbound.exchange.FrameDecoders;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * Any bytes, taken for frames of each venue, one a line: decoder and book never throw, a book that
 * can be read is in order, and no frame costs more than 8 MiB or 100 ms of a core. The tests run
 * the inputs beside this class; {@code deploy/fuzz} looks for new ones.
 */
class FrameFuzzTest {
  /** What one frame may cost, bytes. */
  private static final long MOST_ALLOCATED = 8 << 20;

  /**
   * What one frame may cost, ns of this thread on a core: what it waits for others does not count,
   * for any machine is busy at times.
   */
  private static final long MOST_NANOS = 100_000_000;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @FuzzTest
  void binanceSpot(byte[] frames) {
    take("binance-spot", frames);
  }

  @FuzzTest
  void binanceUsdm(byte[] frames) {
    take("binance-usdm", frames);
  }

  @FuzzTest
  void bybitLinear(byte[] frames) {
    take("bybit-linear", frames);
  }

  @FuzzTest
  void bybitSpot(byte[] frames) {
    take("bybit-spot", frames);
  }

  @FuzzTest
  void okx(byte[] frames) {
    take("okx", frames);
  }

  @FuzzTest
  void okxSwap(byte[] frames) {
    take("okx-swap", frames);
  }

  @FuzzTest
  void coinbase(byte[] frames) {
    take("coinbase", frames);
  }

  @FuzzTest
  void kraken(byte[] frames) {
    take("kraken", frames);
  }

  @Test
  void everyVenueIsHereAndHasInputs() {
    List<String> venues = new ArrayList<>();
    for (Method method : FrameFuzzTest.class.getDeclaredMethods()) {
      if (method.isAnnotationPresent(FuzzTest.class)) {
        assertThat(FrameFuzzTest.class.getResource("FrameFuzzTestInputs/" + method.getName()))
            .as(method.getName())
            .isNotNull();
        venues.add(method.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT));
      }
    }
    assertThat(venues).containsExactlyInAnyOrderElementsOf(FrameDecoders.VENUES);
  }

  private static void take(String venue, byte[] frames) {
    String[] lines = new String(frames, StandardCharsets.ISO_8859_1).split("\n", -1);
    if (!costliest(venue, lines).isBearable()) { // unless it was the loading of classes
      assertThat(costliest(venue, lines)).matches(Cost::isBearable);
    }
  }

  /**
   * Of one frame, or the most of several.
   *
   * @param bytes allocated
   * @param nanos of a core
   */
  private record Cost(long bytes, long nanos) {
    static Cost sinceStart() {
      return new Cost(THREADS.getCurrentThreadAllocatedBytes(), THREADS.getCurrentThreadCpuTime());
    }

    Cost since(Cost before) {
      return new Cost(bytes - before.bytes, nanos - before.nanos);
    }

    Cost max(Cost other) {
      return new Cost(Math.max(bytes, other.bytes), Math.max(nanos, other.nanos));
    }

    boolean isBearable() {
      return bytes <= MOST_ALLOCATED && nanos <= MOST_NANOS;
    }
  }

  private static Cost costliest(String venue, String[] frames) {
    BookRoom room = new BookRoom(venue);
    Cost most = new Cost(0, 0);
    for (String frame : frames) {
      Cost before = Cost.sinceStart();
      room.feed(frame);
      most = most.max(Cost.sinceStart().since(before));
      room.books().values().forEach(FrameFuzzTest::assertInOrder);
    }
    return most;
  }

  private static void assertInOrder(SequencedBook sequenced) {
    OrderBook book = sequenced.book();
    if (book == null) {
      return;
    }
    assertThat(book.isCrossed()).isFalse();
    for (Side side : Side.values()) {
      int worse = side == Side.BID ? -1 : 1;
      for (int i = 0; i < book.levels(side); i++) {
        assertThat(book.lots(side, i)).isPositive();
        assertThat(book.ticks(side, i)).isPositive();
        if (i > 0) {
          assertThat(Long.signum(book.ticks(side, i) - book.ticks(side, i - 1))).isEqualTo(worse);
        }
      }
    }
  }
}
