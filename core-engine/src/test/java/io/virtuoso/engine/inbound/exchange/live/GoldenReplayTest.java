package io.virtuoso.engine.inbound.exchange.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.virtuoso.engine.event.BookUpdate;
import io.virtuoso.engine.event.Derivatives;
import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.event.Kline;
import io.virtuoso.engine.event.Liquidation;
import io.virtuoso.engine.event.MarketListener;
import io.virtuoso.engine.event.Quote;
import io.virtuoso.engine.event.Side;
import io.virtuoso.engine.event.TradeBatch;
import io.virtuoso.engine.inbound.exchange.FrameDecoder;
import io.virtuoso.engine.inbound.exchange.FrameDecoders;
import io.virtuoso.engine.inbound.exchange.InstrumentTable;
import io.virtuoso.engine.inbound.exchange.live.VenueSettings.Exchange;
import io.virtuoso.engine.market.book.OrderBook;
import io.virtuoso.engine.market.book.ResyncRequest;
import io.virtuoso.engine.market.book.SequencedBook;
import io.virtuoso.simulator.market.Instruments;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Thousands of book changes on a line that loses, doubles and swaps some of them, against books
 * that the same exchange told without a fault. {@code -Dvirtuoso.golden.deltas=100000} is the long
 * form.
 *
 * <p>Coinbase is left out: its changes bear neither number nor checksum, so that a change which
 * alone is lost cannot be noticed.
 */
class GoldenReplayTest {
  private static final Logger LOG = Logger.getLogger(GoldenReplayTest.class.getName());
  private static final int DELTAS = Integer.getInteger("virtuoso.golden.deltas", 3_000);
  private static final Duration MOST_MARKET_TIME = Duration.ofHours(6);
  private static final Duration RESYNC = Duration.ofSeconds(2);
  private static final long NOT_AWAY = -1;
  private static final int PER_MILLE = 1_000;
  private static final int LOST = 10;
  private static final int DOUBLED = 10;
  private static final int SWAPPED = 5;
  private static final int TOP = 50;

  /** What the checksum of Kraken covers. */
  private static final int PROVEN_TOP = 10;

  @DisplayName("E3: what is lost, doubled or swapped never shows in a book that is served")
  @ParameterizedTest
  @EnumSource(value = Exchange.class, names = "COINBASE", mode = EnumSource.Mode.EXCLUDE)
  void everyServedBookIsTheExchanges(Exchange venue) {
    SimulatedVenue simulated = SimulatedVenue.of(venue, names(4));
    BadLine line = new BadLine(simulated, venue);
    simulated.whole();
    line.disturb(DELTAS);
    simulated.runUntil(line::isThrough, MOST_MARKET_TIME);
    simulated.runUntil(simulated::isWhole, Duration.ofSeconds(5));
    LOG.info(line::toString);
    line.assertEnd();
    simulated.nothingWasRejected();
    assertThat(simulated.gaps).as("connections are kept").isEmpty();
    assertThat(simulated.feed.state().counters().requestsFailed()).isZero();
  }

  @DisplayName("E3: twenty gaps at once bring no refusal")
  @ParameterizedTest
  @EnumSource(names = {"BINANCE_SPOT", "BINANCE_USDM", "BYBIT_LINEAR", "OKX_SWAP", "KRAKEN"})
  void twentyGapsAtOnceAreCuredWithoutARefusal(Exchange venue) {
    List<String> names = names(20);
    SimulatedVenue simulated = SimulatedVenue.of(venue, names);
    simulated.start();
    simulated.runUntil(simulated::isWhole, Duration.ofMinutes(1));
    // Until no snapshot is ahead of the stream, and the start's requests weigh no more.
    simulated.run(venue == Exchange.BINANCE_USDM ? Duration.ofMinutes(1) : RESYNC);
    int asked = simulated.rest.asked.size();
    for (String name : names) {
      simulated.fault(
          "{'fault':'gap','venue':'VENUE','symbol':'%s','channel':'book'}".formatted(name));
    }
    // What is lost behind the levels that a checksum covers may never be noticed.
    int noticed = venue == Exchange.KRAKEN ? 15 : names.size();
    simulated.runUntil(
        () ->
            names.stream().filter(name -> simulated.sequenced(name).gaps() > 0).count() >= noticed,
        Duration.ofSeconds(10));
    simulated.runUntil(simulated::isWhole, RESYNC);
    simulated.awaitTruth(venue == Exchange.KRAKEN ? PROVEN_TOP : TOP);
    assertThat(simulated.rest.asked.subList(asked, simulated.rest.asked.size()))
        .allMatch(request -> request.status() == 200);
    assertThat(simulated.feed.state().counters().subscriptionsRefused()).isZero();
    assertThat(simulated.gaps).isEmpty();
  }

  private static List<String> names(int count) {
    return Instruments.first(count).stream()
        .map(io.virtuoso.simulator.market.Instrument::symbol)
        .toList();
  }

  /** One instrument: how it was told without a fault, and how ours is. */
  private static final class Track {
    final SequencedBook reference;
    final boolean spared;

    /** A change that comes after the next one. */
    @Nullable Runnable held;

    /** Something of it was lost or swapped since its book was last made whole. */
    boolean suspect;

    long resyncs;
    long awaySinceMs = NOT_AWAY;

    Track(Instrument instrument, boolean spared) {
      reference = new SequencedBook(instrument, ResyncRequest.NONE);
      this.spared = spared;
    }
  }

  /** Takes each frame twice: whole for the references, and with its faults for us. */
  private static final class BadLine implements MarketListener {
    private final SimulatedVenue simulated;
    private final Exchange venue;
    private final Random random = new Random(3);
    private final Map<Instrument, Track> tracks = new LinkedHashMap<>();
    private final FrameDecoder decoder;

    /** Of the frame that the references took last, if it was a book's. */
    private @Nullable Instrument told;

    private boolean change;
    private int wanted;
    private int changes;
    private int lost;
    private int doubled;
    private int swapped;
    private int compared;
    private long longestMs;

    BadLine(SimulatedVenue simulated, Exchange venue) {
      this.simulated = simulated;
      this.venue = venue;
      for (Instrument instrument : simulated.instruments()) {
        tracks.put(instrument, new Track(instrument, tracks.isEmpty()));
      }
      decoder = FrameDecoders.of(venue.venue(), InstrumentTable.of(List.copyOf(tracks.keySet())));
      simulated.sockets.way = this::carry;
      simulated.watcher =
          frame -> {
            if (frame.startsWith("{\"rest\":\"depth\"")) {
              teach(frame);
            }
          };
    }

    /** From now on so many changes go through the faults. */
    void disturb(int count) {
      wanted = count;
    }

    boolean isThrough() {
      return changes >= wanted;
    }

    private void teach(String frame) {
      byte[] bytes = frame.getBytes(StandardCharsets.UTF_8);
      told = null;
      decoder.decode(bytes, 0, bytes.length, this);
    }

    private void carry(String frame, Consumer<String> arrives) {
      teach(frame);
      Track track = told == null ? null : tracks.get(told);
      if (track == null) {
        arrives.accept(frame);
        return;
      }
      Instrument instrument = Objects.requireNonNull(told);
      int dice = PER_MILLE;
      // While two connections tell the same, a fault of one is none.
      if (change && !isThrough() && !simulated.turningOver) {
        changes++;
        dice = track.spared ? PER_MILLE : random.nextInt(PER_MILLE);
      }
      Runnable before = track.held;
      track.held = null;
      if (dice < LOST) {
        lost++;
        blame(track);
      } else if (dice < LOST + DOUBLED) {
        doubled++;
        arrives.accept(frame);
        arrives.accept(frame);
        compare(instrument, track);
      } else if (dice < LOST + DOUBLED + SWAPPED && before == null) {
        swapped++;
        blame(track);
        track.held = () -> arrives.accept(frame);
      } else {
        arrives.accept(frame);
        compare(instrument, track);
      }
      if (before != null) {
        before.run();
      }
    }

    private void blame(Track track) {
      track.suspect = true;
      if (track.awaySinceMs != NOT_AWAY) {
        track.awaySinceMs = simulated.loop.millis(); // lost what it was to be made whole from
      }
    }

    /** A change has arrived that leads to where the reference is: ours is there too, or absent. */
    private void compare(Instrument instrument, Track track) {
      SequencedBook ours = simulated.find(instrument);
      if (ours == null || wanted == 0) {
        return;
      }
      OrderBook book = ours.book();
      long nowMs = simulated.loop.millis();
      if (book == null) {
        track.awaySinceMs = track.awaySinceMs == NOT_AWAY ? nowMs : track.awaySinceMs;
        return;
      }
      if (track.awaySinceMs != NOT_AWAY) {
        longestMs = Math.max(longestMs, nowMs - track.awaySinceMs);
        track.awaySinceMs = NOT_AWAY;
      }
      if (ours.resyncs() > track.resyncs) {
        track.resyncs = ours.resyncs();
        track.suspect = false;
      }
      if (simulated.turningOver) {
        return; // the reference hears of the connection whose frames are kept back from us
      }
      String which = venue + " " + instrument + " after " + changes + " changes";
      OrderBook reference = Objects.requireNonNull(track.reference.book(), which);
      assertThat(ours.sequence()).as(which).isEqualTo(track.reference.sequence());
      int depth = depth(track);
      for (Side side : Side.values()) {
        int levels = Math.min(depth, reference.levels(side));
        assertThat(Math.min(depth, book.levels(side))).as(which).isEqualTo(levels);
        for (int i = 0; i < levels; i++) {
          if (!isSame(book, reference, side, i)) {
            throw new AssertionError(
                "%s: %s level %d is %s x %s, not %s x %s"
                    .formatted(
                        which,
                        side,
                        i,
                        book.price(side, i),
                        book.quantity(side, i),
                        reference.price(side, i),
                        reference.quantity(side, i)));
          }
        }
      }
      compared++;
    }

    /** Kraken proves the best levels only; a snapshot of Binance tells of fewer than there are. */
    private int depth(Track track) {
      return switch (venue) {
        case KRAKEN -> track.suspect ? PROVEN_TOP : Integer.MAX_VALUE;
        case BINANCE_SPOT, BINANCE_USDM -> TOP;
        default -> Integer.MAX_VALUE;
      };
    }

    private static boolean isSame(OrderBook one, OrderBook other, Side side, int i) {
      return side == Side.BID
          ? one.bidPrice(i) == other.bidPrice(i) && one.bidQuantity(i) == other.bidQuantity(i)
          : one.askPrice(i) == other.askPrice(i) && one.askQuantity(i) == other.askQuantity(i);
    }

    @Override
    public String toString() {
      return "%s: %d changes, lost %d, doubled %d, swapped %d, compared %d, longest away %d ms"
          .formatted(venue, changes, lost, doubled, swapped, compared, longestMs);
    }

    void assertEnd() {
      assertThat(compared).isGreaterThan(wanted / 2);
      assertThat(List.of(lost, doubled, swapped)).allMatch(count -> count > wanted / 500);
      assertThat(longestMs).as("away").isBetween(1L, RESYNC.toMillis());
      tracks.forEach((instrument, track) -> {
        SequencedBook ours = Objects.requireNonNull(simulated.find(instrument));
        if (track.spared) {
          assertThat(ours.gaps() + ours.resyncs()).as("spared").isZero();
        } else {
          assertThat(ours.resyncs()).isPositive();
        }
      });
      Map<String, Long> lastMs = new HashMap<>();
      for (DirectRest.Asked asked : simulated.rest.asked) {
        assertThat(asked.status()).isEqualTo(200);
        if (asked.target().contains("depth")) {
          Long before = lastMs.put(asked.target(), asked.atMs());
          assertThat(before == null ? Long.MAX_VALUE : asked.atMs() - before)
              .isGreaterThanOrEqualTo(1_000);
        }
      }
    }

    @Override
    public void onBook(BookUpdate update) {
      told = update.instrument;
      change = update.kind == BookUpdate.Kind.DELTA;
      Objects.requireNonNull(tracks.get(update.instrument)).reference.apply(update);
    }

    @Override
    public void onTrades(TradeBatch batch) {}

    @Override
    public void onQuote(Quote quote) {}

    @Override
    public void onKline(Kline kline) {}

    @Override
    public void onDerivatives(Derivatives derivatives) {}

    @Override
    public void onLiquidation(Liquidation liquidation) {}

    @Override
    public void onFeedGap(Instrument instrument) {}
  }
}
