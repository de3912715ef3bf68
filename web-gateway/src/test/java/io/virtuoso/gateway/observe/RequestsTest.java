package io.virtuoso.gateway.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.virtuoso.gateway.fixture.FakeClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RequestsTest {
  private final FakeClock clock = new FakeClock();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final SlowRequests slow = new SlowRequests();
  private final Requests requests = new Requests(registry, clock, clock, slow);
  private final RequestHistory history = new RequestHistory(requests, clock);
  private final RequestMeter overview = requests.route("/api/market/overview");

  @Test
  void aRequestIsCountedOnceByRouteStatusOutcomeAndTier() {
    finish(overview, 200, Outcome.FRESH_HIT, Tier.LOCAL, Duration.ofMillis(2));
    finish(overview, 200, Outcome.FRESH_HIT, Tier.LOCAL, Duration.ofMillis(3));
    finish(overview, 503, Outcome.ERROR, Tier.NONE, Duration.ofMillis(4));
    assertThat(counter("2xx", "fresh_hit", "local")).isEqualTo(2);
    assertThat(counter("5xx", "error", "none")).isEqualTo(1);
    RequestTotals totals = history.sinceStart().route("/api/market/overview");
    assertThat(totals.requests()).isEqualTo(3);
    assertThat(totals.hitRatio()).isEqualTo(2.0 / 3);
    assertThat(totals.owed()).isEqualTo(3);
    assertThat(totals.good()).isEqualTo(2);
  }

  @Test
  void whatTheClientDidWrongIsNotOwed() {
    finish(overview, 400, Outcome.NONE, Tier.NONE, Duration.ofMillis(1));
    finish(overview, 429, Outcome.NONE, Tier.NONE, Duration.ofMillis(1));
    finish(overview, 304, Outcome.FRESH_HIT, Tier.LOCAL, Duration.ofMillis(1));
    RequestTotals totals = history.sinceStart().route("/api/market/overview");
    assertThat(totals.owed()).isEqualTo(1);
    assertThat(totals.good()).isEqualTo(1);
  }

  @Test
  void anAnswerAfterASecondIsNoGoodOne() {
    finish(overview, 200, Outcome.MISS, Tier.ENGINE, Duration.ofSeconds(1));
    finish(overview, 200, Outcome.MISS, Tier.ENGINE, Duration.ofMillis(999));
    RequestTotals totals = history.sinceStart().route("/api/market/overview");
    assertThat(totals.owed()).isEqualTo(2);
    assertThat(totals.good()).isEqualTo(1);
  }

  @Test
  void everySlowRequestIsKeptWithItsReasonAndTheNewestComeFirst() {
    finish(overview, 200, Outcome.FRESH_HIT, Tier.LOCAL, Duration.ofMillis(499));
    assertThat(slow.newest()).isEmpty();
    for (int each = 0; each < SlowRequests.KEPT + 5; each++) {
      Exchange exchange = requests.begin();
      exchange.routed(overview);
      exchange.answered(Outcome.MISS, Tier.ENGINE, "engine; fwd=miss; stored");
      exchange.spent("engine", Duration.ofMillis(450).toNanos());
      clock.advance(Duration.ofMillis(500 + each));
      requests.ended(exchange, 200);
    }
    assertThat(slow.newest()).hasSize(SlowRequests.KEPT);
    assertThat(slow.seen()).isEqualTo(SlowRequests.KEPT + 5);
    SlowRequest newest = slow.newest().getFirst();
    assertThat(newest.ms()).isEqualTo(500 + SlowRequests.KEPT + 4);
    assertThat(newest.route()).isEqualTo("/api/market/overview");
    assertThat(newest.reason()).isEqualTo("engine 450 ms, here " + (newest.ms() - 450) + " ms");
    assertThat(newest.cacheStatus()).isEqualTo("engine; fwd=miss; stored");
    assertThat(newest.at()).isEqualTo(clock.instant());
  }

  @Test
  void aStreamIsCountedAndNotTimed() {
    Exchange exchange = requests.begin();
    exchange.routed(requests.route("/api/stream"));
    exchange.streams();
    clock.advance(Duration.ofHours(1));
    requests.ended(exchange, 200);
    assertThat(slow.newest()).isEmpty();
    RequestTotals totals = history.sinceStart().route("/api/stream");
    assertThat(totals.requests()).isEqualTo(1);
    assertThat(totals.quantileMs(0.5)).isNaN();
  }

  @Test
  void aWindowHoldsWhatCameInItAndNothingElse() {
    finish(overview, 200, Outcome.MISS, Tier.ENGINE, Duration.ofMillis(900));
    step(7);
    for (int each = 0; each < 60; each++) {
      finish(overview, 200, Outcome.FRESH_HIT, Tier.LOCAL, Duration.ofMillis(1));
    }
    RequestHistory.Window minute = history.last(Duration.ofMinutes(1));
    assertThat(minute.seconds()).isBetween(60.0, 70.0);
    assertThat(minute.all().requests()).isEqualTo(60);
    assertThat(minute.all().hitRatio()).isEqualTo(1);
    assertThat(minute.all().quantileMs(0.99)).isBetween(0.9, 1.13);
    RequestHistory.Window five = history.last(Duration.ofMinutes(5));
    assertThat(five.all().requests()).isEqualTo(61);
    step(31);
    assertThat(history.last(Duration.ofMinutes(5)).routes()).isEmpty();
    assertThat(history.sinceStart().route("/api/market/overview").requests()).isEqualTo(61);
  }

  @Test
  void routesAreBoundedWhateverAsksForMore() {
    for (int each = 0; each < 10_000; each++) {
      requests.route("/made-up/" + each).ended(200, Outcome.NONE, Tier.NONE, 1);
    }
    assertThat(requests.all().size()).isLessThanOrEqualTo(100);
    long sum = history.sinceStart().all().requests();
    assertThat(sum).isEqualTo(10_000);
  }

  private void step(int times) {
    for (int each = 0; each < times; each++) {
      clock.advance(RequestHistory.STEP);
      history.look();
    }
  }

  private void finish(RequestMeter meter, int status, Outcome outcome, Tier tier, Duration took) {
    Exchange exchange = requests.begin();
    exchange.routed(meter);
    exchange.answered(outcome, tier, null);
    clock.advance(took);
    requests.ended(exchange, status);
  }

  private double counter(String status, String outcome, String tier) {
    return registry
        .get("virtuoso.requests")
        .tags("route", overview.route(), "status", status, "outcome", outcome, "tier", tier)
        .counter()
        .count();
  }
}
