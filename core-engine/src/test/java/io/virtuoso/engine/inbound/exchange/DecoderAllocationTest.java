package io.virtuoso.engine.inbound.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.virtuoso.engine.event.BookUpdate;
import io.virtuoso.engine.event.Derivatives;
import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.event.Kline;
import io.virtuoso.engine.event.Liquidation;
import io.virtuoso.engine.event.MarketListener;
import io.virtuoso.engine.event.Quote;
import io.virtuoso.engine.event.TradeBatch;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class DecoderAllocationTest {
  private static final int FRAMES = 20_000;

  @ParameterizedTest
  @FieldSource("io.virtuoso.engine.inbound.exchange.FrameRulesTest#SAMPLES")
  void warmDecodersAllocateNothing(FrameRulesTest.Sample sample) {
    byte[] frame = sample.frame().replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    byte[] damaged = frame.clone();
    damaged[frame.length / 2] = '\n';
    InstrumentTable instruments = InstrumentTable.open(sample.venue());
    FrameDecoder decoder = FrameDecoders.of(sample.venue(), instruments);
    Silent silent = new Silent();
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = 0;
    for (int i = 0; i < 2 * FRAMES; i++) {
      if (i == FRAMES) {
        before = threads.getCurrentThreadAllocatedBytes();
      }
      decoder.decode(frame, 0, frame.length, silent);
      decoder.decode(damaged, 0, damaged.length, silent);
    }
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(silent.events).isGreaterThanOrEqualTo(2 * FRAMES);
    assertThat(allocated / FRAMES).as("bytes a frame").isZero();
  }

  private static final class Silent implements MarketListener {
    private int events;

    @Override
    public void onTrades(TradeBatch trades) {
      events++;
    }

    @Override
    public void onBook(BookUpdate update) {
      events++;
    }

    @Override
    public void onQuote(Quote quote) {
      events++;
    }

    @Override
    public void onKline(Kline kline) {
      events++;
    }

    @Override
    public void onDerivatives(Derivatives derivatives) {
      events++;
    }

    @Override
    public void onLiquidation(Liquidation liquidation) {
      events++;
    }

    @Override
    public void onFeedGap(Instrument instrument) {
      events++;
    }
  }
}
