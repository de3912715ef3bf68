package io.virtuoso.gateway.observe.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.virtuoso.gateway.fixture.FakeClock;
import io.virtuoso.gateway.observe.StateLog;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AlertsTest {
  private final FakeClock clock = new FakeClock();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Alerts alerts = new Alerts(registry, clock, clock, new StateLog());
  private Finding finding = Finding.noEvidence();

  AlertsTest() {
    alerts.watch("slow", Duration.ofSeconds(30), Duration.ofSeconds(60), () -> finding);
  }

  @Test
  void isRaisedWhenBadForLongEnoughOnEnd() {
    assertThat(stateAfter(bad(), 30)).isEqualTo("clear");
    assertThat(stateAfter(bad(), 1)).isEqualTo("raised");
    assertThat(alerts.report().getFirst().since()).isEqualTo(clock.instant());
    assertThat(alerts.report().getFirst().detail()).isEqualTo("p95 100 ms");
  }

  @Test
  void oneGoodLookStartsTheCountAnew() {
    stateAfter(bad(), 29);
    stateAfter(good(), 1);
    assertThat(stateAfter(bad(), 30)).isEqualTo("clear");
    assertThat(stateAfter(bad(), 1)).isEqualTo("raised");
  }

  @Test
  void isClearedWhenGoodForLongEnoughOnEnd() {
    stateAfter(bad(), 40);
    stateAfter(good(), 59);
    stateAfter(bad(), 1);
    assertThat(stateAfter(good(), 60)).isEqualTo("raised");
    assertThat(stateAfter(good(), 1)).isEqualTo("clear");
  }

  @Test
  void whatLiesBetweenTheBoundsChangesNothing() {
    assertThat(stateAfter(between(), 1_000)).isEqualTo("clear");
    stateAfter(bad(), 40);
    assertThat(stateAfter(between(), 1_000)).isEqualTo("raised");
  }

  @Test
  void withoutEvidenceNothingIsRaisedAndWhatWasIsCleared() {
    assertThat(stateAfter(Finding.noEvidence(), 1_000)).isEqualTo("clear");
    stateAfter(bad(), 40);
    assertThat(stateAfter(Finding.noEvidence(), 61)).isEqualTo("clear");
  }

  @Test
  void eachChangeIsCountedOnceAndTheGaugeFollows() {
    stateAfter(bad(), 100);
    assertThat(registry.get("virtuoso.alert.raised").tag("alert", "slow").gauge().value())
        .isEqualTo(1);
    stateAfter(good(), 100);
    assertThat(registry.get("virtuoso.alert.raised").tag("alert", "slow").gauge().value()).isZero();
    assertThat(changes("raised")).isEqualTo(1);
    assertThat(changes("clear")).isEqualTo(1);
  }

  @Test
  void theSameLooksGiveTheSameStates() {
    Instant began = clock.instant();
    stateAfter(bad(), 45);
    assertThat(Duration.between(began, alerts.report().getFirst().since()))
        .isEqualTo(Duration.ofSeconds(31));
  }

  private String stateAfter(Finding each, int looks) {
    finding = each;
    for (int look = 0; look < looks; look++) {
      clock.advance(Alerts.STEP);
      alerts.review();
    }
    return alerts.report().getFirst().state();
  }

  private double changes(String state) {
    return registry.get("virtuoso.alert.changes").tag("state", state).counter().count();
  }

  private static Finding bad() {
    return Finding.high(100, 75, 60, "p95 100 ms");
  }

  private static Finding between() {
    return Finding.high(70, 75, 60, "p95 70 ms");
  }

  private static Finding good() {
    return Finding.high(10, 75, 60, "p95 10 ms");
  }
}
