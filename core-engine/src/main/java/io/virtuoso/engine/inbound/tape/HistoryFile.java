package io.virtuoso.engine.inbound.tape;

import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.event.Kline;
import io.virtuoso.engine.event.MarketListener;
import io.virtuoso.engine.inbound.exchange.JsonCursor;
import io.virtuoso.engine.inbound.exchange.MalformedFrameException;
import io.virtuoso.model.Interval;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A history of one-minute candles: lines of {@code openTimeMs,open,high,low,close,volume}, oldest
 * first, with or without that header, further columns ignored. Minutes may be missing. Prices are
 * exact; a volume is rounded to 8 places, because files that went through binary numbers carry
 * tails as in {@code 3.9161446499999997}. Plain, gzip and zstd files are told apart by their
 * content.
 */
public final class HistoryFile {
  private static final byte[] HEADER =
      "openTimeMs,open,high,low,close,volume".getBytes(StandardCharsets.US_ASCII);
  private static final int COLUMNS = 6;
  private static final int VOLUME_PLACES = 8;
  private static final int MAX_STATED_PLACES = 64;

  private final LineSource lines;
  private final Instrument instrument;
  private final Kline kline;
  private final JsonCursor field = new JsonCursor();
  private final int[] starts = new int[COLUMNS];
  private final int[] ends = new int[COLUMNS];
  private long latestMs = Long.MIN_VALUE;

  private HistoryFile(LineSource lines, Instrument instrument) {
    this.lines = lines;
    this.instrument = instrument;
    this.kline = new Kline(instrument);
  }

  /**
   * Delivers all candles as closed one-minute bars of {@code instrument}, whose scales grow as
   * needed.
   *
   * @return how many there were
   * @throws IOException naming the line that is no candle; the candles before it were delivered
   */
  public static long read(Path file, Instrument instrument, MarketListener listener)
      throws IOException {
    try (LineSource lines = LineSource.open(file)) {
      return new HistoryFile(lines, instrument).deliver(file, listener);
    }
  }

  private long deliver(Path file, MarketListener listener) throws IOException {
    long count = 0;
    while (lines.advance()) {
      if (lines.isCutOff()) {
        throw new IOException(
            "%s is cut off in line %d".formatted(file.getFileName(), lines.lineNumber()));
      }
      if (isEmptyOrComment() || isHeader()) {
        continue;
      }
      try {
        readCandle();
      } catch (MalformedFrameException e) {
        throw new IOException(
            "%s, line %d: not a one-minute candle behind the last one"
                .formatted(file.getFileName(), lines.lineNumber()),
            e);
      }
      listener.onKline(kline);
      count++;
    }
    return count;
  }

  private boolean isEmptyOrComment() {
    return lines.length() == 0 || lines.buffer()[lines.start()] == '#';
  }

  private boolean isHeader() {
    if (lines.lineNumber() > 1 || lines.length() < HEADER.length) {
      return false;
    }
    for (int i = 0; i < HEADER.length; i++) {
      if (lines.buffer()[lines.start() + i] != HEADER[i]) {
        return false;
      }
    }
    return true;
  }

  private void readCandle() {
    if (lines.isTooLong()) {
      throw field.malformed();
    }
    splitColumns();
    kline.openTimeMs = time();
    int priceScale;
    int quantityScale;
    do { // each growth of a scale counts the whole candle anew
      priceScale = instrument.priceScale();
      quantityScale = instrument.quantityScale();
      kline.open = price(1);
      kline.high = price(2);
      kline.low = price(3);
      kline.close = price(4);
      kline.volume = volume();
    } while (priceScale < instrument.priceScale() || quantityScale < instrument.quantityScale());
    boolean ordered =
        kline.low > 0
            && kline.low <= Math.min(kline.open, kline.close)
            && kline.high >= Math.max(kline.open, kline.close);
    boolean later = kline.openTimeMs > latestMs;
    if (!ordered || !later || Interval.ONE_MINUTE.openTime(kline.openTimeMs) != kline.openTimeMs) {
      throw field.malformed();
    }
    latestMs = kline.openTimeMs;
    kline.closed = true;
  }

  private void splitColumns() {
    byte[] text = lines.buffer();
    int end = lines.start() + lines.length();
    int p = lines.start();
    for (int column = 0; column < COLUMNS; column++) {
      if (p > end) {
        throw field.malformed();
      }
      starts[column] = p;
      while (p < end && text[p] != ',') {
        p++;
      }
      ends[column] = p++;
    }
  }

  private void enter(int column) {
    field.begin(lines.buffer(), starts[column], ends[column] - starts[column]);
  }

  private long time() {
    enter(0);
    long time = field.timeMs();
    field.finish();
    return time;
  }

  private long price(int column) {
    long ticks = read(column, instrument.priceScale());
    instrument.needPriceScale(field.scale());
    return ticks;
  }

  private long volume() {
    enter(COLUMNS - 1);
    boolean notNegative = field.number() >= 0;
    field.finish();
    int start = starts[COLUMNS - 1];
    int length = ends[COLUMNS - 1] - start;
    String text = new String(lines.buffer(), start, length, StandardCharsets.US_ASCII);
    try {
      BigDecimal stated = new BigDecimal(text.strip());
      if (!notNegative || Math.abs(stated.scale()) > MAX_STATED_PLACES) {
        throw field.malformed();
      }
      BigDecimal kept = stated.setScale(VOLUME_PLACES, RoundingMode.HALF_UP).stripTrailingZeros();
      instrument.needQuantityScale(kept.scale());
      return kept.setScale(instrument.quantityScale()).unscaledValue().longValueExact();
    } catch (ArithmeticException | NumberFormatException _) {
      throw field.malformed();
    }
  }

  private long read(int column, int scale) {
    enter(column);
    long units = field.scaled(scale);
    field.finish();
    return units;
  }
}
