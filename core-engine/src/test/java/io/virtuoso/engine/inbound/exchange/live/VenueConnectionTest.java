package io.virtuoso.engine.inbound.exchange.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.virtuoso.engine.inbound.exchange.live.FakeSockets.Attempt;
import io.virtuoso.engine.inbound.exchange.live.FakeSockets.Mood;
import io.virtuoso.engine.inbound.exchange.live.VenueConnection.Phase;
import io.virtuoso.engine.inbound.exchange.live.VenueSettings.Exchange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class VenueConnectionTest {
  private static final String BINANCE_TRADE = "{\"stream\":\"btcusdt@trade\",\"data\":{}}";
  private static final String BYBIT_TRADE = "{\"topic\":\"publicTrade.BTCUSDT\",\"data\":[]}";

  private final FakeLoop loop = new FakeLoop();
  private final FakeSockets sockets = new FakeSockets(loop);
  private final FakeSink sink = new FakeSink();
  private final Tally tally = new Tally();
  private final List<Long> outages = new ArrayList<>();

  private List<VenueConnection> open(Exchange exchange, int symbolsEach, String... symbols) {
    VenueSettings settings = VenueSettings.of(exchange).sized(symbolsEach, 1000);
    Venue venue =
        new Venue(
            settings,
            settings.dialect(),
            loop,
            sockets,
            new Random(5),
            new ConnectBudget(),
            sink,
            tally);
    List<VenueConnection> connections =
        venue.dialect().shards(List.of(symbols)).stream()
            .map(shard -> new VenueConnection(venue, shard, (_, _, outage) -> outages.add(outage)))
            .toList();
    connections.forEach(VenueConnection::open);
    return connections;
  }

  private VenueConnection bybit() {
    return open(Exchange.BYBIT_LINEAR, 50, "BTCUSDT").getFirst();
  }

  private void deliverFor(Duration duration) {
    for (long s = 0; s < duration.toSeconds(); s++) {
      sockets.newest().receive(BYBIT_TRADE);
      loop.advance(Duration.ofSeconds(1));
    }
  }

  @Test
  void subscribesOnEveryConnect() {
    bybit();
    String subscribe = sockets.newest().sent.getFirst();
    assertThat(subscribe).contains("\"op\":\"subscribe\"", "orderbook.200.BTCUSDT");
    for (int i = 0; i < 3; i++) {
      int before = sockets.attempts.size();
      sockets.newest().lose(LossCause.CLOSED);
      loop.advance(Duration.ofSeconds(30));
      assertThat(sockets.attempts.size()).isGreaterThan(before);
      assertThat(sockets.newest().sent.getFirst()).isEqualTo(subscribe);
    }
    assertThat(outages.getFirst()).isEqualTo(-1);
    assertThat(outages.get(1)).isBetween(1L, 30_000L);
  }

  @ParameterizedTest
  @EnumSource(value = Mood.class, names = "ACCEPT", mode = EnumSource.Mode.EXCLUDE)
  void neverGivesUpAndNeverAsksTooOften(Mood mood) {
    sockets.mood = mood;
    VenueConnection connection = bybit();
    loop.advance(Duration.ofHours(1));
    assertBudgetKept();
    Attempt last = sockets.newest();
    assertThat(loop.millis() - last.atMs).isLessThan(45_000);
    assertThat(sockets.attempts.size()).isGreaterThan(80);
    assertThat(sink.gaps).as("nothing was open, nothing was lost").isEmpty();
    assertThat(connection.trouble()).startsWith("cannot be reached");

    sockets.mood = Mood.ACCEPT;
    loop.advanceUntil(
        () -> connection.phase() == Phase.OPEN,
        mood == Mood.REFUSE ? Duration.ofSeconds(10) : Duration.ofSeconds(20));
  }

  @Test
  void manyConnectionsTogetherStayWithinTheVenuesBudget() {
    sockets.mood = Mood.REFUSE;
    open(Exchange.BYBIT_LINEAR, 1, symbols(20));
    loop.advance(Duration.ofHours(1));
    assertBudgetKept();
    assertThat(sockets.attempts).as("one tries for all").hasSizeBetween(300, 600);
  }

  @Test
  void allComeBackAfterTheOneThatTriesForThem() {
    List<VenueConnection> twenty = open(Exchange.BYBIT_LINEAR, 1, symbols(20));
    loop.advance(Duration.ofSeconds(10));
    sockets.mood = Mood.REFUSE;
    List.copyOf(sockets.attempts).forEach(attempt -> attempt.lose(LossCause.BROKEN));
    loop.advance(Duration.ofMinutes(5));
    assertThat(twenty).noneMatch(each -> each.phase() == Phase.OPEN);

    sockets.mood = Mood.ACCEPT;
    int before = sockets.attempts.size();
    loop.advanceUntil(() -> sockets.attempts.size() > before, Duration.ofSeconds(10));
    loop.advanceUntil(
        () -> twenty.stream().allMatch(each -> each.phase() == Phase.OPEN),
        Duration.ofMillis(21 * ConnectBudget.SPACING_MS));
    assertBudgetKept();
  }

  @Test
  void oneThatIsNeverLetInKeepsOutNoOther() {
    List<VenueConnection> three = open(Exchange.BYBIT_LINEAR, 1, symbols(3));
    loop.advance(Duration.ofSeconds(10));
    sockets.mood = Mood.REFUSE;
    List.copyOf(sockets.attempts).forEach(attempt -> attempt.lose(LossCause.BROKEN));
    loop.advance(Duration.ofMinutes(5));
    sockets.mood = Mood.ACCEPT;
    // Whoever comes first is cut off at once, again and again.
    String poisoned = "publicTrade.COIN0USDT";
    loop.advanceUntil(
        () -> {
          sockets.attempts.stream()
              .filter(attempt -> !attempt.closed && attempt.sent.toString().contains(poisoned))
              .forEach(attempt -> attempt.lose(LossCause.CLOSED));
          return three.subList(1, 3).stream().allMatch(each -> each.phase() == Phase.OPEN);
        },
        Duration.ofSeconds(45));
  }

  /** Kraken answers for each stream, and its first book is there before its last answer. */
  @Test
  void whoWasToldSomethingBeforeTheLastAnswerWasLetIn() {
    sockets.replies = _ -> Optional.empty();
    VenueConnection connection = bybit();
    for (int i = 0; i < 12; i++) {
      sockets.newest().receive(BYBIT_TRADE);
      assertThat(connection.subscribedNow()).isFalse();
      sockets.newest().lose(LossCause.BROKEN);
      loop.advanceUntil(() -> connection.phase() == Phase.OPEN, Duration.ofSeconds(4));
    }
  }

  @Test
  void whenTheOneThatTriesForAllIsClosedAnotherOneDoes() {
    sockets.mood = Mood.REFUSE;
    List<VenueConnection> three = open(Exchange.BYBIT_LINEAR, 1, symbols(3));
    loop.advance(Duration.ofMinutes(1));
    for (VenueConnection each : three.subList(0, 2)) {
      each.close();
      int before = sockets.attempts.size();
      loop.advance(Duration.ofSeconds(25));
      assertThat(sockets.attempts).hasSizeGreaterThan(before + 1);
    }
    sockets.mood = Mood.ACCEPT;
    loop.advanceUntil(() -> three.getLast().phase() == Phase.OPEN, Duration.ofSeconds(10));
  }

  @Test
  void connectionsLostTogetherReturnOneByOne() {
    List<VenueConnection> ten = open(Exchange.BYBIT_LINEAR, 1, symbols(10));
    loop.advance(Duration.ofSeconds(5));
    assertThat(ten).allMatch(each -> each.phase() == Phase.OPEN);
    List.copyOf(sockets.attempts).forEach(attempt -> attempt.lose(LossCause.BROKEN));
    assertThat(sink.gaps).hasSize(10);
    loop.advance(Duration.ofSeconds(8));
    List<Attempt> second = sockets.attempts.subList(10, sockets.attempts.size());
    assertThat(second).hasSize(10);
    assertThat(second.getLast().atMs - second.getFirst().atMs).isBetween(3_000L, 10_000L);
  }

  private void assertBudgetKept() {
    for (Attempt from : sockets.attempts) {
      long inWindow =
          sockets.attempts.stream()
              .filter(each -> each.atMs >= from.atMs && each.atMs < from.atMs + 300_000)
              .count();
      assertThat(inWindow).isLessThanOrEqualTo(60);
    }
  }

  private static String[] symbols(int count) {
    String[] symbols = new String[count];
    for (int i = 0; i < count; i++) {
      symbols[i] = "COIN" + i + "USDT";
    }
    return symbols;
  }

  @Test
  void aLossIsToldOnceHoweverItIsNoticed() {
    bybit();
    Attempt attempt = sockets.newest();
    attempt.lose(LossCause.BROKEN);
    attempt.lose(LossCause.CLOSED);
    attempt.receive(BYBIT_TRADE);
    assertThat(sink.gaps).containsExactly(List.of("BTCUSDT"));
    assertThat(tally.read().losses()).containsEntry(LossCause.BROKEN, 1L);
    assertThat(tally.read().losses()).containsEntry(LossCause.CLOSED, 0L);
    assertThat(sink.frames).noneMatch(frame -> frame.contains("publicTrade"));
  }

  @Test
  void pongsDoNotHideASilentConnection() {
    VenueConnection connection = bybit();
    Attempt attempt = sockets.newest();
    attempt.receive(BYBIT_TRADE);
    for (int s = 0; s < 9; s++) {
      loop.advance(Duration.ofSeconds(1));
      attempt.receive("{\"success\":true,\"ret_msg\":\"pong\",\"op\":\"ping\"}");
    }
    assertThat(connection.phase()).isEqualTo(Phase.OPEN);
    loop.advance(Duration.ofSeconds(1));
    assertThat(attempt.closed).isTrue();
    assertThat(sink.gaps).hasSize(1);
    assertThat(tally.read().losses()).containsEntry(LossCause.SILENT, 1L);
    loop.advance(Duration.ofSeconds(2));
    assertThat(sockets.attempts).hasSize(2);
  }

  @Test
  void anIlliquidMarketIsSoonLeftInPeace() {
    bybit();
    for (int minute = 0; minute < 60; minute++) {
      sockets.newest().receive(BYBIT_TRADE);
      loop.advance(Duration.ofMinutes(1));
    }
    assertThat(tally.read().losses().get(LossCause.SILENT)).isLessThanOrEqualTo(3);
    assertThat(tally.read().losses()).containsEntry(LossCause.UNANSWERED, 0L);
  }

  @ParameterizedTest
  @EnumSource(
      value = Exchange.class,
      names = {"BINANCE_SPOT", "BYBIT_LINEAR"})
  void aConnectionThatOnlySeemsToLiveIsGivenUpSoon(Exchange exchange) {
    VenueConnection connection = open(exchange, 50, "BTCUSDT").getFirst();
    for (int i = 0; i < 3; i++) {
      Attempt attempt = sockets.newest();
      attempt.receive(exchange == Exchange.BYBIT_LINEAR ? BYBIT_TRADE : BINANCE_TRADE);
      attempt.dead = true;
      loop.advanceUntil(() -> attempt.closed, Duration.ofMillis(3_250));
      assertThat(connection.trouble()).startsWith("no longer answers (not a byte for 3000 ms");
      assertThat(sink.gaps).hasSize(i + 1);
      loop.advanceUntil(() -> connection.phase() == Phase.OPEN, Duration.ofSeconds(1));
    }
    assertThat(tally.read().losses())
        .containsEntry(LossCause.UNANSWERED, 3L)
        .containsEntry(LossCause.SILENT, 0L);
  }

  @Test
  void bybitHearsAPingAtOnceAndEveryTwentySeconds() {
    bybit();
    deliverFor(Duration.ofSeconds(61));
    assertThat(sockets.newest().sent).filteredOn(text -> text.contains("\"ping\"")).hasSize(4);
  }

  @Test
  void requestsKeepTheExchangesPace() {
    open(Exchange.BINANCE_SPOT, 50, symbols(50));
    Attempt attempt = sockets.newest();
    assertThat(attempt.sent).hasSize(1);
    loop.advance(Duration.ofMillis(349));
    assertThat(attempt.sent).hasSize(1);
    loop.advance(Duration.ofMillis(701));
    assertThat(attempt.sent).hasSize(4).allMatch(text -> text.split("@").length - 1 >= 50);
    assertThat(outages).as("subscribed after the last acknowledgement").hasSize(1);
  }

  @Test
  void aFlappingConnectionBacksOffAndASettledOneStartsAfresh() {
    bybit();
    for (int i = 0; i < 12; i++) {
      sockets.newest().receive(BYBIT_TRADE);
      sockets.newest().lose(LossCause.CLOSED);
      loop.advance(Duration.ofSeconds(31));
    }
    int flaps = sockets.attempts.size();
    deliverFor(Duration.ofSeconds(31));
    assertThat(sockets.attempts).hasSize(flaps);
    sockets.newest().lose(LossCause.CLOSED);
    loop.advance(Duration.ofSeconds(1));
    assertThat(sockets.attempts).as("within the first second").hasSize(flaps + 1);
  }

  private static String trade(int number) {
    return "{\"topic\":\"publicTrade.BTCUSDT\",\"data\":[" + number + "]}";
  }

  private List<String> trades() {
    return sink.order.stream().filter(text -> !text.contains("\"op\"")).toList();
  }

  /** Both connections bring the same, the new one from its subscription on. */
  private void bothDeliver(Attempt old, Attempt next, int from, int to) {
    for (int i = from; i < to; i++) {
      old.receive(trade(i));
      next.receive(trade(i));
      loop.advance(Duration.ofSeconds(1));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"stream\":\"!serverShutdown\",\"data\":{\"e\":\"serverShutdown\"}}",
        "{\"e\":\"serverShutdown\",\"E\":1}"
      })
  void anAnnouncedShutdownIsForestalledWithoutALoss(String announcement) {
    open(Exchange.BINANCE_USDM, 50, "BTCUSDT");
    Attempt old = sockets.attempts.getFirst();
    loop.advance(Duration.ofSeconds(2));
    int opened = sockets.attempts.size();
    old.receive(announcement);
    assertThat(old.closed).isFalse();
    loop.advance(Duration.ofSeconds(1));
    assertThat(sockets.attempts.size()).isEqualTo(opened + 1);
    Attempt next = sockets.newest();
    assertThat(next.path).isEqualTo(old.path);
    String data = "{\"stream\":\"btcusdt@depth@100ms\",\"data\":{}}";
    for (int i = 0; i < 6; i++) {
      old.receive(data);
      next.receive(data);
      loop.advance(Duration.ofSeconds(1));
    }
    assertThat(old.closed).isTrue();
    assertThat(next.closed).isFalse();
    assertThat(sink.gaps).isEmpty();
    assertThat(tally.read().turnovers()).isEqualTo(1);
    assertThat(tally.read().losses()).containsEntry(LossCause.SHUTDOWN, 1L);
  }

  @Test
  void aConnectionIsReplacedBeforeItsDayIsOverAndNothingIsLost() {
    VenueConnection connection = bybit();
    Attempt old = sockets.newest();
    int last = 0;
    while (sockets.attempts.size() == 1) {
      old.receive(trade(last++));
      loop.advance(Duration.ofSeconds(1));
      assertThat(loop.millis() - old.atMs).isLessThan(Duration.ofHours(24).toMillis());
    }
    Attempt next = sockets.newest();
    assertThat(Duration.ofMillis(next.atMs - old.atMs))
        .isBetween(Duration.ofMinutes(1410), Duration.ofMinutes(1430));
    sink.order.clear();
    bothDeliver(old, next, 0, 5);
    assertThat(old.closed).isTrue();
    next.receive(trade(5));

    assertThat(trades())
        .containsExactly(
            trade(0),
            trade(1),
            trade(2),
            trade(3),
            trade(4),
            "REPLAYS [BTCUSDT]",
            trade(0),
            trade(1),
            trade(2),
            trade(3),
            trade(4),
            "ENDS [BTCUSDT]",
            trade(5));
    assertThat(sink.gaps).isEmpty();
    assertThat(connection.phase()).isEqualTo(Phase.OPEN);
    assertThat(connection.subscribedNow()).isTrue();
    assertThat(outages).as("no history has to be asked for").hasSize(1);
    assertThat(tally.read().turnovers()).isEqualTo(1);
    assertThat(tally.read().losses()).containsEntry(LossCause.PLANNED, 1L);
    next.lose(LossCause.CLOSED);
    assertThat(sink.gaps).as("the new one is the one that counts").hasSize(1);
  }

  @Test
  void connectionsDoNotTurnOverTogether() {
    open(Exchange.BYBIT_LINEAR, 1, symbols(8));
    loop.advance(Duration.ofSeconds(5));
    List<Attempt> first = List.copyOf(sockets.attempts);
    for (long s = 0; s < Duration.ofHours(24).toSeconds(); s += 5) {
      sockets.attempts.forEach(attempt -> attempt.receive(BYBIT_TRADE));
      loop.advance(Duration.ofSeconds(5));
    }
    List<Attempt> second = sockets.attempts.subList(8, sockets.attempts.size());
    assertThat(second).hasSize(8);
    assertThat(first).allMatch(attempt -> attempt.closed);
    assertThat(sink.gaps).isEmpty();
    long spread = second.getLast().atMs - second.getFirst().atMs;
    assertThat(Duration.ofMillis(spread)).isGreaterThan(Duration.ofMinutes(5));
  }

  @Test
  void aSuccessorThatFailsIsFollowedByAnotherAndTheOldOneGoesOn() {
    bybit();
    Attempt old = sockets.newest();
    while (sockets.attempts.size() == 1) {
      old.receive(BYBIT_TRADE);
      loop.advance(Duration.ofSeconds(1));
    }
    sockets.newest().receive(trade(1));
    sockets.newest().lose(LossCause.CLOSED);
    assertThat(trades().getLast()).isEqualTo("ENDS [BTCUSDT]");
    assertThat(old.closed).isFalse();
    while (sockets.attempts.size() == 2) {
      old.receive(BYBIT_TRADE);
      loop.advance(Duration.ofSeconds(1));
    }
    bothDeliver(old, sockets.newest(), 0, 6);
    assertThat(old.closed).isTrue();
    assertThat(sink.gaps).isEmpty();
    assertThat(tally.read().turnovers()).isEqualTo(1);
  }

  @Test
  void anOldConnectionThatIsLostTooEarlyIsALoss() {
    bybit();
    Attempt old = sockets.newest();
    while (sockets.attempts.size() == 1) {
      old.receive(BYBIT_TRADE);
      loop.advance(Duration.ofSeconds(1));
    }
    Attempt next = sockets.newest();
    bothDeliver(old, next, 0, 2);
    old.lose(LossCause.CLOSED);
    assertThat(sink.gaps).hasSize(1);
    assertThat(next.closed).isTrue();
    loop.advance(Duration.ofSeconds(3));
    assertThat(sockets.attempts).hasSize(3);
    assertThat(tally.read().turnovers()).isZero();
  }

  @Test
  void aSuccessorWithoutDataDoesNotTakeOver() {
    bybit();
    Attempt old = sockets.newest();
    while (sockets.attempts.size() == 1) {
      old.receive(BYBIT_TRADE);
      loop.advance(Duration.ofSeconds(1));
    }
    for (int i = 0; i < 9; i++) {
      old.receive(BYBIT_TRADE);
      loop.advance(Duration.ofSeconds(1));
    }
    assertThat(old.closed).isFalse();
    assertThat(sink.gaps).isEmpty();
  }

  @Test
  void dataIsTakenForAnAcknowledgementThatNeverComes() {
    sockets.replies = _ -> Optional.empty();
    VenueConnection connection = bybit();
    deliverFor(Duration.ofSeconds(4));
    assertThat(connection.subscribedNow()).isFalse();
    deliverFor(Duration.ofSeconds(2));
    assertThat(connection.subscribedNow()).isTrue();
  }

  @Test
  void aRefusedSubscriptionIsCountedAndTheConnectionKept() {
    sockets.replies =
        request ->
            Optional.of("{\"success\":false,\"ret_msg\":\"no\",\"op\":\"subscribe\"}")
                .filter(_ -> request.contains("subscribe"));
    VenueConnection connection = bybit();
    assertThat(tally.read().subscriptionsRefused()).isEqualTo(1);
    assertThat(connection.phase()).isEqualTo(Phase.OPEN);
  }

  @Test
  void aSocketThatOpensTooLateIsClosedAndForgotten() {
    sockets.mood = Mood.IGNORE;
    bybit();
    Attempt late = sockets.newest();
    loop.advance(Duration.ofSeconds(11));
    late.acceptLate();
    assertThat(late.closed).isTrue();
    assertThat(late.sent).isEmpty();
  }

  @Test
  void aClosedConnectionStaysClosed() {
    VenueConnection connection = bybit();
    connection.close();
    loop.advance(Duration.ofHours(1));
    assertThat(sockets.attempts).hasSize(1);
    assertThat(sockets.newest().closed).isTrue();
    assertThat(sink.gaps).isEmpty();
  }
}
