package io.virtuoso.engine.measure.confluence;

import io.virtuoso.engine.measure.factor.Factor;
import io.virtuoso.engine.measure.story.Event;
import io.virtuoso.engine.measure.story.Market;
import io.virtuoso.model.Dimension;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A market with its meter; the candle factors are given, since they are measured elsewhere. */
final class ScoredMarket {
  final Market market = new Market();
  final ConfluenceMeter meter;
  final ConfluenceReading reading;

  /** With candle biases drawn from the seed, times {@code sign}. */
  ScoredMarket(ConfluenceSettings settings, int sign) {
    List<GivenFactor> candles =
        GivenFactor.all(settings, Dimension.VOLUME, Dimension.PRICE_STRUCTURE, Dimension.TECHNICAL);
    candles.sort((a, b) -> a.name().compareTo(b.name()));
    Random random = new Random(5);
    for (GivenFactor candle : candles) {
      candle.bias = sign * (2 * random.nextDouble() - 1);
    }
    meter =
        new ConfluenceMeter(
            settings,
            new ArrayList<Factor>(candles),
            (_, now) -> {
              for (int i = 0; i < candles.size(); i++) {
                candles.get(i).inputTimeMs = now;
              }
            },
            market.flow,
            market.book,
            market.crowd);
    reading = meter.newReading();
  }

  void accept(Event event) {
    market.accept(event);
  }

  ConfluenceReading read() {
    meter.read(market.newestMs(), _ -> null, reading);
    return reading;
  }

  /** Every number of the present reading, bit by bit. */
  List<Long> bits() {
    ConfluenceReading r = read();
    List<Double> all = new ArrayList<>();
    all.addAll(List.of(r.score(), r.coverage(), r.dispersion(), r.reliability(), r.confidence()));
    for (int i = 0; i < r.factors().size(); i++) {
      all.add(r.reading(i).bias());
      all.add(r.reading(i).quality());
      for (int k = 0; k < r.reading(i).inputs(); k++) {
        all.add(r.reading(i).input(k));
      }
    }
    return all.stream().map(Double::doubleToLongBits).toList();
  }
}
