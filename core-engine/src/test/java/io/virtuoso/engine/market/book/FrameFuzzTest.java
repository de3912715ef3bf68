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
 * can be read is in order, and no frame costs more than 8 MiB. The usual build runs the inputs
 * beside this class; {@code JAZZER_FUZZ=1} and one test's name look for new ones, for ten minutes.
 */
class FrameFuzzTest {
  /** What one frame may cost, bytes. */
  private static final long MOST_ALLOCATED = 8 << 20;

  /** How long one test looks for new inputs. */
  private static final String LOOKING = "10m";

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @FuzzTest(maxDuration = LOOKING)
  void binanceSpot(byte[] frames) {
    take("binance-spot", frames);
  }

  @FuzzTest(maxDuration = LOOKING)
  void binanceUsdm(byte[] frames) {
    take("binance-usdm", frames);
  }

  @FuzzTest(maxDuration = LOOKING)
  void bybitLinear(byte[] frames) {
    take("bybit-linear", frames);
  }

  @FuzzTest(maxDuration = LOOKING)
  void bybitSpot(byte[] frames) {
    take("bybit-spot", frames);
  }

  @FuzzTest(maxDuration = LOOKING)
  void okx(byte[] frames) {
    take("okx", frames);
  }

  @FuzzTest(maxDuration = LOOKING)
  void okxSwap(byte[] frames) {
    take("okx-swap", frames);
  }

  @FuzzTest(maxDuration = LOOKING)
  void coinbase(byte[] frames) {
    take("coinbase", frames);
  }

  @FuzzTest(maxDuration = LOOKING)
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
    if (costliest(venue, lines) > MOST_ALLOCATED) { // unless it was the loading of classes
      assertThat(costliest(venue, lines)).isLessThanOrEqualTo(MOST_ALLOCATED);
    }
  }

  /** What the costliest of these frames allocates, bytes. */
  private static long costliest(String venue, String[] frames) {
    BookRoom room = new BookRoom(venue);
    long most = 0;
    for (String frame : frames) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      room.feed(frame);
      most = Math.max(most, THREADS.getCurrentThreadAllocatedBytes() - before);
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
