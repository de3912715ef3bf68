package io.virtuoso.engine.inbound.exchange.live.dialect;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Packs instruments into as few connections as the limits allow; an instrument is never divided.
 *
 * @param name connection names are {@code name-0}, {@code name-1}, …
 * @param maxSymbols instruments per connection
 * @param maxStreams streams per connection
 * @param maxCharacters length of all stream names with quotes and commas, per connection
 */
record Sharding(
    String name,
    String path,
    boolean books,
    boolean candles,
    int maxSymbols,
    int maxStreams,
    int maxCharacters) {

  List<Shard> of(List<String> symbols, Function<String, List<String>> streamsOf) {
    List<Shard> shards = new ArrayList<>();
    List<String> held = new ArrayList<>();
    List<String> streams = new ArrayList<>();
    int characters = 0;
    for (String symbol : symbols) {
      List<String> more = streamsOf.apply(symbol);
      int longer = more.stream().mapToInt(stream -> stream.length() + 3).sum();
      boolean full =
          held.size() + 1 > maxSymbols
              || streams.size() + more.size() > maxStreams
              || characters + longer > maxCharacters;
      if (full && !held.isEmpty()) {
        shards.add(shard(shards.size(), held, streams));
        held.clear();
        streams.clear();
        characters = 0;
      }
      held.add(symbol);
      streams.addAll(more);
      characters += longer;
    }
    if (!held.isEmpty()) {
      shards.add(shard(shards.size(), held, streams));
    }
    return shards;
  }

  private Shard shard(int number, List<String> symbols, List<String> streams) {
    return new Shard(name + '-' + number, path, symbols, streams, books, candles);
  }
}
