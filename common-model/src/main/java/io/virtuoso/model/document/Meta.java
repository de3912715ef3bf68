package io.virtuoso.model.document;

import java.time.Instant;
import java.util.List;

/**
 * Where a document comes from and when it was true.
 *
 * @param key canonical name, for example {@code market/overview} or {@code confluence/BTCUSDT}
 * @param version grows strictly per key; event time in ms times 1000, so that two engines computing
 *     the same tape produce the same versions
 * @param asOf the newest exchange event that the data reflects, exchange clock
 * @param computedAt when the engine computed it: its clock (see {@code EngineStatus}) when live,
 *     receive time of the tape in a replay
 * @param feeds the state of every feed that contributed
 */
public record Meta(
    String key, long version, Instant asOf, Instant computedAt, Source source, List<Feed> feeds) {
  public Meta {
    feeds = List.copyOf(feeds);
  }
}
