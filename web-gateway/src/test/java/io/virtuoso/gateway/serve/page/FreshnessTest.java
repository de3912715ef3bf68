package io.virtuoso.gateway.serve.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.virtuoso.gateway.serve.page.Freshness.State;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FreshnessTest {
  @ParameterizedTest(name = "{0} at {1} ms is {2}")
  @CsvSource({
    "PRICE, 3000, LIVE",
    "PRICE, 3001, DELAYED",
    "PRICE, 15000, DELAYED",
    "PRICE, 15001, STALE",
    "PRICE, 600000, STALE",
    "PRICE, 600001, GONE",
    "SCORE, 15000, LIVE",
    "SCORE, 60000, DELAYED",
    "SCORE, 900000, STALE",
    "SCORE, 900001, GONE",
    "DERIVATIVES, 120000, LIVE",
    "DERIVATIVES, 600000, DELAYED",
    "DERIVATIVES, 7200000, STALE",
    "DERIVATIVES, 7200001, GONE",
    "PRICE, -30001, STALE"
  })
  void agesByTheBudgetsOfTheProduct(Freshness freshness, double ageMs, State expected) {
    assertThat(freshness.of(ageMs)).isEqualTo(expected);
  }

  @Property
  void neverLiveWithoutAnAgeOrPastItsBudget(@ForAll Freshness freshness, @ForAll double ageMs) {
    boolean young = ageMs <= 120_000;
    assertThat(freshness.of(ageMs) == State.LIVE && !young).isFalse();
    assertThat(freshness.of(Double.NaN)).isEqualTo(State.GONE);
    assertThat(freshness.of(Freshness.age(null, Instant.EPOCH))).isEqualTo(State.GONE);
  }
}
