package io.virtuoso.simulator.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.virtuoso.simulator.rest.UseMeter.Use;
import org.junit.jupiter.api.Test;

class UseMeterTest {
  private final UseMeter meter = new UseMeter();

  @Test
  void windowsBeginAnywhereAndEndAfterTheirLength() {
    meter.count("weight", 100, 1_000, 10, 900);
    meter.count("weight", 100, 1_000, 20, 1_899);
    assertThat(meter.uses()).containsExactly(new Use("weight", 100, 30, 30));
    meter.count("weight", 100, 1_000, 5, 1_900);
    assertThat(meter.uses())
        .as("the first is forgotten")
        .containsExactly(new Use("weight", 100, 35, 30));
    meter.count("weight", 100, 1_000, 11, 1_950);
    assertThat(meter.uses()).containsExactly(new Use("weight", 100, 46, 36));
  }

  @Test
  void limitsAreCountedByThemselves() {
    meter.count("weight", 100, 1_000, 10, 0);
    meter.count("funding", 5, 300_000, 1, 0);
    assertThat(meter.uses())
        .containsExactly(new Use("weight", 100, 10, 10), new Use("funding", 5, 1, 1));
  }
}
