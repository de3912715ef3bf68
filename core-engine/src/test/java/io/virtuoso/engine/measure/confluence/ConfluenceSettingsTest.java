package io.virtuoso.engine.measure.confluence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.virtuoso.engine.measure.factor.Factor;
import io.virtuoso.engine.measure.story.Market;
import io.virtuoso.model.Dimension;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ConfluenceSettingsTest {
  private final ConfluenceSettings defaults = ConfluenceSettings.defaults();

  @Test
  void defaultsAreThoseOfTheSpecification() {
    assertThat(defaults.weight(Dimension.ORDERFLOW)).isEqualTo(.30);
    assertThat(defaults.weight(Dimension.SENTIMENT)).isEqualTo(.07);
    assertThat(defaults.weight(Dimension.ORDERBOOK, "order_flow_imbalance")).isEqualTo(.24);
    assertThat(defaults.minimumCoverage()).isEqualTo(.60);
    assertThat(defaults.minimumPresence()).isEqualTo(.5);
  }

  @Test
  void namesExactlyTheFactorsThatExist() {
    Market market = new Market();
    for (Dimension dimension :
        new Dimension[] {Dimension.ORDERFLOW, Dimension.ORDERBOOK, Dimension.SENTIMENT}) {
      assertThat(
              market.factors().stream()
                  .filter(f -> f.dimension() == dimension)
                  .map(Factor::name)
                  .collect(Collectors.toSet()))
          .isEqualTo(defaults.factors().getOrDefault(dimension, Map.of()).keySet());
    }
  }

  @Test
  void hashDependsOnEveryNumberAndNothingElse() {
    assertThat(defaults.hash())
        .isEqualTo(ConfluenceSettings.defaults().hash())
        .hasSize(64)
        .isNotEqualTo(with(.61).hash());
    assertThat(with(.60).hash()).isEqualTo(defaults.hash());
  }

  private ConfluenceSettings with(double coverage) {
    return new ConfluenceSettings(defaults.weights(), defaults.factors(), coverage, .5);
  }

  @Test
  void wrongWeightsAreRefused() {
    Map<Dimension, Double> weights = new EnumMap<>(defaults.weights());
    weights.put(Dimension.SENTIMENT, .08);
    assertThatThrownBy(() -> new ConfluenceSettings(weights, defaults.factors(), .6, .5))
        .hasMessageContaining("sum to");
    weights.put(Dimension.SENTIMENT, Double.NaN);
    assertThatThrownBy(() -> new ConfluenceSettings(weights, defaults.factors(), .6, .5))
        .hasMessageContaining("between 0 and 1");
    assertThatThrownBy(() -> with(1.1)).hasMessageContaining("coverage");
    Map<Dimension, Map<String, Double>> factors = new EnumMap<>(defaults.factors());
    factors.remove(Dimension.VOLUME);
    assertThatThrownBy(() -> new ConfluenceSettings(defaults.weights(), factors, .6, .5))
        .hasMessageContaining("volume");
  }
}
