package io.virtuoso.engine.inbound.exchange.live.dialect;

import io.vertx.core.buffer.Buffer;
import io.virtuoso.engine.event.Channel;
import io.virtuoso.model.Interval;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One exchange's way of being spoken to. Immutable; knows words, not connections. */
public interface ExchangeDialect {

  /** Divides the instruments over connections so that each stays within the exchange's limits. */
  List<Shard> shards(List<String> nativeSymbols);

  /** Streams that belong to no instrument; one connection that carries books has them. */
  default List<String> commonStreams() {
    return List.of();
  }

  /** One subscribe request for at most {@link #streamsPerRequest} streams. */
  String subscribe(List<String> streams, long id);

  /** How many answers a subscribe request for these streams brings. */
  default int answersTo(List<String> streams) {
    return 1;
  }

  /** One unsubscribe request for at most {@link #streamsPerRequest} streams. */
  String unsubscribe(List<String> streams, long id);

  /** The most streams that one request may name. */
  int streamsPerRequest();

  /** The least time between two requests on one connection. */
  Duration requestSpacing();

  /** How many requests one connection may make; empty where there is no need to count them. */
  default Optional<RateLimit> requestLimit() {
    return Optional.empty();
  }

  /** What the client must say to be kept; empty where answering the server's pings is enough. */
  Optional<Heartbeat> heartbeat();

  /** What a text frame is to the connection. Constant time for ordinary market data. */
  FrameKind classify(Buffer frame);

  /**
   * Which of the subscribed streams a frame of market data is of; null when that is not told, or
   * when nothing follows from that stream's silence: liquidations come in bursts.
   */
  @Nullable String streamOf(Buffer frame);

  /** The stream that tells one instrument's channel; empty where none does. */
  Optional<String> stream(String nativeSymbol, Channel channel);

  /** How one instrument's book is made whole again. */
  Resync resync(String nativeSymbol);

  /** The published request limits, the one for ordinary requests first. */
  List<RateLimit> rateLimits();

  /** The response header that tells how much of the first limit this address has used. */
  default Optional<String> usedUnitsHeader() {
    return Optional.empty();
  }

  /** The request for a page of the instrument list; {@code cursor} is empty for the first one. */
  RestCall instruments(String cursor);

  /**
   * Reads a page of the instrument list. Listings that make no sense are left out.
   *
   * @throws IOException when it is no instrument list at all; the message says why
   */
  InstrumentPage readInstruments(byte[] body) throws IOException;

  /** The request for what was traded of every instrument in 24 hours. */
  RestCall turnovers();

  /**
   * Reads that answer: quote currency in 24 hours by {@link Listing#answerName}. Rows that make no
   * sense are left out.
   *
   * @throws IOException when it is no such answer at all; the message says why
   */
  Map<String, Double> readTurnovers(byte[] body) throws IOException;

  /** The newest {@code limit} bars; empty where the exchange has none of that length. */
  Optional<RestQuery> klines(String nativeSymbol, Interval interval, int limit);

  /** The most bars that one answer holds. */
  default int barsPerAnswer() {
    return 1000;
  }

  /**
   * The newest {@code limit} bars of those that open before {@code beforeMs}, ms since the epoch;
   * empty where the exchange tells one answer's worth and no more.
   */
  default Optional<RestQuery> klinesBefore(
      String nativeSymbol, Interval interval, int limit, long beforeMs) {
    return Optional.empty();
  }

  /** Whether no stream tells bars, so that the one under way is only known from its trades. */
  default boolean barsFromTrades() {
    return false;
  }

  /** Everything else that a starting pipeline wants to know of the past. */
  default List<RestQuery> histories(String nativeSymbol) {
    return List.of();
  }

  /** Present open interest; empty where there is none. */
  default Optional<RestQuery> openInterest(String nativeSymbol) {
    return Optional.empty();
  }

  /** Newest ratio of accounts long to accounts short; empty where there is none. */
  default Optional<RestQuery> longShortRatio(String nativeSymbol) {
    return Optional.empty();
  }

  /** Why an answer with HTTP status 200 is a refusal nevertheless; empty when it is none. */
  Optional<Refusal> refusal(Buffer body);
}
