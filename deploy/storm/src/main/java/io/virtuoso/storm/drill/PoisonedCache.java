package io.virtuoso.storm.drill;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.virtuoso.model.wire.Announcement;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.storm.probe.Answer;
import io.virtuoso.storm.probe.Client;
import io.virtuoso.storm.probe.Judge;
import io.virtuoso.storm.probe.Route;
import io.virtuoso.storm.probe.Verdict;
import io.virtuoso.storm.standin.MemcachedSocket;
import io.virtuoso.storm.standin.RedisSocket;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** C7: somebody else writes into the tiers, and odd headers try to change what others get. */
final class PoisonedCache implements Drill {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int PATIENCE_MS = 5_000;

  /** When candles are no longer live. */
  private static final Duration SOFT = Duration.ofSeconds(1);

  private static final long VERSIONS_PER_MS = 1_000;

  @Override
  public String code() {
    return "C7";
  }

  @Override
  public String title() {
    return "two writers, poisoned tiers";
  }

  @Override
  public void run(Arena arena, Report report) throws Exception {
    try (Client client = Newcomers.at(arena.gateway().port());
        RedisSocket redis = new RedisSocket(arena.redisPort(), PATIENCE_MS);
        MemcachedSocket memcached = new MemcachedSocket(arena.memcachedPort(), PATIENCE_MS)) {
      List<PoisonedTier> tiers =
          List.of(
              new PoisonedTier(
                  "redis",
                  arena.gateway(),
                  (key, _, value) -> {
                    redis.send("SET", key, (Object) value);
                    return redis.receive().error().isEmpty();
                  },
                  key -> redis.ask("GET", key).bytes()),
              new PoisonedTier(
                  "memcached",
                  arena.gateway(),
                  (key, flags, value) -> memcached.set(key, flags, value).equals("STORED"),
                  memcached::get));
      poisoned(client, tiers, report);
      older(client, redis, memcached, report);
      report.exactly("bodies that odd headers changed", changedByHeaders(arena, client), 0, "");
    }
    report.never("bad left in Memcached", new TierScan(arena).badInMemcached(), "");
  }

  /** Each in every tier at once, under a key that the local tier cannot have. */
  private static void poisoned(Client client, List<PoisonedTier> tiers, Report report)
      throws Exception {
    List<Poison> poisons = Poison.all();
    int seen = 0;
    int wrong = 0;
    double slowest = 0;
    for (Poison poison : poisons) {
      Route route = Load.cold();
      DocumentKey key = route.key().orElseThrow();
      byte[] value = poison.value().apply(key);
      for (PoisonedTier tier : tiers) {
        if (!tier.plant(key.stored(), poison, value)) {
          report.note(tier.name() + " itself does not take " + poison.name());
        }
      }
      long sentMs = System.currentTimeMillis();
      long began = System.nanoTime();
      Answer answer = client.get(route.target(), PATIENCE);
      slowest = Math.max(slowest, (System.nanoTime() - began) / 1e6);
      Judge.Judgement judgement =
          GatewayDefaults.judge().judge(route, answer, sentMs, System.currentTimeMillis());
      seen += answer.text().contains(Poison.MARK) ? 1 : 0;
      wrong += judgement.verdict() == Verdict.LIVE ? 0 : 1;
      if (judgement.verdict() != Verdict.LIVE) {
        report.note(poison.name() + ": " + judgement.verdict() + " " + judgement.reason());
      }
      if (!poison.believable()) {
        for (PoisonedTier tier : tiers) {
          tier.awaitGone(key.stored(), value);
        }
      }
    }
    report.never("poison seen by users", seen, "of " + poisons.size());
    report.exactly("answers that were not fresh and right", wrong, 0, "of " + poisons.size());
    report.within("slowest refetch", slowest, 1_000);
    for (PoisonedTier tier : tiers) {
      tier.tell(report);
    }
  }

  /** A second writer that is behind: a version before the one that readers already have. */
  private static void older(
      Client client, RedisSocket redis, MemcachedSocket memcached, Report report)
      throws IOException, InterruptedException {
    Route route = Load.cold();
    DocumentKey key = route.key().orElseThrow();
    Judge.Judgement first = ask(client, route);
    long firstMs = first.version() / VERSIONS_PER_MS;
    byte[] value = Poison.stored(key, firstMs - 1_000);
    redis.send("SET", key.stored(), (Object) value);
    redis.receive();
    memcached.set(key.stored(), Poison.OURS, value);
    redis.ask(
        "PUBLISH",
        Announcement.CHANNEL,
        new Announcement(key, (firstMs - 1_000) * VERSIONS_PER_MS, firstMs - 1_000).encode());
    List<Judge.Judgement> later = new ArrayList<>();
    report.within(
        "a newer version behind the older one", // as soon as the copy at hand is due
        SOFT.plusSeconds(1),
        () -> {
          later.add(ask(client, route));
          return later.getLast().version() > first.version();
        });
    long back =
        later.stream()
            .filter(each -> each.version() < first.version() && each.version() >= 0)
            .count();
    report.never("answers with the older version", back, "of " + later.size());
    report.within(
        "the older version gone from Memcached", // which is written behind the answer
        Duration.ofSeconds(1),
        () -> !new String(memcached.get(key.stored()), UTF_8).contains(Poison.MARK));
  }

  private static Judge.Judgement ask(Client client, Route route) throws IOException {
    long sentMs = System.currentTimeMillis();
    Answer answer = client.get(route.target(), PATIENCE);
    return GatewayDefaults.judge().judge(route, answer, sentMs, System.currentTimeMillis());
  }

  /** The same version must have the same bytes whatever a client sends beside its question. */
  private static int changedByHeaders(Arena arena, Client client)
      throws IOException, InterruptedException {
    arena.publisher().moving(false);
    Thread.sleep(Duration.ofSeconds(1));
    Answer plain = client.get(Load.OVERVIEW.target(), PATIENCE);
    Random random = new Random(7);
    int changed = 0;
    for (int i = 0; i < 20; i++) {
      Map<String, String> headers = new LinkedHashMap<>();
      for (String name :
          List.of(
              "X-Forwarded-Host",
              "X-Forwarded-Proto",
              "X-Original-URL",
              "X-Rewrite-URL",
              "X-HTTP-Method-Override",
              "Forwarded",
              "Accept-Language",
              "X-Forwarded-Prefix")) {
        if (random.nextBoolean()) {
          headers.put(name, "evil-" + HexFormat.of().toHexDigits(random.nextInt()) + ".example");
        }
      }
      Answer answer =
          client.ask(
              "GET", Load.OVERVIEW.target(), headers, System.nanoTime() + PATIENCE.toNanos());
      boolean same =
          answer.header("ETag").equals(plain.header("ETag")) && answer.text().equals(plain.text());
      changed += same ? 0 : 1;
    }
    arena.publisher().moving(true);
    return changed;
  }
}
