package io.virtuoso.engine.inbound.exchange.live.dialect;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One connection's share of a venue.
 *
 * @param name for logs, for example {@code public-0}
 * @param path what follows the base address, for example {@code /public/stream}
 * @param symbols the instruments it carries, the exchange's spelling
 * @param streams all streams of these instruments
 * @param books whether order books come this way
 * @param candles whether candles come this way
 */
public record Shard(
    String name,
    String path,
    List<String> symbols,
    List<String> streams,
    boolean books,
    boolean candles) {
  public Shard {
    symbols = List.copyOf(symbols);
    streams = List.copyOf(streams);
  }

  /** Whether the other one takes the same way, so that they could be one connection. */
  public boolean sameRoute(Shard other) {
    return path.equals(other.path) && books == other.books && candles == other.candles;
  }

  /** The same with more instruments. */
  public Shard with(List<String> moreSymbols, List<String> moreStreams) {
    return new Shard(
        name, path, joined(symbols, moreSymbols), joined(streams, moreStreams), books, candles);
  }

  /** The same with fewer instruments. */
  public Shard without(List<String> lessSymbols, List<String> lessStreams) {
    return new Shard(
        name, path, left(symbols, lessSymbols), left(streams, lessStreams), books, candles);
  }

  /** The same under another name. */
  public Shard named(String otherName) {
    return new Shard(otherName, path, symbols, streams, books, candles);
  }

  private static List<String> joined(List<String> some, List<String> more) {
    return Stream.concat(some.stream(), more.stream()).distinct().toList();
  }

  private static List<String> left(List<String> some, List<String> less) {
    Set<String> gone = Set.copyOf(less);
    return some.stream().filter(each -> !gone.contains(each)).toList();
  }
}
