package io.virtuoso.engine.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.virtuoso.engine.SimulatedMarket;
import io.virtuoso.model.Symbol;
import io.virtuoso.model.document.VenueStatus;
import io.virtuoso.model.wire.DocumentKey;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A fixed symbol that its exchanges list no more, and list again. */
class DelistedSymbolTest {
  private static final String FIRST = "bybit-linear";
  private static final String SECOND = "binance-usdm";
  private static final Symbol BTC = new Symbol("BTCUSDT");
  private static final Symbol ETH = new Symbol("ETHUSDT");
  private static final DocumentKey CONFLUENCE = DocumentKey.confluence(BTC);
  private static final int TURNS_PER_QUESTION = 50;

  private final SimulatedMarket market =
      new SimulatedMarket(List.of(FIRST, SECOND), List.of(BTC, ETH));

  @BeforeEach
  void start() throws IOException {
    market.start();
    until(() -> carries(FIRST, 2) && carries(SECOND, 2));
  }

  @AfterEach
  void stop() {
    market.close();
  }

  /** Turns market time on, and has the venues asked what they trade, until it is so. */
  private void until(BooleanSupplier wanted) {
    int[] turns = {0};
    market.until(() -> {
      if (++turns[0] % TURNS_PER_QUESTION == 0) {
        market.feeds.askAll();
      }
      return wanted.getAsBoolean();
    });
  }

  /** Whether that venue is live, with so many symbols in its books, and none of them is named. */
  private boolean carries(String venue, int symbols) {
    return market.pipeline.venues(Instant.EPOCH).stream()
        .filter(each -> each.venue().equals(venue) && each.state().equals("live"))
        .flatMap(each -> each.channels().stream())
        .filter(each -> each.channel().equals("book"))
        .anyMatch(each -> each.symbols() == symbols && each.notLive().isEmpty());
  }

  private int subscriptions(String venue) {
    return market.status().at("/venues/" + venue + "/subscriptions").asInt(-1);
  }

  @Test
  void itLeavesOneVenueThenAllAndComesBack() {
    int both = subscriptions(FIRST);
    assertThat(both).isPositive();
    assertThat(market.feeds.followed()).isEqualTo(2);

    market.fault("{'fault':'delist','symbol':'BTCUSDT','venue':'%s'}".formatted(FIRST));
    until(() -> carries(FIRST, 1) && subscriptions(FIRST) == both / 2);
    until(() -> market.data(CONFLUENCE).path("venue").asText().equals(SECOND));
    assertThat(market.data(CONFLUENCE).path("venues")).hasSize(1);
    assertThat(market.feeds.isFollowed(BTC)).isTrue();

    market.fault("{'fault':'delist','symbol':'BTCUSDT'}");
    until(() -> carries(SECOND, 1) && !market.feeds.isFollowed(BTC));
    assertThat(market.has(CONFLUENCE)).isFalse();
    until(() -> market.data(DocumentKey.MARKET_SYMBOLS).path("rows").size() == 1);
    until(() -> market.pipeline.followed() == 1 && market.pipeline.scored() == 1);
    assertThat(market.pipeline.venues(Instant.EPOCH))
        .extracting(VenueStatus::state, VenueStatus::reason)
        .as("nobody is alarmed")
        .containsOnly(Tuple.tuple("live", null));

    market.heal();
    until(() -> carries(FIRST, 2) && carries(SECOND, 2) && market.pipeline.scored() == 2);
    assertThat(subscriptions(FIRST)).isEqualTo(both);
    assertThat(market.feeds.isFollowed(BTC)).isTrue();
    assertThat(market.data(CONFLUENCE).path("symbol").asText()).isEqualTo(BTC.code());
  }
}
