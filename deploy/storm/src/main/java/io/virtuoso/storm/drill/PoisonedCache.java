package io.virtuoso.storm.drill;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.virtuoso.model.wire.Announcement;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import io.virtuoso.storm.probe.Answer;
import io.virtuoso.storm.probe.Client;
import io.virtuoso.storm.probe.Judge;
import io.virtuoso.storm.probe.Route;
import io.virtuoso.storm.probe.Verdict;
import io.virtuoso.storm.standin.Market;
import io.virtuoso.storm.standin.MemcachedSocket;
import io.virtuoso.storm.standin.RedisSocket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/** C7: somebody else writes into the tiers, and odd headers try to change what others get. */
final class PoisonedCache implements Drill {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int PATIENCE_MS = 5_000;
  private static final String POISON = "poison";

  /** When candles are no longer live. */
  private static final Duration SOFT = Duration.ofSeconds(1);

  private static final long VERSIONS_PER_MS = 1_000;

  /** The flag under which Java clients store serialised objects. */
  private static final int SERIALISED = 1;

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
    int seen = 0;
    int wrong = 0;
    double slowest = 0;
    double refusedBefore = arena.gateway().metric("virtuoso_tier_refused_total");
    Map<String, Function<DocumentKey, byte[]>> poisons = poisons();
    try (Client client = Newcomers.at(arena.gateway().port());
        RedisSocket redis = new RedisSocket(arena.redisPort(), PATIENCE_MS);
        MemcachedSocket memcached = new MemcachedSocket(arena.memcachedPort(), PATIENCE_MS)) {
      for (Map.Entry<String, Function<DocumentKey, byte[]>> poison : poisons.entrySet()) {
        Route route = Load.cold(); // the local tier cannot have it
        String key = route.key().orElseThrow().stored();
        byte[] value = poison.getValue().apply(route.key().orElseThrow());
        redis.send("SET", key, (Object) value);
        redis.receive();
        memcached.set(key, SERIALISED, value);
        long sentMs = System.currentTimeMillis();
        long began = System.nanoTime();
        Answer answer = client.get(route.target(), PATIENCE);
        slowest = Math.max(slowest, (System.nanoTime() - began) / 1e6);
        Judge.Judgement judgement =
            GatewayDefaults.judge().judge(route, answer, sentMs, System.currentTimeMillis());
        seen += answer.text().contains(POISON) ? 1 : 0;
        wrong += judgement.verdict() == Verdict.LIVE ? 0 : 1;
        if (judgement.verdict() != Verdict.LIVE) {
          report.note(poison.getKey() + ": " + judgement.verdict() + " " + judgement.reason());
        }
      }
      older(client, redis, memcached, report);
      report.exactly("bodies that odd headers changed", changedByHeaders(arena, client), 0, "");
    }
    report.injected("poisons planted in each tier", poisons.size());
    report.never("poison seen by users", seen, "of " + poisons.size());
    report.exactly("answers that were not fresh and right", wrong, 0, "of " + poisons.size());
    report.within("slowest refetch", slowest, 1_000);
    report.atLeast(
        "refused by the tiers, by their count",
        arena.gateway().metric("virtuoso_tier_refused_total") - refusedBefore,
        poisons.size(),
        "");
    // in Redis only the engine writes: what it publishes next replaces the poison
    report.never("bad left in Memcached", new TierScan(arena).badInMemcached(), "");
  }

  /** A second writer that is behind: a version before the one that readers already have. */
  private static void older(
      Client client, RedisSocket redis, MemcachedSocket memcached, Report report)
      throws IOException, InterruptedException {
    Route route = Load.cold();
    DocumentKey key = route.key().orElseThrow();
    Judge.Judgement first = ask(client, route);
    long firstMs = first.version() / VERSIONS_PER_MS;
    byte[] value = stored(key, firstMs - 1_000);
    redis.send("SET", key.stored(), (Object) value);
    redis.receive();
    memcached.set(key.stored(), 0, value);
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
        () -> !new String(memcached.get(key.stored()), UTF_8).contains(POISON));
  }

  private static Judge.Judgement ask(Client client, Route route) throws IOException {
    long sentMs = System.currentTimeMillis();
    Answer answer = client.get(route.target(), PATIENCE);
    return GatewayDefaults.judge().judge(route, answer, sentMs, System.currentTimeMillis());
  }

  private static Map<String, Function<DocumentKey, byte[]>> poisons() throws IOException {
    DocumentKey other = new DocumentKey("candles/OTHERUSDT/1m/_-_-1");
    byte[] serialised = serialised();
    Map<String, Function<DocumentKey, byte[]>> poisons = new LinkedHashMap<>();
    poisons.put("garbage", _ -> ("x" + POISON).repeat(50).getBytes(UTF_8));
    poisons.put("plain JSON", _ -> ("{\"data\":{\"" + POISON + "\":1}}").getBytes(UTF_8));
    poisons.put("__proto__", _ -> ("{\"__proto__\":{\"" + POISON + "\":1}}").getBytes(UTF_8));
    poisons.put("another key", _ -> stored(other, System.currentTimeMillis()));
    poisons.put("one hour ahead", key -> stored(key, System.currentTimeMillis() + 3_600_000));
    poisons.put("one hour old", key -> stored(key, System.currentTimeMillis() - 3_600_000));
    poisons.put("a flipped bit", key -> flipped(stored(key, System.currentTimeMillis())));
    poisons.put("serialised Java", _ -> serialised);
    poisons.put("2 MB", _ -> POISON.repeat(350_000).getBytes(UTF_8));
    return poisons;
  }

  private static byte[] flipped(byte[] bytes) {
    bytes[bytes.length - 3] ^= 1;
    return bytes;
  }

  private static byte[] stored(DocumentKey key, long asOfMs) {
    StoredDocument document = new Market(asOfMs).document(key, Map.of(POISON, true));
    return document.encode();
  }

  private static byte[] serialised() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(new ArrayList<>(List.of(POISON)));
    }
    return bytes.toByteArray();
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
