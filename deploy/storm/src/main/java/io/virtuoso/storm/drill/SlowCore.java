package io.virtuoso.storm.drill;

import io.virtuoso.storm.probe.Answer;
import io.virtuoso.storm.probe.Client;
import io.virtuoso.storm.proxy.Direction;
import io.virtuoso.storm.proxy.Injection;
import io.virtuoso.storm.proxy.Toxic;
import java.io.IOException;
import java.time.Duration;

/** C3: every answer of the engine takes one to three seconds, and nothing is published. */
final class SlowCore implements Drill {
  private static final int KEYS = 10;
  private static final double BULKHEAD = 10;
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  @Override
  public String code() {
    return "C3";
  }

  @Override
  public String title() {
    return "slow core";
  }

  @Override
  public void run(Arena arena, Report report) throws Exception {
    arena.toEngine().counters().forgetMostOpen();
    try (Load load = Load.on(arena.gateway().port(), report)) {
      arena.publisher().alive(false);
      arena.publisher().moving(false);
      arena
          .toEngine()
          .inject(
              Injection.of(
                  new Toxic.Latency(Duration.ofSeconds(2), Duration.ofSeconds(1)), Direction.DOWN));
      Thread.sleep(report.scale().seconds(6, 60));
      report.injected("late pieces", arena.toEngine().counters().injected("latency"));
      arena.toEngine().heal();
      arena.publisher().moving(true);
      report.within(
          "8 of 10 cold keys answered again",
          Duration.ofSeconds(30),
          () -> answered(arena.gateway().port()) >= KEYS * 0.8);
      Load.Found found = load.stop();
      report.served(found.all(), 250);
      report.atMost(
          "connections to the engine", arena.toEngine().counters().mostOpen(), BULKHEAD, "");
    }
  }

  /** By somebody new each time: whoever asks as often as this is soon refused for that. */
  private static int answered(int port) throws IOException {
    int good = 0;
    try (Client client = Newcomers.at(port)) {
      for (int i = 0; i < KEYS; i++) {
        Answer answer = client.get(Load.cold().target(), PATIENCE);
        good += answer.status() == 200 ? 1 : 0;
      }
    }
    return good;
  }
}
