package io.virtuoso.engine.measure.confluence;

import io.virtuoso.engine.measure.factor.Evidence;
import io.virtuoso.engine.measure.factor.Factor;
import io.virtuoso.engine.measure.factor.Reading;
import io.virtuoso.model.Dimension;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A factor that answers what the test tells it to; absent while its bias is NaN. */
final class GivenFactor implements Factor {
  private final String name;
  private final Dimension dimension;
  private final Evidence evidence;
  double bias = Double.NaN;
  double quality = 1;
  long inputTimeMs;

  GivenFactor(String name, Dimension dimension, Evidence evidence) {
    this.name = name;
    this.dimension = dimension;
    this.evidence = evidence;
  }

  /** One for each factor of these dimensions in the settings. */
  static List<GivenFactor> all(ConfluenceSettings settings, Dimension... dimensions) {
    List<GivenFactor> given = new ArrayList<>();
    for (Dimension dimension : dimensions) {
      for (String name : settings.factors().getOrDefault(dimension, Map.of()).keySet()) {
        given.add(new GivenFactor(name, dimension, evidence(dimension)));
      }
    }
    return given;
  }

  private static Evidence evidence(Dimension dimension) {
    return switch (dimension) {
      case ORDERFLOW -> Evidence.TRADES;
      case ORDERBOOK -> Evidence.BOOK;
      case VOLUME, PRICE_STRUCTURE, TECHNICAL -> Evidence.CANDLES;
      case SENTIMENT -> Evidence.FUNDING;
    };
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Dimension dimension() {
    return dimension;
  }

  @Override
  public Evidence evidence() {
    return evidence;
  }

  @Override
  public List<InputSpec> inputs() {
    return List.of();
  }

  @Override
  public void read(long nowMs, Reading out) {
    if (Double.isNaN(bias)) {
      out.absent("as told");
    } else {
      out.present(bias, quality, inputTimeMs);
    }
  }
}
