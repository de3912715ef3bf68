package io.virtuoso.gateway.route.engine;

import io.virtuoso.model.Interval;
import io.virtuoso.model.Symbol;
import io.virtuoso.model.wire.DocumentKey;
import java.util.OptionalLong;

/**
 * Which candles a candle key stands for.
 *
 * @param fromMs inclusive
 * @param toMs exclusive
 */
public record CandleRange(
    Symbol symbol, Interval interval, OptionalLong fromMs, OptionalLong toMs, int limit) {

  /**
   * Reads what {@link DocumentKey#candles} wrote.
   *
   * @throws IllegalArgumentException when the key is no such key
   */
  public static CandleRange of(DocumentKey key) {
    String[] parts = key.path().split("/", -1);
    if (parts.length != 4 || !parts[0].equals("candles")) {
      throw new IllegalArgumentException("not a candle key");
    }
    String[] range = parts[3].split("-", -1);
    if (range.length != 3) {
      throw new IllegalArgumentException("not a candle range");
    }
    return new CandleRange(
        new Symbol(parts[1]),
        Interval.ofCode(parts[2])
            .orElseThrow(() -> new IllegalArgumentException("not an interval")),
        bound(range[0]),
        bound(range[1]),
        Integer.parseInt(range[2]));
  }

  public DocumentKey key() {
    return DocumentKey.candles(symbol, interval, fromMs, toMs, limit);
  }

  /** Whether every bar of the range has closed; one interval more is left for late trades. */
  public boolean isClosedAt(long nowMs) {
    return toMs.isPresent() && toMs.getAsLong() + interval.millis() <= nowMs;
  }

  private static OptionalLong bound(String text) {
    return text.equals("_") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
  }
}
