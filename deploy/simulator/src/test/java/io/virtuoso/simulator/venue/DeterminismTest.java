package io.virtuoso.simulator.venue;

import static org.assertj.core.api.Assertions.assertThat;

import io.virtuoso.simulator.market.Instruments;
import io.virtuoso.simulator.market.Market;
import io.virtuoso.simulator.wire.VenueId;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class DeterminismTest {
  private static final long START = 1_750_000_012_345L;

  @Test
  void theFirstTenThousandFramesAreTheSameForTheSameSeed() {
    List<String> frames = everything(21);
    assertThat(frames).hasSizeGreaterThanOrEqualTo(10_000);
    assertThat(everything(21)).isEqualTo(frames);
    assertThat(everything(22).subList(0, 1_000)).isNotEqualTo(frames.subList(0, 1_000));
  }

  private static List<String> everything(long seed) {
    Exchange exchange = new Exchange(new Market(seed, Instruments.first(8), START, 1));
    RecordingSubscriber all = new RecordingSubscriber(true);
    for (Listing listing : exchange.venue(VenueId.BINANCE_SPOT).listings()) {
      String symbol = listing.name();
      String prefix = symbol.toLowerCase(Locale.ROOT);
      for (String kind : List.of("trade", "bookTicker", "depth@100ms", "kline_1m")) {
        subscribe(exchange, VenueId.BINANCE_SPOT, prefix + "@" + kind, Route.NONE, all);
      }
      for (String kind : List.of("markPrice@1s", "forceOrder")) {
        subscribe(exchange, VenueId.BINANCE_USDM, prefix + "@" + kind, Route.MARKET, all);
      }
      for (String kind : List.of("orderbook.50.", "publicTrade.", "tickers.", "allLiquidation.")) {
        subscribe(exchange, VenueId.BYBIT_LINEAR, kind + symbol, Route.NONE, all);
      }
    }
    for (int step = 0; step < 5_000 && all.frames.size() < 10_000; step++) {
      exchange.step();
    }
    return all.frames;
  }

  private static void subscribe(
      Exchange exchange, VenueId venue, String name, Route route, Subscriber subscriber) {
    Stream stream = exchange.venue(venue).stream(name, route);
    assertThat(stream).as(name).isNotNull();
    if (stream != null) {
      stream.add(subscriber);
    }
  }
}
