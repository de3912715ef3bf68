package io.virtuoso.gateway.route.engine;

import com.fasterxml.jackson.databind.ObjectReader;
import io.virtuoso.model.Interval;
import io.virtuoso.model.Symbol;
import io.virtuoso.model.document.Candles;
import io.virtuoso.model.wire.DocumentJson;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/**
 * Which candles a candle key stands for.
 *
 * @param fromMs inclusive
 * @param toMs exclusive
 * @param limit how many bars at most, the newest of them
 */
public record CandleRange(
    Symbol symbol, Interval interval, OptionalLong fromMs, OptionalLong toMs, int limit) {
  private static final ObjectReader JSON =
      DocumentJson.mapper().readerFor(Candles.class).at("/data");

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

  /**
   * Whether {@code document}, one of this key, holds every bar of the range, each of them closed
   * and whole. It reads the whole body.
   */
  public boolean isCompleteIn(StoredDocument document) {
    if (toMs.isEmpty() || !isClosedAt(document.asOfMs())) {
      return false;
    }
    long next = firstBarMs();
    for (Candles.Bar bar : barsIn(document)) {
      if (!bar.closed() || bar.partial() || !Instant.ofEpochMilli(next).equals(bar.openTime())) {
        return false;
      }
      next += interval.millis();
    }
    return next == toMs.getAsLong();
  }

  /** None when they cannot be read. */
  private static List<Candles.Bar> barsIn(StoredDocument document) {
    try {
      Candles candles = JSON.readValue(document.body());
      return candles == null ? List.of() : candles.bars();
    } catch (IOException malformed) {
      return List.of();
    }
  }

  /** Whether every bar of the range has closed; one interval more is left for late trades. */
  private boolean isClosedAt(long nowMs) {
    return toMs.getAsLong() + interval.millis() <= nowMs;
  }

  /** The open time of the first bar of a complete answer, ms since the epoch. */
  private long firstBarMs() {
    long ofLimit = toMs.getAsLong() - limit * interval.millis();
    return Math.max(ofLimit, fromMs.orElse(ofLimit));
  }

  private static OptionalLong bound(String text) {
    return text.equals("_") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
  }
}
