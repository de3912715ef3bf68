package io.virtuoso.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.virtuoso.engine.event.BookUpdate;
import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.market.book.ResyncRequest;
import io.virtuoso.engine.market.venue.VenueRule;
import io.virtuoso.model.Symbol;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VenueMarketTest {
  private static final Duration PACE = Duration.ofMillis(1_500);

  private final Instrument instrument =
      new Instrument("bybit-linear", "BTCUSDT", new Symbol("BTCUSDT"), 2, 3);
  private final VenueMarket venue =
      new SymbolPipeline(instrument.symbol(), VenueRule.ANY).add(instrument, ResyncRequest.NONE);

  /** Such a clock may begin anywhere, and passes from the greatest number to the least. */
  @ParameterizedTest
  @ValueSource(longs = {0, 1, -5, Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE - 1_000_000_000L})
  void aBookThatStaysAwayIsAskedForAgainBeforeItsTwoSecondsAreOver(long nanos) {
    assertThat(venue.wantsBook(nanos)).isTrue();
    assertThat(venue.wantsBook(nanos)).isFalse();
    assertThat(venue.wantsBook(nanos + PACE.toNanos() - 1)).isFalse();
    assertThat(venue.wantsBook(nanos + PACE.toNanos())).isTrue();
    assertThat(venue.wantsBook(nanos + PACE.toNanos() + 1)).isFalse();
  }

  @Test
  void aBookThatIsThereIsNotAskedFor() {
    BookUpdate snapshot = new BookUpdate(instrument);
    snapshot.kind = BookUpdate.Kind.SNAPSHOT;
    snapshot.lastSequence = 7;
    snapshot.bids.add(100, 1);
    snapshot.asks.add(101, 1);
    venue.book().apply(snapshot);
    assertThat(venue.isBookLive()).isTrue();
    assertThat(venue.wantsBook(PACE.toNanos())).isFalse();
    venue.onFeedGap();
    assertThat(venue.wantsBook(PACE.toNanos())).isTrue();
  }
}
