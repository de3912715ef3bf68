package io.virtuoso.engine.inbound.exchange.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.virtuoso.engine.inbound.exchange.live.FakeSockets.Attempt;
import io.virtuoso.engine.inbound.exchange.live.VenueConnection.Phase;
import io.virtuoso.engine.inbound.exchange.live.VenueSettings.Exchange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** OKX, Coinbase and Kraken through whole sessions, by an injected clock. */
class OtherVenuesConnectionTest {
  private final FakeLoop loop = new FakeLoop();
  private final FakeSockets sockets = new FakeSockets(loop);
  private final FakeSink sink = new FakeSink();
  private final Tally tally = new Tally();
  private final List<Long> outages = new ArrayList<>();

  private VenueConnection open(Exchange exchange, String... symbols) {
    sockets.replies = _ -> Optional.empty();
    VenueSettings settings = VenueSettings.of(exchange);
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
    VenueConnection connection =
        new VenueConnection(
            venue,
            venue.dialect().shards(List.of(symbols)).getFirst(),
            (_, _, outage) -> outages.add(outage));
    connection.open();
    return connection;
  }

  private static String quoted(String text) {
    return text.replace('\'', '"');
  }

  /** OKX lets a connection make 480 requests an hour, and refuses books that are asked for then. */
  @Test
  void okxConnectionWithFewRequestsLeftIsReplacedBeforeOneIsRefused() {
    VenueConnection connection = open(Exchange.OKX_SWAP, "BTC-USDT-SWAP");
    Attempt old = sockets.newest();
    String book =
        quoted("{'arg':{'channel':'books','instId':'BTC-USDT-SWAP'},'action':'update','data':[]}");
    while (sockets.attempts.size() == 1) {
      connection.resubscribe("books:BTC-USDT-SWAP");
      loop.advance(Duration.ofSeconds(2));
      old.receive(book);
      assertThat(requests(old)).isLessThan(400);
    }
    assertThat(requests(old)).isGreaterThan(380);
    assertThat(old.closed).isFalse();
    Attempt next = sockets.newest();
    for (int i = 0; i < 12; i++) {
      old.receive(book);
      next.receive(book);
      loop.advance(Duration.ofSeconds(1));
    }
    assertThat(old.closed).isTrue();
    assertThat(next.closed).isFalse();
    assertThat(sink.gaps).isEmpty();
    assertThat(tally.read().turnovers()).isEqualTo(1);
    assertThat(tally.read().losses()).containsEntry(LossCause.PLANNED, 1L);
  }

  private static long requests(Attempt attempt) {
    return attempt.sent.stream().filter(text -> text.contains("subscribe")).count();
  }

  @Test
  void okxIsPingedInPlainTextAndSubscribedOnceEveryStreamIs() {
    VenueConnection connection = open(Exchange.OKX_SWAP, "BTC-USDT-SWAP");
    Attempt attempt = sockets.newest();
    assertThat(attempt.path).isEqualTo("/ws/v5/public");
    assertThat(attempt.sent).hasSize(2).endsWith("ping");
    int streams = connection.shard().streams().size();
    for (int i = 0; i < streams; i++) {
      assertThat(connection.subscribedNow()).as("after %d of %d", i, streams).isFalse();
      attempt.receive(quoted("{'event':'subscribe','arg':{'channel':'x'},'connId':'c'}"));
    }
    assertThat(connection.subscribedNow()).isTrue();
    attempt.receive("pong");
    assertThat(connection.delivered()).as("a pong is no data").isFalse();
    for (int s = 0; s <= 20; s++) {
      attempt.receive(quoted("{'arg':{'channel':'trades','instId':'BTC-USDT-SWAP'},'data':[]}"));
      loop.advance(Duration.ofSeconds(1));
    }
    assertThat(connection.delivered()).isTrue();
    assertThat(attempt.sent).hasSize(3).endsWith("ping");
  }

  @Test
  void anAnnouncedUpgradeOfOkxBringsASuccessorBesideTheOldConnection() {
    VenueConnection connection = open(Exchange.OKX, "BTC-USDT");
    Attempt old = sockets.newest();
    old.receive(quoted("{'event':'notice','code':'64008','msg':'upgrade'}"));
    loop.advance(Duration.ofSeconds(1));
    assertThat(sockets.attempts).hasSize(2);
    assertThat(old.closed).isFalse();
    assertThat(connection.phase()).isEqualTo(Phase.OPEN);
    assertThat(sink.gaps).isEmpty();
  }

  @Test
  void aBookIsMadeWholeByLeavingAndJoining() {
    VenueConnection connection = open(Exchange.KRAKEN, "BTC/USD");
    loop.advance(Duration.ofSeconds(1));
    Attempt attempt = sockets.newest();
    int before = attempt.sent.size();
    assertThat(requests(attempt)).as("one for each channel").isEqualTo(3);
    connection.resubscribe("book:BTC/USD");
    loop.advance(Duration.ofSeconds(1));
    assertThat(attempt.sent.subList(before, attempt.sent.size()))
        .satisfiesExactly(
            leave -> assertThat(leave).contains("unsubscribe", "BTC/USD"),
            join -> assertThat(join).contains(quoted("'subscribe'"), quoted("'depth':100")));
  }

  @Test
  void manyBooksAreMadeWholeByFewRequests() {
    VenueConnection connection = open(Exchange.OKX, "BTC-USDT", "ETH-USDT", "SOL-USDT", "XRP-USDT");
    loop.advance(Duration.ofSeconds(5));
    Attempt attempt = sockets.newest();
    int before = attempt.sent.size();
    connection.resubscribe("books:BTC-USDT");
    for (int i = 0; i < 2; i++) { // whoever waits may ask again
      connection.resubscribe("books:ETH-USDT");
      connection.resubscribe("books:SOL-USDT");
      connection.resubscribe("books:XRP-USDT");
    }
    connection.leave(List.of("XRP-USDT"), List.of("books:XRP-USDT", "trades:XRP-USDT"));
    loop.advance(Duration.ofSeconds(5));
    assertThat(attempt.sent.subList(before, attempt.sent.size()))
        .containsExactly(
            request("unsubscribe", "books BTC-USDT"),
            request("subscribe", "books BTC-USDT"),
            request("unsubscribe", "books XRP-USDT", "trades XRP-USDT"),
            request("unsubscribe", "books ETH-USDT", "books SOL-USDT"),
            request("subscribe", "books ETH-USDT", "books SOL-USDT"));
  }

  private static String request(String op, String... streams) {
    return Stream.of(streams)
        .map(stream -> stream.split(" ", 2))
        .map(each -> "{'channel':'%s','instId':'%s'}".formatted(each[0], each[1]))
        .collect(Collectors.joining(",", "{'op':'" + op + "','args':[", "]}"))
        .replace('\'', '"');
  }

  @Test
  void coinbaseIsToldWithinFiveSecondsWhatIsWanted() {
    String[] many = new String[50];
    for (int i = 0; i < many.length; i++) {
      many[i] = "COIN%02d-USD".formatted(i);
    }
    VenueConnection connection = open(Exchange.COINBASE, many);
    loop.advance(Duration.ofSeconds(2));
    assertThat(sockets.newest().sent).hasSize(5);
    for (int i = 0; i < 5; i++) {
      sockets.newest().receive(quoted("{'type':'subscriptions','channels':[]}"));
    }
    assertThat(connection.subscribedNow()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "OKX; BTC-USDT; pong",
        "COINBASE; BTC-USD; {'type':'heartbeat','product_id':'BTC-USD','last_trade_id':7}",
        "KRAKEN; BTC/USD; {'channel':'heartbeat'}"
      },
      quoteCharacter = '`')
  void heartbeatsDoNotHideThatNoDataComes(Exchange exchange, String symbol, String heartbeat) {
    VenueConnection connection = open(exchange, symbol);
    Attempt attempt = sockets.newest();
    for (int s = 0; s < 120 && connection.phase() == Phase.OPEN; s++) {
      attempt.receive(quoted(heartbeat));
      loop.advance(Duration.ofSeconds(1));
    }
    assertThat(attempt.closed).isTrue();
    assertThat(connection.trouble()).contains("no market data");
    assertThat(sink.gaps).isNotEmpty();
  }
}
