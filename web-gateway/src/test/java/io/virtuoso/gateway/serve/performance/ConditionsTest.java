package io.virtuoso.gateway.serve.performance;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.virtuoso.gateway.fixture.FakeClock;
import io.virtuoso.gateway.observe.Exchange;
import io.virtuoso.gateway.observe.Outcome;
import io.virtuoso.gateway.observe.RequestHistory;
import io.virtuoso.gateway.observe.Requests;
import io.virtuoso.gateway.observe.SlowRequests;
import io.virtuoso.gateway.observe.Tier;
import io.virtuoso.gateway.observe.alert.Finding;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConditionsTest {
  private final FakeClock clock = new FakeClock();

  @Test
  void slowAnswersNeedEnoughOfThemToProveIt() {
    assertThat(Conditions.slow(window(49, 200, Outcome.MISS, 400)).verdict())
        .isEqualTo(Finding.Verdict.NO_EVIDENCE);
    assertThat(Conditions.slow(window(50, 200, Outcome.MISS, 400)).verdict())
        .isEqualTo(Finding.Verdict.BAD);
  }

  @Test
  void answersBetweenTheBoundsNeitherRaiseNorClear() {
    assertThat(Conditions.slow(window(100, 200, Outcome.FRESH_HIT, 64)).verdict())
        .isEqualTo(Finding.Verdict.BETWEEN);
    assertThat(Conditions.slow(window(100, 200, Outcome.FRESH_HIT, 2)).verdict())
        .isEqualTo(Finding.Verdict.GOOD);
  }

  @Test
  void aRatioFallsWhenItIsLowOrMuchLowerThanItWas() {
    RequestHistory.Window fresh = window(100, 200, Outcome.FRESH_HIT, 1);
    RequestHistory.Window stale = window(60, 200, Outcome.STALE_HIT, 1);
    assertThat(Conditions.hits(fresh, fresh).verdict()).isEqualTo(Finding.Verdict.GOOD);
    assertThat(Conditions.hits(stale, fresh).verdict()).isEqualTo(Finding.Verdict.BAD);
    assertThat(Conditions.hits(stale, stale).verdict()).isEqualTo(Finding.Verdict.BAD);
    assertThat(Conditions.hits(fresh, stale).verdict()).isEqualTo(Finding.Verdict.GOOD);
  }

  @Test
  void failuresCountAgainstWhatWasOwed() {
    assertThat(Conditions.failing(window(100, 503, Outcome.ERROR, 1)).verdict())
        .isEqualTo(Finding.Verdict.BAD);
    assertThat(Conditions.failing(window(100, 404, Outcome.UNKNOWN, 1)).verdict())
        .isEqualTo(Finding.Verdict.NO_EVIDENCE);
    assertThat(Conditions.failing(window(100, 304, Outcome.FRESH_HIT, 1)).verdict())
        .isEqualTo(Finding.Verdict.GOOD);
  }

  /** What came of {@code count} such requests and nothing else. */
  private RequestHistory.Window window(int count, int status, Outcome outcome, int ms) {
    Requests fresh = new Requests(new SimpleMeterRegistry(), clock, clock, new SlowRequests());
    RequestHistory history = new RequestHistory(fresh, clock);
    for (int each = 0; each < count; each++) {
      Exchange exchange = fresh.begin();
      exchange.routed(fresh.route("/api/market/overview"));
      exchange.answered(outcome, Tier.LOCAL, null);
      clock.advance(Duration.ofMillis(ms));
      fresh.ended(exchange, status);
    }
    return history.sinceStart();
  }
}
