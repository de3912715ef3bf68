package io.virtuoso.model.wire;

import io.virtuoso.model.Interval;
import io.virtuoso.model.Symbol;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * The canonical name of a document, the same in every tier, in {@code meta.key} and in
 * announcements.
 *
 * @param path lower-case words and canonical symbols joined by slashes, at most 100 characters
 */
public record DocumentKey(String path) {
  private static final Pattern SHAPE = Pattern.compile("[a-z]+(?:/[A-Za-z0-9._=-]{1,60}){0,6}");

  public static final DocumentKey DASHBOARD_OVERVIEW = new DocumentKey("dashboard/overview");
  public static final DocumentKey MARKET_OVERVIEW = new DocumentKey("market/overview");
  public static final DocumentKey MARKET_SYMBOLS = new DocumentKey("market/symbols");
  public static final DocumentKey STATUS = new DocumentKey("status");

  public DocumentKey {
    if (path.length() > 100 || !SHAPE.matcher(path).matches()) {
      throw new IllegalArgumentException("not a document key");
    }
  }

  public static DocumentKey confluence(Symbol symbol) {
    return new DocumentKey("confluence/" + symbol);
  }

  public static DocumentKey book(Symbol symbol) {
    return new DocumentKey("book/" + symbol);
  }

  /**
   * One answer of the candle route: {@code candles/{symbol}/{interval}/{from}-{to}-{limit}}, with
   * {@code _} for a bound that was not given.
   *
   * @param fromMs ms since the epoch, inclusive, aligned to the interval
   * @param toMs ms since the epoch, exclusive, aligned to the interval
   */
  public static DocumentKey candles(
      Symbol symbol, Interval interval, OptionalLong fromMs, OptionalLong toMs, int limit) {
    return new DocumentKey(
        "candles/%s/%s/%s-%s-%d"
            .formatted(symbol, interval.code(), bound(fromMs), bound(toMs), limit));
  }

  private static String bound(OptionalLong ms) {
    return ms.isPresent() ? Long.toString(ms.getAsLong()) : "_";
  }

  /**
   * The key in Redis and Memcached. The symbol is the hash tag, so that a cluster keeps what
   * belongs to one symbol in one slot; market-wide documents share the slot of their own name.
   */
  public String stored() {
    int slash = path.indexOf('/');
    return slash < 0
        ? "virtuoso:doc:{" + path + "}"
        : "virtuoso:doc:" + path.substring(0, slash) + ":{" + path.substring(slash + 1) + "}";
  }

  @Override
  public String toString() {
    return path;
  }
}
