package io.virtuoso.storm.drill;

import io.virtuoso.model.Interval;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.storm.probe.Answer;
import io.virtuoso.storm.probe.Client;
import io.virtuoso.storm.probe.Findings;
import io.virtuoso.storm.standin.Market;
import io.virtuoso.storm.standin.RedisSocket;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;

/** G10: many addresses ask for what does not exist, each time something else. */
final class Cardinality implements Drill {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int PATIENCE_MS = 5_000;
  private static final int PER_ADDRESS = 150;

  /** Documents that the others ask for, which a gateway that was just started has yet to get. */
  private static final double MOST_ENTRIES = 100;

  private static final double MOST_CALLS = 10;
  private static final int ORDERS = 50;
  private static final long FROM = 29_000_000L * 60_000;
  private static final long TO = FROM + 5 * 60_000;

  @Override
  public String code() {
    return "G10";
  }

  @Override
  public String title() {
    return "cache keys without end";
  }

  @Override
  public void run(Arena arena, Report report) throws Exception {
    int attacks = report.scale().count(3_000, 100_000);
    Gateway gateway = arena.gateway();
    Load.awaitAll(gateway); // what is asked for the first time is no hit, attacked or not
    long keysBefore = keys(arena);
    long entriesBefore = entries(gateway);
    Random random = new Random(7);
    int answered = 0;
    arena.engine().forget();
    try (Load load = Load.on(gateway.port(), report)) {
      for (int sent = 0; sent < attacks; sent += PER_ADDRESS) {
        try (Client client = Newcomers.at(gateway.port())) {
          for (int i = 0; i < PER_ADDRESS; i++) {
            answered += client.get(target(random), PATIENCE).status() == 200 ? 1 : 0;
          }
        }
      }
      reordered(gateway, arena, report);
      Load.Found found = load.stop();
      Findings all = found.all();
      Findings hits = all.where(sample -> sample.cacheStatus().startsWith("local; hit"));
      report.injected("requests for what does not exist", attacks);
      report.never("of them answered with 200", answered, "");
      report.atMost(
          "more entries of the local tier", entries(gateway) - entriesBefore, MOST_ENTRIES, "");
      report.atMost("more keys in Redis", keys(arena) - keysBefore, 0, "");
      report.atMost("engine calls", arena.engine().calls().size(), MOST_CALLS, "");
      report.atLeast("hit ratio of the others", 100.0 * hits.count() / all.count(), 95, "%");
      report.served(all, 250);
    }
  }

  /** A question with its parameters in any order is one question: one view, one engine call. */
  private static void reordered(Gateway gateway, Arena arena, Report report) throws IOException {
    Random random = new Random(7);
    DocumentKey closed = // of long ago, so that nothing but another order could bring a second call
        DocumentKey.candles(
            Market.SYMBOLS.get(0),
            Interval.ONE_MINUTE,
            OptionalLong.of(FROM),
            OptionalLong.of(TO),
            5);
    Set<String> views = new HashSet<>();
    int unanswered = 0;
    try (Client client = Newcomers.at(gateway.port())) {
      for (int i = 0; i < ORDERS; i++) {
        String filter = shuffled(random, ",", "score%3E1", "price%3E2", "coverage%3E=0");
        String table = shuffled(random, "&", "sort=-score", "limit=3", "filter=" + filter);
        String range = shuffled(random, "&", "interval=1m", "from=" + FROM, "to=" + TO, "limit=5");
        Answer rows = client.get("/api/market/symbols?" + table, PATIENCE);
        views.add(rows.header("ETag").orElse("none").replaceFirst(".*-", ""));
        Answer bars =
            client.get(
                "/api/market/%s/candles?%s".formatted(Market.SYMBOLS.get(0), range), PATIENCE);
        unanswered += rows.status() == 200 && bars.status() == 200 ? 0 : 1;
      }
    }
    report.exactly("reordered questions not answered", unanswered, 0, "of " + 2 * ORDERS);
    report.exactly("views made for them", views.size(), 1, "");
    report.exactly("engine calls for them", arena.engine().calls(closed), 1, "");
  }

  private static String shuffled(Random random, String between, String... parts) {
    List<String> shuffled = new ArrayList<>(List.of(parts));
    Collections.shuffle(shuffled, random);
    return String.join(between, shuffled);
  }

  private static String target(Random random) {
    String noise = HexFormat.of().toHexDigits(random.nextInt());
    String name = noise.toUpperCase(Locale.ROOT);
    List<String> targets =
        List.of(
            "/api/dashboard/overview?symbol=" + name,
            "/api/dashboard/overview?x" + noise + "=1",
            "/api/dashboard/confluence/" + name + "USDT",
            "/api/dashboard/confluence/btcusdt" + noise,
            "/api/market/" + name + "/book",
            "/api/market/" + name + "/candles",
            "/api/market/BTCUSDT/book?depth=" + (1_000 + random.nextInt(1 << 20)),
            "/api/market/symbols?sort=" + noise,
            "/api/market/symbols?limit=3&limit=" + noise,
            "/api/market/BTC%00" + name + "/book",
            "/api/market/X%0d%0aset%20" + noise + "/book",
            "/api/market/%E2%82%BF" + noise + "/book",
            "/api/Dashboard/Overview" + noise,
            "/api//dashboard/overview?" + noise,
            "/" + noise);
    return targets.get(random.nextInt(targets.size()));
  }

  private static long entries(Gateway gateway) throws IOException {
    return gateway.tier("local").path("entries").asLong();
  }

  private static long keys(Arena arena) throws IOException {
    try (RedisSocket redis = new RedisSocket(arena.redisPort(), PATIENCE_MS)) {
      return redis.ask("KEYS", "virtuoso:doc:*").parts().size();
    }
  }
}
