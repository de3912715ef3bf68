package io.virtuoso.storm.drill;

import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import io.virtuoso.storm.probe.Client;
import io.virtuoso.storm.probe.Findings;
import io.virtuoso.storm.standin.MemcachedSocket;
import io.virtuoso.storm.standin.RedisSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** R7: a value too long for Memcached, then a Memcached that hangs. */
final class MemcachedHang implements Drill {
  private static final Duration LOOK = Duration.ofSeconds(20);
  private static final int PATIENCE_MS = 5_000;
  private static final int LONG = 1_500_000;
  private static final int PIECE = 10_000;

  @Override
  public String code() {
    return "R7";
  }

  @Override
  public String title() {
    return "Memcached: too long a value, hang";
  }

  @Override
  public void run(Arena arena, Report report) throws Exception {
    tooLong(arena, report);
    hang(arena, report);
  }

  /** The last value that fitted must stay: Memcached itself would delete it. */
  private static void tooLong(Arena arena, Report report) throws Exception {
    DocumentKey key = DocumentKey.MARKET_OVERVIEW;
    try (MemcachedSocket memcached = new MemcachedSocket(arena.memcachedPort(), PATIENCE_MS);
        RedisSocket redis = new RedisSocket(arena.redisPort(), PATIENCE_MS)) {
      Patience.require("a value", LOOK, () -> memcached.get(key.stored()).length > 0);
      arena.publisher().moving(false);
      Thread.sleep(500);
      StoredDocument huge = arena.publisher().moment().document(key, Map.of("long", noise()));
      redis.send("SET", key.stored(), (Object) huge.encode());
      redis.receive();
      redis.ask("PUBLISH", "virtuoso:updates", key + " " + huge.version() + " " + huge.asOfMs());
      report.within(
          "the long document reaches a reader",
          Duration.ofSeconds(2),
          () -> arena.gateway().get("/api/market/overview").body().length > LONG);
      report.atLeast(
          "bytes of the value that fitted, in Memcached",
          memcached.get(key.stored()).length,
          1,
          "bytes");
      arena.publisher().moving(true);
      Patience.require(
          "the usual document", // the prober, like every reader of ours, takes none so long
          LOOK,
          () -> arena.gateway().get("/api/market/overview").body().length < LONG);
    }
  }

  /** Texts that no compression makes much shorter. */
  private static List<String> noise() {
    Random random = new Random(7);
    byte[] bytes = new byte[PIECE];
    List<String> pieces = new ArrayList<>();
    for (int length = 0; length < LONG; length += PIECE) {
      random.nextBytes(bytes);
      pieces.add(Base64.getEncoder().encodeToString(bytes));
    }
    return pieces;
  }

  private static void hang(Arena arena, Report report) throws Exception {
    Gateway gateway = arena.gateway();
    try (Load load = Load.on(gateway.port(), report);
        Client cold = Newcomers.at(gateway.port())) {
      arena.memcached().signal("STOP");
      Duration stopped = load.elapsed();
      Patience.require("a stopped Memcached", LOOK, () -> Arena.isStopped(arena.memcached()));
      report.injected("processes in state T", Arena.isStopped(arena.memcached()) ? 1 : 0);
      report.within(
          "breaker open",
          Duration.ofSeconds(1),
          () -> {
            cold.get(Load.cold().target(), Duration.ofSeconds(1));
            return !gateway.tier("memcached").path("breaker").asText().equals("closed")
                || gateway.tier("memcached").path("state").asText().equals("down");
          });
      Thread.sleep(report.scale().seconds(2, 60));
      Duration went = load.elapsed();
      arena.memcached().signal("CONT");
      Load.Found found = load.stop();
      Findings during = found.overviews().between(stopped, went);
      report.served(found.all(), 250);
      report.p99("p99 meanwhile: no event loop waits", during, 50);
    }
  }
}
