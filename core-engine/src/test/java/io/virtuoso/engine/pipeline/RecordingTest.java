package io.virtuoso.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.virtuoso.engine.Patience;
import io.virtuoso.engine.event.Side;
import io.virtuoso.engine.feed.TapeHeader;
import io.virtuoso.engine.feed.VenueFeeds;
import io.virtuoso.engine.inbound.exchange.FrameDecoder;
import io.virtuoso.engine.inbound.exchange.FrameDecoders;
import io.virtuoso.engine.inbound.exchange.InstrumentTable;
import io.virtuoso.engine.inbound.exchange.live.VenueSettings;
import io.virtuoso.engine.inbound.selection.SelectionRule;
import io.virtuoso.engine.inbound.tape.TapeReader;
import io.virtuoso.engine.market.book.OrderBook;
import io.virtuoso.engine.market.book.SequencedBook;
import io.virtuoso.engine.market.venue.VenueRule;
import io.virtuoso.engine.publish.DocumentWriter;
import io.virtuoso.engine.publish.LatestDocuments;
import io.virtuoso.engine.publish.SymbolDocuments;
import io.virtuoso.model.Interval;
import io.virtuoso.model.Symbol;
import io.virtuoso.model.document.Book;
import io.virtuoso.model.document.Source;
import io.virtuoso.simulator.SimulatedExchange;
import io.virtuoso.simulator.SimulatorSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was recorded from a live feed replays to what the engine itself had. */
class RecordingTest {
  private static final List<Symbol> SYMBOLS = List.of(new Symbol("BTCUSDT"), new Symbol("ETHUSDT"));
  private static final int DEPTH = 40;

  /** A book at one sequence number. */
  private record Moment(long sequence, List<Book.Level> bids, List<Book.Level> asks) {
    static Moment of(SequencedBook sequenced, OrderBook book) {
      return new Moment(
          sequenced.sequence(),
          SymbolDocuments.levels(book, Side.BID, DEPTH),
          SymbolDocuments.levels(book, Side.ASK, DEPTH));
    }
  }

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"bybit-linear", "binance-usdm", "binance-spot"})
  void aTapeHoldsAllThatTheEngineKnew(String venue) throws IOException {
    Path tape = folder.resolve("day.tape.zst");
    Map<Symbol, Moment> lived = live(venue, tape);

    PipelineRun around = new PipelineRun(venue, 0);
    MarketPipeline market =
        new MarketPipeline(around, new DocumentWriter(Source.REPLAY), null, () -> 0, 0);
    FrameDecoder decoder = FrameDecoders.of(venue, InstrumentTable.open(venue));
    Map<Symbol, Moment> replayed = new HashMap<>();
    Set<Long> connections = new TreeSet<>();
    try (TapeReader reader =
        TapeReader.open(
            tape,
            (line, reason) -> {
              throw new AssertionError("line " + line + ": " + reason);
            })) {
      while (reader.next()) {
        connections.add(reader.connection());
        market.frame(decoder, reader.buffer(), reader.offset(), reader.length());
        market
            .symbols()
            .forEach((symbol, pipeline) -> {
              OrderBook book = pipeline.sequenced().book();
              Moment wanted = lived.get(symbol);
              if (book != null
                  && wanted != null
                  && pipeline.sequenced().sequence() == wanted.sequence()) {
                replayed.putIfAbsent(symbol, Moment.of(pipeline.sequenced(), book));
              }
            });
      }
    }
    assertThat(replayed).isEqualTo(lived);
    assertThat(connections).as("REST answers, and sockets by number").contains(0L, 1L);
    assertThat(TapeReader.headerOf(tape)).contains("\"BTCUSDT\"", "\"ETHUSDT\"", "\"clock\"");
    assertThat(market.counters().rejected()).isZero();
    market
        .symbols()
        .values()
        .forEach(symbol -> {
          assertThat(symbol.sequenced().state()).isEqualTo(SequencedBook.State.LIVE);
          assertThat(symbol.sequenced().gaps()).isZero();
          assertThat(symbol.candles().size(Interval.FIVE_MINUTES))
              .as("the backfill is on the tape")
              .isGreaterThan(250);
        });
    assertThat(TapeHeader.of(tape).exchange()).isEqualTo(venue);
  }

  /** Follows a simulated exchange for a moment and tells the books in which it ended. */
  private static Map<Symbol, Moment> live(String venue, Path tape) throws IOException {
    Vertx vertx = Vertx.vertx();
    SimulatorSettings settings =
        SimulatorSettings.defaults()
            .withSeed(11)
            .withSymbols(SYMBOLS.stream().map(Symbol::code).toList())
            .withPort(0);
    try (SimulatedExchange exchange = SimulatedExchange.start(settings)) {
      String place = "127.0.0.1:" + exchange.port() + "/" + venue;
      VenueFeeds feeds =
          new VenueFeeds(
              vertx,
              SelectionRule.only(SYMBOLS),
              List.of(VenueSettings.of(venue).at("ws://" + place, "http://" + place)),
              1,
              VenueRule.ANY,
              _ -> {});
      LatestDocuments latest = new LatestDocuments();
      try (PipelineThread pipeline =
          new PipelineThread(feeds, new DocumentWriter(Source.SIMULATED), latest, tape)) {
        pipeline.start();
        Patience.await().until(() -> ask(pipeline, RecordingTest::isSettled));
        Map<Symbol, Moment> books = ask(pipeline, RecordingTest::moments);
        assertThat(books).containsOnlyKeys(SYMBOLS);
        return books;
      } finally {
        feeds.close();
      }
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  private static boolean isSettled(MarketPipeline market) {
    return market.symbols().size() == SYMBOLS.size()
        && market.symbols().values().stream()
            .allMatch(symbol ->
                symbol.sequenced().state() == SequencedBook.State.LIVE
                    && symbol.sequenced().applied() > 10
                    && symbol.candles().size(Interval.ONE_MINUTE) > 250
                    && symbol.candles().size(Interval.FIVE_MINUTES) > 250);
  }

  private static Map<Symbol, Moment> moments(MarketPipeline market) {
    Map<Symbol, Moment> moments = new TreeMap<>();
    market
        .symbols()
        .forEach((symbol, pipeline) -> {
          OrderBook book = pipeline.sequenced().book();
          if (book != null) {
            moments.put(symbol, Moment.of(pipeline.sequenced(), book));
          }
        });
    return moments;
  }

  private static <T> T ask(PipelineThread pipeline, Function<MarketPipeline, T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    pipeline.ask(answer, question);
    return answer.join();
  }
}
