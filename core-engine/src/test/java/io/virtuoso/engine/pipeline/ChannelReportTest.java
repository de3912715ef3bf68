package io.virtuoso.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.virtuoso.engine.event.BookUpdate;
import io.virtuoso.engine.event.Channel;
import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.market.book.ResyncRequest;
import io.virtuoso.engine.market.venue.VenueRule;
import io.virtuoso.model.Symbol;
import io.virtuoso.model.document.VenueStatus.ChannelStatus;
import io.virtuoso.model.document.VenueStatus.SymbolState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChannelReportTest {
  private static final String VENUE = "bybit-linear";
  private static final long EVENT_MS = 1_790_000_000_000L;
  private static final long NOW_MS = 5_000;

  private final List<VenueMarket> markets = new ArrayList<>();
  private final List<Unheard.Silent> unheard = new ArrayList<>();

  private VenueMarket market(String code) {
    Symbol symbol = new Symbol(code);
    VenueMarket market =
        new SymbolPipeline(symbol, VenueRule.ANY)
            .add(new Instrument(VENUE, code, symbol, 2, 3), ResyncRequest.NONE);
    markets.add(market);
    return market;
  }

  private static void book(VenueMarket of, BookUpdate.Kind kind, long sequence, long timeMs) {
    BookUpdate update = new BookUpdate(of.instrument());
    update.kind = kind;
    update.lastSequence = sequence;
    update.eventTimeMs = timeMs;
    update.bids.add(100, 1);
    update.asks.add(101, 1);
    of.book().apply(update);
    of.watch(Channel.BOOK).moved(timeMs);
  }

  private ChannelStatus look(Channel channel, long nowMs) {
    return ChannelReport.look(markets, unheard, nowMs).getOrDefault(VENUE, List.of()).stream()
        .filter(each -> each.channel().equals(channel.code()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whatIsLiveIsCountedAndNotNamed() {
    book(market("BTCUSDT"), BookUpdate.Kind.SNAPSHOT, 2, EVENT_MS);
    ChannelStatus status = look(Channel.BOOK, NOW_MS);
    assertThat(status.state()).isEqualTo("live");
    assertThat(status.symbols()).isEqualTo(1);
    assertThat(status.notLive()).isEmpty();
    assertThat(status.leftOff()).isZero();
  }

  @Test
  void aBookThatIsNotWholeTellsWhyAndHowOldItsLastLevelIs() {
    VenueMarket market = market("BTCUSDT");
    book(market, BookUpdate.Kind.SNAPSHOT, 2, EVENT_MS);
    look(Channel.BOOK, NOW_MS);
    book(market, BookUpdate.Kind.DELTA, 4, EVENT_MS + 700); // 3 is missing
    book(market, BookUpdate.Kind.DELTA, 5, EVENT_MS + 900);
    look(Channel.BOOK, NOW_MS + 1_000);
    ChannelStatus status = look(Channel.BOOK, NOW_MS + 3_000);
    assertThat(status.state()).isEqualTo("syncing");
    assertThat(status.notLive())
        .containsExactly(
            new SymbolState(
                new Symbol("BTCUSDT"),
                "syncing",
                "a message is missing",
                Instant.ofEpochMilli(EVENT_MS),
                2_900L));
  }

  @Test
  void whatNeverSpokeIsNamedBesideWhatIsLive() {
    book(market("BTCUSDT"), BookUpdate.Kind.SNAPSHOT, 2, EVENT_MS);
    Symbol ether = new Symbol("ETHUSDT");
    unheard.add(
        new Unheard.Silent(new Instrument(VENUE, "ETHUSDT", ether, 2, 3), Channel.BOOK, 61_000));
    ChannelStatus status = look(Channel.BOOK, NOW_MS);
    assertThat(status.state()).isEqualTo("stalled");
    assertThat(status.symbols()).isEqualTo(2);
    assertThat(status.stalled()).isEqualTo(1);
    assertThat(status.longestSilenceMs()).isEqualTo(61_000);
    assertThat(status.asOf()).isEqualTo(Instant.ofEpochMilli(EVENT_MS));
    assertThat(status.notLive())
        .containsExactly(
            new SymbolState(
                ether, "stalled", "nothing for 61 s since it was subscribed", null, null));
  }

  @Test
  void aBookThatNeverWasWholeHasNoAge() {
    book(market("BTCUSDT"), BookUpdate.Kind.DELTA, 4, EVENT_MS);
    assertThat(look(Channel.BOOK, NOW_MS).notLive())
        .containsExactly(
            new SymbolState(new Symbol("BTCUSDT"), "syncing", "no snapshot yet", null, null));
  }

  @Test
  void theStalledComeFirstAndTheOldestOfThem() {
    VenueMarket broken = market("AAAUSDT");
    VenueMarket silent = market("BBBUSDT");
    VenueMarket older = market("CCCUSDT");
    book(silent, BookUpdate.Kind.SNAPSHOT, 2, EVENT_MS + 10);
    book(older, BookUpdate.Kind.SNAPSHOT, 2, EVENT_MS);
    look(Channel.BOOK, NOW_MS);
    book(broken, BookUpdate.Kind.DELTA, 4, EVENT_MS + 60_000);
    ChannelStatus status = look(Channel.BOOK, NOW_MS + 60_000);
    assertThat(status.state()).isEqualTo("stalled");
    assertThat(status.stalled()).isEqualTo(2);
    assertThat(status.syncing()).isEqualTo(1);
    assertThat(status.notLive())
        .extracting(each -> each.symbol() + " " + each.state() + ", " + each.reason())
        .containsExactly(
            "CCCUSDT stalled, silent for 60 s",
            "BBBUSDT stalled, silent for 60 s",
            "AAAUSDT syncing, no snapshot yet");
    assertThat(status.notLive().getFirst().ageMs()).isEqualTo(60_000);
  }

  @Test
  void noMoreThanTheWorstAreNamed() {
    for (int i = 0; i < ChannelStatus.MOST_NAMED + 7; i++) {
      market("S%03dUSDT".formatted(i)).watch(Channel.TRADES).moved(EVENT_MS + i);
    }
    look(Channel.TRADES, NOW_MS);
    ChannelStatus status = look(Channel.TRADES, NOW_MS + 60_000);
    assertThat(status.stalled()).isEqualTo(57);
    assertThat(status.notLive()).hasSize(50);
    assertThat(status.notLive().getFirst().symbol()).isEqualTo(new Symbol("S000USDT"));
    assertThat(status.notLive().getLast().symbol()).isEqualTo(new Symbol("S049USDT"));
    assertThat(status.leftOff()).isEqualTo(7);
  }
}
