package io.virtuoso.storm.drill;

import io.virtuoso.storm.probe.Answer;
import io.virtuoso.storm.probe.Client;
import java.time.Duration;
import java.time.Instant;

/** R9: new versions are stored and every announcement of one is lost; heartbeats still arrive. */
final class Unannounced implements Drill {
  private static final Duration LOOK = Duration.ofMillis(20);

  @Override
  public String code() {
    return "R9";
  }

  @Override
  public String title() {
    return "announcements lost";
  }

  @Override
  public void run(Arena arena, Report report) throws Exception {
    Gateway gateway = arena.gateway();
    Duration oldest = Duration.ZERO;
    long before = arena.publisher().unannounced();
    arena.publisher().announcing(false);
    try (Load load = Load.on(gateway.port(), report);
        Client client = Newcomers.at(gateway.port())) {
      Duration end = report.scale().seconds(5, 60);
      while (load.elapsed().compareTo(end) < 0) {
        Answer shown = client.get(Load.OVERVIEW.target(), report.scale().deadline());
        Duration age = Duration.between(shown.asOf(), Instant.now());
        oldest = age.compareTo(oldest) > 0 ? age : oldest;
        Thread.sleep(LOOK);
      }
      report.served(load.stop().all(), 250);
    }
    report.injected("documents nobody was told of", arena.publisher().unannounced() - before);
    // what is shown has a successor one beat after its own moment
    report.within("a newer one was there unseen", oldest.minus(Arena.BEAT), Duration.ofSeconds(2));
  }
}
