package io.virtuoso.bench;

import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.inbound.exchange.JsonCursor;
import io.virtuoso.engine.market.candle.Candles;
import io.virtuoso.model.Symbol;
import java.nio.charset.StandardCharsets;
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

/** The pieces that a frame meets before any book: a decimal, a value that is skipped, a candle. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(value = 1, jvmArgsAppend = "-XX:+UseSerialGC")
public class PieceBench {
  private static final int PLACES = 8;
  private static final long TRADE_EVERY_MS = 7;
  private static final long FIRST_TRADE_MS = 1_790_000_000_000L;

  private final byte[] decimal = bytes("\"61234.50000000\"                ");
  private final byte[] levels =
      bytes("[" + "[\"61234.50000000\",\"0.01230000\"],".repeat(19) + "[\"1.5\",\"2\"]]");
  private final JsonCursor cursor = new JsonCursor();
  private final Candles candles =
      new Candles(
          new Instrument("binance-spot", "BTCUSDT", new Symbol("BTCUSDT"), 2, 5), (_, _) -> {});
  private long timeMs = FIRST_TRADE_MS;

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** A quoted price of fourteen characters, exact. */
  @Benchmark
  public long decimal() {
    cursor.begin(decimal, 0, decimal.length);
    return cursor.scaled(PLACES);
  }

  /** Twenty levels that nobody wants, checked for their grammar: 629 bytes. */
  @Benchmark
  public int skip() {
    cursor.begin(levels, 0, levels.length);
    cursor.skip();
    return cursor.position();
  }

  /** One trade into the open bars of every interval; every 8 571st closes a minute. */
  @Benchmark
  public long candleFold() {
    timeMs += TRADE_EVERY_MS;
    candles.onTrade(timeMs, 6_123_450 + timeMs % 50, 1 + timeMs % 900, (timeMs & 1) == 0);
    return timeMs;
  }
}
