package io.virtuoso.engine.inbound.exchange.live.dialect;

import java.util.List;

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
}
