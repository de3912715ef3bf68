package io.virtuoso.storm.drill;

import io.virtuoso.storm.probe.Answer;
import io.virtuoso.storm.probe.Client;
import io.virtuoso.storm.probe.Findings;
import io.virtuoso.storm.probe.Verdict;
import io.virtuoso.storm.proxy.Injection;
import io.virtuoso.storm.proxy.Toxic;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * R8: Redis and Memcached are away and the engine hangs: the gateway's own memory is all there is,
 * until what it holds is too old to be shown.
 */
final class AllDown implements Drill {
  @Override
  public String code() {
    return "R8";
  }

  @Override
  public String title() {
    return "all caches down, core hangs";
  }

  @Override
  public void run(Arena arena, Report report) throws Exception {
    Duration drop = report.scale().seconds(5, 90);
    Map<String, String> settings =
        Map.of(GatewayDefaults.limit("dashboard_data", "drop"), GatewayDefaults.text(drop));
    try (Gateway gateway = arena.startGateway("gateway-forgetful", settings)) {
      arena.awaitFresh(gateway);
      try (Load load = Load.on(gateway.port(), report);
          Client client = Newcomers.at(gateway.port())) {
        Duration patience = report.scale().deadline();
        arena.toEngine().inject(Injection.of(new Toxic.Blackhole(Duration.ZERO)));
        arena.toRedis().inject(Injection.of(new Toxic.Down()));
        arena.toMemcached().inject(Injection.of(new Toxic.Down()));
        Duration down = load.elapsed();
        Answer last = client.get(Load.OVERVIEW.target(), patience);
        Duration age = Duration.between(last.asOf(), Instant.now());
        Thread.sleep(drop.plus(Duration.ofMillis(2_500)));
        Answer refusal = client.get(Load.OVERVIEW.target(), patience);
        Answer page = client.get("/", patience);
        Load.Found found = load.stop();
        report.injected("tiers cut", arena.toRedis().counters().injected("down"));
        report.injected("calls held", arena.toEngine().counters().injected("blackhole"));
        Duration gone = down.plus(drop).minus(age); // nothing newer reaches it from then on
        Findings shown = found.overviews().between(down, gone.minus(Duration.ofSeconds(1)));
        report.served(shown, 250);
        Findings after = found.overviews().after(gone.plus(Duration.ofSeconds(1)));
        report.exactly(
            "refused once it is too old", after.count(Verdict.REFUSED), after.count(), "");
        report.exactly("status then", refusal.status(), 503, "");
        report.exactly("it says why", isReasoned(refusal) ? 1 : 0, 1, "");
        report.exactly("the page is there all the same", isPage(page) ? 1 : 0, 1, "");
        report.note("its last copy was " + age.toMillis() + " ms old when all went down");
        report.note("page: " + page.status() + ", " + page.body().length + " bytes");
      }
    }
  }

  private static boolean isReasoned(Answer answer) throws IOException {
    return answer.header("Content-Type").orElse("").startsWith("application/problem+json")
        && answer.header("Retry-After").isPresent()
        && answer.text().contains("detail");
  }

  /** Not blank: a page with its header, whatever it can say about the market. */
  private static boolean isPage(Answer page) {
    return (page.status() == 200 || page.status() == 503)
        && page.header("Content-Type").orElse("").startsWith("text/html")
        && page.text().contains("<body");
  }
}
