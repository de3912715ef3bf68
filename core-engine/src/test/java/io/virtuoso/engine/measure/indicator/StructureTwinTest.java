package io.virtuoso.engine.measure.indicator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streaming structure equals its definition over the whole history, on every prefix. */
class StructureTwinTest {
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void breaksEqualTheDefinition(long seed) {
    List<TestBar> bars = Walk.bars(seed, 300, 0, 60_000);
    StructureBreak structure = new StructureBreak(5);
    int changes = 0;
    for (int i = 0; i < bars.size(); i++) {
      structure.update(bars.get(i));
      NaiveStructure.Broken expected = NaiveStructure.lastBreak(bars.subList(0, i + 1));
      assertThat(structure.direction()).as("bar %d", i).isEqualTo(expected.direction());
      assertThat(Double.valueOf(structure.level()))
          .as("bar %d", i)
          .isEqualTo(Double.valueOf(expected.level()));
      assertThat(structure.isChangeOfCharacter()).as("bar %d", i).isEqualTo(expected.changed());
      assertThat(structure.age()).as("bar %d", i).isEqualTo(i - expected.bar());
      changes += expected.bar() == i && expected.changed() ? 1 : 0;
    }
    assertThat(changes).isGreaterThan(3);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void blocksEqualTheDefinition(long seed) {
    List<TestBar> bars = Walk.bars(seed, 400, 0, 60_000);
    List<Double> atr = atr(bars);
    OrderBlocks blocks = new OrderBlocks();
    int seen = 0;
    for (int i = 0; i < bars.size(); i++) {
      blocks.update(bars.get(i), i == 0 ? Double.NaN : 1.5 * atr.get(i - 1));
      List<TestBar> prefix = bars.subList(0, i + 1);
      int bullish = NaiveStructure.blockAge(prefix, atr, 1);
      assertThat(blocks.bullishAge()).as("bullish, bar %d", i).isEqualTo(bullish);
      assertThat(blocks.bearishAge())
          .as("bearish, bar %d", i)
          .isEqualTo(NaiveStructure.blockAge(prefix, atr, -1));
      seen += bullish >= 0 ? 1 : 0;
    }
    assertThat(seen).isBetween(20, 399);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void gapsEqualTheDefinition(long seed) {
    List<TestBar> bars = Walk.bars(seed, 300, 0, 60_000);
    FairValueGaps gaps = new FairValueGaps();
    int seen = 0;
    for (int i = 0; i < bars.size(); i++) {
      gaps.update(bars.get(i));
      double[] below = NaiveStructure.gap(bars.subList(0, i + 1), 1);
      double[] above = NaiveStructure.gap(bars.subList(0, i + 1), -1);
      assertThat(Double.valueOf(gaps.belowNear()))
          .as("bar %d", i)
          .isEqualTo(Double.valueOf(below[0]));
      assertThat(Double.valueOf(gaps.aboveNear()))
          .as("bar %d", i)
          .isEqualTo(Double.valueOf(above[0]));
      seen += Double.isNaN(below[0]) ? 0 : 1;
    }
    assertThat(seen).isGreaterThan(50);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void levelsEqualTheDefinition(long seed) {
    List<TestBar> bars = Walk.bars(seed, 120, 0, 60_000);
    List<Double> atr = atr(bars);
    SwingLevels levels = new SwingLevels(5);
    for (int i = 0; i < bars.size(); i++) {
      levels.update(bars.get(i), atr.get(i));
      if (i < 14) {
        continue;
      }
      double price = bars.get(i).close();
      levels.weigh(price, atr.get(i));
      double support = 0;
      double resistance = 0;
      var all = NaiveStructure.levels(bars.subList(0, i + 1), atr);
      assertThat(all).as("within what is kept").hasSizeLessThanOrEqualTo(32);
      for (var level : all) {
        double weight = 1 - Math.pow(2, -level.touches());
        double strength = weight * Math.exp(-Math.abs(price - level.price()) / atr.get(i));
        support = level.price() <= price ? Math.max(support, strength) : support;
        resistance = level.price() >= price ? Math.max(resistance, strength) : resistance;
      }
      assertThat(levels.supportStrength()).as("bar %d", i).isCloseTo(support, within(1e-9));
      assertThat(levels.resistanceStrength()).as("bar %d", i).isCloseTo(resistance, within(1e-9));
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void valueAreaEqualsTheDefinition(long seed) {
    List<TestBar> bars = Walk.bars(seed, 260, 0, 60_000);
    VolumeProfile profile = new VolumeProfile(100, 50, 100);
    for (int i = 0; i < bars.size(); i++) {
      profile.update(bars.get(i));
      if (i < 49) {
        assertThat(profile.areaLow()).isNaN();
        continue;
      }
      double[] expected = NaiveStructure.valueArea(bars.subList(0, i + 1), 100, 100);
      assertThat(profile.areaLow()).as("bar %d", i).isCloseTo(expected[0], within(1e-9));
      assertThat(profile.areaHigh()).as("bar %d", i).isCloseTo(expected[1], within(1e-9));
    }
  }

  private static List<Double> atr(List<TestBar> bars) {
    Atr atr = new Atr(14);
    List<Double> values = new ArrayList<>();
    bars.forEach(bar -> values.add(atr.update(bar)));
    return values;
  }
}
