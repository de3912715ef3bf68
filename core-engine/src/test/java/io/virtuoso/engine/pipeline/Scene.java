package io.virtuoso.engine.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * A made-up day of one instrument of Binance's futures, as frames: seeded, with whole sequences.
 */
final class Scene {
  /** So long after its end even a bar without a successor is taken for closed. */
  private static final long LONG_AFTER_MS = 600_000;

  /** Full minute of a Friday, in the middle of a four-hour bar. */
  static final long START_MS = 1_790_000_040_000L;

  private static final int MINUTE_MS = 60_000;

  private final String symbol;
  private final Random random;
  private double price;
  private long tradeId = 1_000;
  private long updateId = 5_000;

  Scene(String symbol, double price, long seed) {
    this.symbol = symbol;
    this.price = price;
    this.random = new Random(seed);
  }

  String trade(long timeMs, long id, double at, String quantity, boolean sellerAggressed) {
    return """
    {'e':'trade','E':%d,'T':%d,'s':'%s','t':%d,'p':'%s','q':'%s','X':'MARKET','m':%b}\
    """
        .formatted(timeMs, timeMs, symbol, id, decimal(at), quantity, sellerAggressed);
  }

  String depth(long timeMs, long first, long last, long previous, String bids, String asks) {
    return """
    {'e':'depthUpdate','E':%d,'T':%d,'s':'%s','U':%d,'u':%d,'pu':%d,'b':[%s],'a':[%s]}\
    """
        .formatted(timeMs, timeMs, symbol, first, last, previous, bids, asks);
  }

  /** A book of 30 levels a side around the price, whole up to {@code lastUpdateId}. */
  String snapshot(long lastUpdateId) {
    StringBuilder bids = new StringBuilder();
    StringBuilder asks = new StringBuilder();
    for (int i = 0; i < 30; i++) {
      bids.append(i == 0 ? "" : ",").append(level(price - 0.5 - i * 0.1, 1 + i % 7));
      asks.append(i == 0 ? "" : ",").append(level(price + 0.5 + i * 0.1, 1 + i % 5));
    }
    return "{'rest':'depth','symbol':'%s','body':{'lastUpdateId':%d,'bids':[%s],'asks':[%s]}}"
        .formatted(symbol, lastUpdateId, bids, asks);
  }

  static String level(double price, double quantity) {
    return "['%s','%s']".formatted(decimal(price), decimal(quantity));
  }

  /** Closed bars that end right before {@code endMs}. */
  String klines(String interval, int minutes, int count, long endMs) {
    long millis = (long) minutes * MINUTE_MS;
    long end = Math.floorDiv(endMs, millis) * millis;
    Random own = new Random(count * 31L + minutes);
    double close = price * 0.97;
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < count; i++) {
      double open = close;
      close = i == count - 1 ? price : close * (1 + own.nextGaussian() * 0.0005);
      double volume = 50 + own.nextInt(100);
      long openMs = end - (count - i) * millis;
      rows.append(i == 0 ? "" : ",")
          .append(
              "[%d,'%s','%s','%s','%s','%s',%d,'%s',%d,'%s','%s','0']"
                  .formatted(
                      openMs,
                      decimal(open),
                      decimal(Math.max(open, close) + own.nextDouble()),
                      decimal(Math.min(open, close) - own.nextDouble()),
                      decimal(close),
                      decimal(volume),
                      openMs + millis - 1,
                      decimal(volume * close),
                      40,
                      decimal(volume * own.nextDouble()),
                      decimal(volume * close / 2)));
    }
    return "{'rest':'klines','symbol':'%s','interval':'%s','received_ms':%d,'body':[%s]}"
        .formatted(symbol, interval, endMs + LONG_AFTER_MS, rows);
  }

  /** A backfill as the engine asks for it: the longest bars first. */
  List<String> history(long endMs) {
    return List.of(
        klines("4h", 240, 120, endMs),
        klines("30m", 30, 200, endMs),
        klines("5m", 5, 295, endMs),
        klines("1m", 1, 500, endMs));
  }

  /** What opens a book: a delta, and the snapshot that it continues. */
  List<String> opening(long timeMs) {
    long first = updateId;
    updateId += 1;
    return List.of(depth(timeMs, first - 5, updateId, first - 6, "", ""), snapshot(first));
  }

  /** Ten book messages and some eight trades a second. */
  List<String> frames(long fromMs, int seconds) {
    List<String> frames = new ArrayList<>();
    for (long timeMs = fromMs; timeMs < fromMs + seconds * 1_000L; timeMs += 100) {
      long previous = updateId;
      updateId += 1 + random.nextInt(5);
      double step = random.nextGaussian() * 0.02;
      price += step;
      frames.add(
          depth(
              timeMs,
              previous + 1,
              updateId,
              previous,
              level(price - 1.0 - random.nextInt(20) * 0.1, random.nextInt(9)),
              level(price + 1.0 + random.nextInt(20) * 0.1, random.nextInt(9))));
      if (random.nextInt(10) < 8) {
        frames.add(
            trade(
                timeMs + random.nextInt(90),
                tradeId++,
                price + (random.nextBoolean() ? 0.1 : -0.1),
                decimal(0.1 + random.nextInt(30) / 10.0),
                random.nextBoolean()));
      }
    }
    return frames;
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
