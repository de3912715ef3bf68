package io.virtuoso.engine.inbound.exchange.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.virtuoso.engine.event.BookUpdate;
import io.virtuoso.engine.event.Derivatives;
import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.event.Kline;
import io.virtuoso.engine.event.Liquidation;
import io.virtuoso.engine.event.MarketListener;
import io.virtuoso.engine.event.Quote;
import io.virtuoso.engine.event.TradeBatch;
import io.virtuoso.engine.inbound.exchange.FrameDecoder;
import io.virtuoso.engine.inbound.exchange.FrameDecoders;
import io.virtuoso.engine.inbound.exchange.InstrumentTable;
import io.virtuoso.engine.inbound.exchange.live.VenueSettings.Exchange;
import io.virtuoso.engine.market.book.ResyncRequest;
import io.virtuoso.engine.market.book.SequencedBook;
import io.virtuoso.simulator.SimulatedExchange;
import io.virtuoso.simulator.SimulatorSettings;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every venue over real sockets and requests, as the engine goes about it. */
class SimulatedSocketsTest {
  /** Long, for machines that are busy with other things; it all takes a second or two. */
  private static final long PATIENCE_SECONDS = 60;

  private static @Nullable Vertx vertx;
  private static @Nullable SimulatedExchange exchange;

  @BeforeAll
  static void open() {
    vertx = Vertx.vertx();
    exchange =
        SimulatedExchange.start(
            SimulatorSettings.defaults().withSymbols(1).withRate(5).withPort(0));
  }

  @AfterAll
  static void close() {
    if (exchange != null) {
      exchange.close();
    }
    if (vertx != null) {
      Wait.on(vertx.close());
    }
  }

  @ParameterizedTest
  @EnumSource(Exchange.class)
  void isDiscoveredConnectedAndFollowed(Exchange venue) throws InterruptedException {
    String place =
        SimulatedExchange.HOST
            + ':'
            + Objects.requireNonNull(exchange).port()
            + '/'
            + venue.venue();
    VenueSettings settings = VenueSettings.of(venue).at("ws://" + place, "http://" + place);
    Heard heard = new Heard();
    ExchangeFeed feed = new ExchangeFeed(Objects.requireNonNull(vertx), settings, heard);
    try {
      List<Instrument> found =
          feed
              .discover()
              .toCompletionStage()
              .toCompletableFuture()
              .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
              .join()
              .stream()
              .map(listing -> listing.on(venue.venue()))
              .toList();
      assertThat(found).hasSize(1);
      heard.follow(venue, found.getFirst());
      feed.follow(found);
      assertThat(heard.book.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("live");
      assertThat(heard.trade.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("traded");
      assertThat(heard.bar.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("bar");
      assertThat(heard.refused).isEmpty();
      assertThat(feed.state().counters().subscriptionsRefused()).isZero();
    } finally {
      feed.stop();
    }
  }

  /** Decodes what comes; lives on the feed's event loop. */
  private static final class Heard implements FrameSink, MarketListener {
    final BlockingQueue<String> book = new LinkedBlockingQueue<>();
    final BlockingQueue<String> trade = new LinkedBlockingQueue<>();
    final BlockingQueue<String> bar = new LinkedBlockingQueue<>();
    final BlockingQueue<String> refused = new LinkedBlockingQueue<>();
    private volatile @Nullable FrameDecoder decoder;
    private volatile @Nullable SequencedBook sequenced;

    void follow(Exchange venue, Instrument instrument) {
      sequenced = new SequencedBook(instrument, ResyncRequest.NONE);
      decoder = FrameDecoders.of(venue.venue(), InstrumentTable.of(List.of(instrument)));
    }

    @Override
    public void frame(String venue, long receivedAtNanos, Buffer text) {
      byte[] bytes = text.getBytes();
      FrameDecoder.Outcome outcome =
          Objects.requireNonNull(decoder).decode(bytes, 0, bytes.length, this);
      if (outcome == FrameDecoder.Outcome.REJECTED) {
        refused.add(text.toString());
      }
    }

    @Override
    public void gap(String venue, List<String> nativeSymbols) {
      // a machine that stands still for long may lose a connection
    }

    @Override
    public void turnover(String venue, List<String> nativeSymbols, Turnover step) {
      // no connection here lives for a day
    }

    @Override
    public void onBook(BookUpdate update) {
      SequencedBook now = Objects.requireNonNull(sequenced);
      now.apply(update);
      if (now.view() != null) {
        book.add("live");
      }
    }

    @Override
    public void onTrades(TradeBatch trades) {
      trade.add("traded");
    }

    @Override
    public void onKline(Kline kline) {
      bar.add("bar");
    }

    @Override
    public void onQuote(Quote quote) {
      // the book is enough
    }

    @Override
    public void onDerivatives(Derivatives derivatives) {
      // polled and pushed, tested elsewhere
    }

    @Override
    public void onLiquidation(Liquidation liquidation) {
      // too rare to wait for
    }

    @Override
    public void onFeedGap(Instrument instrument) {
      // likewise
    }
  }
}
