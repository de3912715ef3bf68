package io.virtuoso.engine.measure.confluence;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.virtuoso.engine.market.candle.OpenBars;
import io.virtuoso.engine.measure.story.Event;
import io.virtuoso.engine.measure.story.Tape;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

class SteadyStateTest {
  /** What the JVM itself may put on the thread's account, over 100 000 events. */
  private static final long SLACK_BYTES = 4_096;

  private static final OpenBars NO_BARS = _ -> null;

  @Test
  void eventsAndReadingsAllocateNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    List<Event> events = Tape.random(41, 400);
    int half = events.size() / 2;
    assertThat(half).isGreaterThan(100_000);
    ScoredMarket scored = new ScoredMarket(ConfluenceSettings.defaults(), 1);
    RecentContributions recent = new RecentContributions();
    feed(scored, recent, events, 0, half);
    long thread = Thread.currentThread().threadId();
    threads.getThreadAllocatedBytes(thread);
    long before = threads.getThreadAllocatedBytes(thread);
    feed(scored, recent, events, half, events.size());
    long allocated = threads.getThreadAllocatedBytes(thread) - before;
    assertThat(allocated).isLessThan(SLACK_BYTES);
    assertThat(scored.reading.coverage()).as("every factor took part").isGreaterThan(.99);
  }

  private static void feed(
      ScoredMarket scored, RecentContributions recent, List<Event> events, int from, int to) {
    for (int i = from; i < to; i++) {
      scored.accept(events.get(i));
      if (i % 10 == 0) {
        scored.meter.read(scored.market.newestMs(), NO_BARS, scored.reading);
        recent.remember(scored.reading);
      }
    }
  }
}
