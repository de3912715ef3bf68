package io.virtuoso.engine.market.book;

import io.virtuoso.engine.event.BookUpdate;
import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.event.Side;
import io.virtuoso.model.Symbol;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a book message costs once it is decoded: its levels, and its checksum. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(value = 1, jvmArgsAppend = "-XX:+UseSerialGC")
public class BookBench {
  private static final int LEVELS = 1_000;
  private static final int CHANGES = 10;
  private static final long BEST_BID = 6_000_000;

  private final Instrument instrument =
      new Instrument("kraken", "BTC/USD", new Symbol("BTCUSD"), 1, 8);
  private final OrderBook book = new OrderBook(instrument);

  /** Ten sizes a side near the best price, every third level removed; then the way back. */
  private final BookUpdate there = new BookUpdate(instrument);

  private final BookUpdate back = new BookUpdate(instrument);
  private final BookChecksum kraken = BookChecksum.ofKraken();
  private final BookChecksum okx = BookChecksum.ofOkx();
  private boolean isThere;

  /** A book of a thousand levels a side. */
  public BookBench() {
    for (int i = 0; i < LEVELS; i++) {
      book.set(Side.BID, BEST_BID - i, quantity(i));
      book.set(Side.ASK, BEST_BID + 1 + i, quantity(i));
    }
    for (int i = 0; i < CHANGES; i++) {
      int level = i * 2;
      there.bids.add(BEST_BID - level, i % 3 == 0 ? 0 : 7_000 + i);
      there.asks.add(BEST_BID + 1 + level, i % 3 == 0 ? 0 : 7_000 + i);
      back.bids.add(BEST_BID - level, quantity(level));
      back.asks.add(BEST_BID + 1 + level, quantity(level));
    }
    back.pricePlaces = 1;
    back.quantityPlaces = 8;
  }

  private static long quantity(int level) {
    return 10_000_000L + level * 137L;
  }

  /** One message of twenty levels. */
  @Benchmark
  public int ladderUpdate() {
    isThere = !isThere;
    book.apply(isThere ? there : back);
    return book.levels(Side.BID);
  }

  /** Ten levels a side. */
  @Benchmark
  public long krakenChecksum() {
    return kraken.of(book, back);
  }

  /** Twenty-five levels a side. */
  @Benchmark
  public long okxChecksum() {
    return okx.of(book, back);
  }
}
