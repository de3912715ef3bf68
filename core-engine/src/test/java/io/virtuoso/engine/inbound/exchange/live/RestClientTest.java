package io.virtuoso.engine.inbound.exchange.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.virtuoso.engine.inbound.exchange.live.FakeRest.Asked;
import io.virtuoso.engine.inbound.exchange.live.VenueSettings.Exchange;
import io.virtuoso.engine.inbound.exchange.live.dialect.Priority;
import io.virtuoso.engine.inbound.exchange.live.dialect.RateLimit;
import io.virtuoso.engine.inbound.exchange.live.dialect.RestCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RestClientTest {
  private final FakeLoop loop = new FakeLoop();
  private final FakeRest host = new FakeRest(loop);
  private final Tally tally = new Tally();
  private final RestClient client = client(Exchange.BINANCE_USDM);

  private RestClient client(Exchange exchange) {
    VenueSettings settings = VenueSettings.of(exchange);
    return new RestClient(settings, settings.dialect(), host, loop, new Random(9), tally);
  }

  private static RestCall call(Priority priority, String target, int weight) {
    return new RestCall(priority, target, "weight", weight);
  }

  static Stream<Arguments> limits() {
    return Arrays.stream(Exchange.values())
        .flatMap(exchange ->
            VenueSettings.of(exchange).dialect().rateLimits().stream()
                .map(limit -> Arguments.of(exchange, limit)));
  }

  @DisplayName("E6: no window holds more than 60 % of a limit")
  @ParameterizedTest
  @MethodSource("limits")
  void steadyUseStaysUnderSixtyPercentOfEveryLimit(Exchange exchange, RateLimit limit) {
    RestClient asking = client(exchange);
    host.host = _ -> FakeRest.ok("{}");
    int weight = Math.max(1, limit.units() / 120);
    for (int i = 0; i < 400; i++) {
      asking.get(new RestCall(Priority.BACKFILL, "/k" + i, limit.name(), weight));
    }
    loop.advance(limit.window().multipliedBy(140));
    assertThat(host.asked).hasSize(400);
    long windowMs = limit.window().toMillis();
    for (Asked from : host.asked) {
      long used =
          weight
              * host.asked.stream()
                  .filter(
                      each -> each.atMs() >= from.atMs() && each.atMs() < from.atMs() + windowMs)
                  .count();
      assertThat(used).isLessThanOrEqualTo((long) (limit.units() * 0.6));
    }
  }

  static Stream<Arguments> bans() {
    return Arrays.stream(Exchange.values())
        .flatMap(
            exchange -> Stream.of(429, 418, 403).map(status -> Arguments.of(exchange, status)));
  }

  @DisplayName("E6: half an hour of ban is half an hour without a request")
  @ParameterizedTest
  @MethodSource("bans")
  void halfAnHourOfBanIsHalfAnHourWithoutARequest(Exchange exchange, int status) {
    RestClient asking = client(exchange);
    List<RateLimit> limits = VenueSettings.of(exchange).dialect().rateLimits();
    host.host = _ -> FakeRest.answer(status, "{}", "Retry-After", "1800");
    for (int minute = 0; minute < 30; minute++) {
      for (Priority priority : Priority.values()) {
        for (RateLimit limit : limits) {
          asking.get(new RestCall(priority, "/" + priority + minute, limit.name(), 1));
        }
      }
      host.host = _ -> FakeRest.ok("{}");
      loop.advance(minute < 29 ? Duration.ofMinutes(1) : Duration.ofMillis(59_999));
      assertThat(asking.hold())
          .hasValueSatisfying(hold -> assertThat(hold.banned()).isEqualTo(status != 429));
    }
    assertThat(host.asked).as("the one that was refused").hasSize(1);
    loop.advance(Duration.ofMinutes(10));
    assertThat(asking.hold()).isEmpty();
    assertThat(host.asked.get(1).atMs() - host.asked.get(0).atMs())
        .isBetween(1_800_000L, 1_801_000L);
    assertThat(host.asked).hasSizeGreaterThan(90 * limits.size());
  }

  @Test
  void theUrgentOvertakeTheRest() {
    host.host = _ -> null;
    for (int i = 0; i < 4; i++) {
      client.get(call(Priority.BACKFILL, "/first" + i, 1));
    }
    client.get(call(Priority.POLL, "/poll", 1));
    client.get(call(Priority.BACKFILL, "/backfill", 1));
    assertThat(host.asked).as("four at a time").hasSize(4);
    for (int i = 0; i < 3; i++) {
      client.get(call(Priority.SNAPSHOT, "/snapshot" + i, 1));
    }
    assertThat(host.asked).as("and two that are urgent, however slow the answers").hasSize(6);
    host.host = _ -> FakeRest.ok("{}");
    loop.advance(Duration.ofSeconds(10));
    assertThat(host.asked.stream().skip(4).map(Asked::target))
        .containsSubsequence("/snapshot0", "/snapshot1", "/snapshot2", "/backfill", "/poll");
  }

  @DisplayName("E6: history leaves room for the books")
  @ParameterizedTest
  @CsvSource({"BINANCE_SPOT, 6000, 50", "BINANCE_USDM, 2400, 20"})
  void whateverHistoryIsWantedABookIsAskedForAtOnce(Exchange exchange, int limit, int book) {
    RestClient asking = client(exchange);
    host.host = _ -> FakeRest.ok("{}");
    for (int i = 0; i < 3_000; i++) {
      asking.get(call(i % 2 == 0 ? Priority.BACKFILL : Priority.POLL, "/k" + i, 5));
    }
    assertThat(host.asked).as("half of our share").hasSize(limit * 3 / 10 / 5);
    int books = limit * 3 / 10 / book;
    for (int i = 0; i < books; i++) {
      asking.get(call(Priority.SNAPSHOT, "/depth" + i, book));
    }
    assertThat(host.targets("/depth")).as("all at once").hasSize(books);
    assertThat(asking.units()).containsEntry("weight", limit * 6L / 10);
    loop.advance(Duration.ofSeconds(59));
    assertThat(host.asked).hasSize(limit * 3 / 10 / 5 + books);
    loop.advance(Duration.ofSeconds(2));
    assertThat(host.targets("/k")).as("history goes on").hasSize(2 * (limit * 3 / 10 / 5));
  }

  @Test
  void afterA429NothingIsAskedBeforeItsTime() {
    host.host = _ -> FakeRest.answer(429, "{}", "Retry-After", "30");
    Future<Buffer> snapshot = client.get(call(Priority.SNAPSHOT, "/depth", 20));
    assertThat(client.hold())
        .hasValueSatisfying(hold -> {
          assertThat(hold.banned()).isFalse();
          assertThat(hold.words()).startsWith("asked to wait until").endsWith("HTTP 429");
        });
    host.host = _ -> FakeRest.ok("{}");
    client.get(call(Priority.BACKFILL, "/klines", 1));
    assertThat(client.get(call(Priority.POLL, "/poll", 1)).failed()).isTrue();
    loop.advance(Duration.ofMillis(29_999));
    assertThat(host.asked).hasSize(1);
    loop.advance(Duration.ofMillis(1_001));
    assertThat(host.asked.stream().map(Asked::target))
        .containsExactly("/depth", "/depth", "/klines");
    assertThat(snapshot.succeeded()).isTrue();
    assertThat(client.hold()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"418, 1800, 1800", "403, , 600", "418, soon, 600", "403, -5, 600"})
  void aBanClosesTheHost(int status, String retryAfter, long seconds) {
    host.host =
        _ ->
            retryAfter == null
                ? FakeRest.answer(status, "no")
                : FakeRest.answer(status, "no", "Retry-After", retryAfter);
    client.get(call(Priority.BACKFILL, "/klines", 1));
    for (int i = 0; i < 100; i++) {
      client.get(call(Priority.SNAPSHOT, "/depth" + i, 20));
    }
    assertThat(client.hold()).hasValueSatisfying(hold -> assertThat(hold.banned()).isTrue());
    loop.advance(Duration.ofSeconds(seconds).minusMillis(1));
    assertThat(host.asked).hasSize(1);
    host.host = _ -> FakeRest.ok("{}");
    loop.advance(Duration.ofMinutes(5));
    assertThat(host.asked).hasSize(102);
  }

  @Test
  void theExchangesOwnCountIsHeeded() {
    host.host = _ -> FakeRest.answer(200, "{}", "x-mbx-used-weight-1m", "1430");
    client.get(call(Priority.BACKFILL, "/a", 5));
    client.get(call(Priority.BACKFILL, "/b", 20));
    assertThat(host.asked).hasSize(1);
    loop.advance(Duration.ofSeconds(61));
    assertThat(host.asked).hasSize(2);
  }

  @Test
  void limitsOfDifferentKindsDoNotBlockEachOther() {
    for (int i = 0; i < 700; i++) {
      client.get(new RestCall(Priority.BACKFILL, "/futures/data/" + i, "statistics", 1));
    }
    assertThat(host.asked).hasSize(600);
    client.get(call(Priority.POLL, "/fapi/v1/openInterest", 1));
    assertThat(host.asked).hasSize(601);
  }

  @Test
  void historyIsAskedForUntilItComesAndPollsOnlyOnce() {
    host.host = _ -> FakeRest.answer(502, "<html>");
    Future<Buffer> history = client.get(call(Priority.BACKFILL, "/klines", 1));
    Future<Buffer> poll = client.get(call(Priority.POLL, "/poll", 1));
    Future<Buffer> snapshot = client.get(call(Priority.SNAPSHOT, "/depth", 1));
    loop.advance(Duration.ofMinutes(10));
    assertThat(poll.cause()).hasMessage("/poll: HTTP 502");
    assertThat(snapshot.cause()).hasMessage("/depth: HTTP 502");
    assertThat(host.targets("/depth")).hasSize(3);
    assertThat(host.targets("/poll")).hasSize(1);
    assertThat(history.isComplete()).isFalse();
    host.host = _ -> FakeRest.ok("[]");
    loop.advance(Duration.ofSeconds(31));
    assertThat(history.result()).hasToString("[]");
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 400, 404, 451})
  void whatWillNotGetBetterIsNotAskedAgain(int status) {
    host.host = _ -> FakeRest.answer(status, "{}", "Location", "http://elsewhere/");
    Future<Buffer> history = client.get(call(Priority.BACKFILL, "/klines", 1));
    loop.advance(Duration.ofMinutes(10));
    assertThat(history.cause()).hasMessage("/klines: HTTP " + status);
    assertThat(host.asked).hasSize(1);
  }

  @Test
  void anAnswerThatDoesNotComeIsGivenUpAfterTenSeconds() {
    host.host = _ -> null;
    Future<Buffer> poll = client.get(call(Priority.POLL, "/poll", 1));
    loop.advance(Duration.ofMillis(9_999));
    assertThat(poll.isComplete()).isFalse();
    loop.advance(Duration.ofMillis(1));
    assertThat(poll.cause()).hasMessage("/poll: no answer in time");
  }

  @Test
  void bybitsRefusalInsideAGoodAnswerIsHeeded() {
    RestClient bybit = client(Exchange.BYBIT_LINEAR);
    host.host = _ -> FakeRest.ok("{\"retCode\":10006,\"retMsg\":\"Too many visits\"}");
    bybit.get(new RestCall(Priority.BACKFILL, "/v5", "requests", 1));
    assertThat(bybit.hold())
        .hasValueSatisfying(hold -> assertThat(hold.reason()).contains("Too many visits"));
    host.host = _ -> FakeRest.ok("{\"retCode\":10001,\"retMsg\":\"params error\"}");
    loop.advance(Duration.ofSeconds(62));
    assertThat(host.asked).hasSize(2);
    assertThat(tally.read().requestsFailed()).isEqualTo(1);
  }

  @Test
  void theQueueIsBounded() {
    host.host = _ -> null;
    List<Future<Buffer>> futures = new ArrayList<>();
    for (int i = 0; i < 9_000; i++) {
      futures.add(client.get(call(Priority.BACKFILL, "/k", 1)));
    }
    assertThat(futures).filteredOn(Future::failed).hasSize(9_000 - 8_192 - 4);
    assertThat(tally.read().requestsRefused()).isEqualTo(9_000 - 8_192 - 4);
    client.stop();
    assertThat(futures.get(8_000).failed()).isTrue();
  }
}
