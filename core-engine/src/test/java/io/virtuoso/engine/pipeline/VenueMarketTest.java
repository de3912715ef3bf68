package io.virtuoso.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.virtuoso.engine.event.BookUpdate;
import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.market.book.ResyncRequest;
import io.virtuoso.engine.market.venue.VenueRule;
import io.virtuoso.model.Symbol;
import org.junit.jupiter.api.Test;

class VenueMarketTest {
  private static VenueMarket venue(String name) {
    Instrument instrument = new Instrument(name, "BTCUSDT", new Symbol("BTCUSDT"), 2, 3);
    return new SymbolPipeline(instrument.symbol(), VenueRule.ANY)
        .add(instrument, ResyncRequest.NONE);
  }

  private static BookUpdate snapshot(VenueMarket venue, BookUpdate.Kind kind) {
    BookUpdate snapshot = new BookUpdate(venue.instrument());
    snapshot.kind = kind;
    snapshot.lastSequence = 7;
    snapshot.bids.add(100, 1);
    snapshot.asks.add(101, 1);
    return snapshot;
  }

  @Test
  void aBookIsWantedUntilItIsThere() {
    VenueMarket venue = venue("bybit-linear");
    assertThat(venue.wantsBook()).isTrue();
    assertThat(venue.wantsBook()).as("once more").isTrue();
    venue.book().apply(snapshot(venue, BookUpdate.Kind.SNAPSHOT));
    assertThat(venue.isBookLive()).isTrue();
    assertThat(venue.wantsBook()).isFalse();
    venue.onFeedGap();
    assertThat(venue.wantsBook()).isTrue();
  }

  @Test
  void aSnapshotThatWaitsForTheNextChangeIsNotWantedTwice() {
    VenueMarket venue = venue("binance-spot");
    venue.book().apply(snapshot(venue, BookUpdate.Kind.REST_SNAPSHOT));
    venue.onFeedGap();
    assertThat(venue.wantsBook()).isTrue();
    venue.book().apply(snapshot(venue, BookUpdate.Kind.REST_SNAPSHOT));
    assertThat(venue.isBookLive()).isFalse();
    assertThat(venue.wantsBook()).isFalse();
    BookUpdate late = new BookUpdate(venue.instrument());
    late.firstSequence = 9;
    late.lastSequence = 9;
    venue.book().apply(late);
    assertThat(venue.isBookLive()).isFalse();
    assertThat(venue.wantsBook()).isTrue();
  }
}
