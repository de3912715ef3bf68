package io.virtuoso.storm.drill;

import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.storm.probe.Answer;
import io.virtuoso.storm.probe.Client;
import io.virtuoso.storm.probe.Route;
import io.virtuoso.storm.standin.Manner;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** C4: the engine answers with everything but the document. */
final class CorruptAnswers implements Drill {
  private static final Duration PATIENCE = Duration.ofSeconds(4);
  private static final Set<Manner> BAD =
      EnumSet.complementOf(EnumSet.of(Manner.HONEST, Manner.LATE));

  /** So many good answers before each bad one keep the breaker closed: here each is to be tried. */
  private static final int GOOD_ONES = 6;

  private static final int MOST_TOLD = 200;

  @Override
  public String code() {
    return "C4";
  }

  @Override
  public String title() {
    return "partial, corrupt and wrong answers";
  }

  @Override
  public void run(Arena arena, Report report) throws Exception {
    double failedBefore = arena.gateway().metric("virtuoso_engine_total{outcome=\"failed\"");
    int honest = 0;
    int forwarded = 0;
    int refused = 0;
    try (Load load = Load.on(arena.gateway().port(), report);
        Client client = Newcomers.at(arena.gateway().port())) {
      for (Manner manner : BAD) {
        for (int i = 0; i < GOOD_ONES; i++) {
          Answer good = client.get(Load.cold().target(), PATIENCE);
          honest += good.status() == 200 ? 1 : 0;
          report.note(good.status() == 200 ? "" : "between: " + told(good));
        }
        Route route = Load.cold();
        int before = arena.engine().answered(manner);
        Optional<DocumentKey> victim = route.key();
        arena
            .engine()
            .behave(key -> victim.filter(key::equals).isPresent() ? manner : Manner.HONEST);
        Answer answer = client.get(route.target(), PATIENCE);
        forwarded += answer.status() == 200 ? 1 : 0;
        refused += answer.status() == 503 && answer.header("Retry-After").isPresent() ? 1 : 0;
        report.injected(manner.name(), arena.engine().answered(manner) - before);
        report.note(answer.status() == 503 ? "" : manner + ": " + told(answer));
      }
      Load.Found found = load.stop();
      report.served(found.all(), 250);
    }
    report.exactly("good answers between", honest, GOOD_ONES * BAD.size(), "");
    report.never("bad answers forwarded", forwarded, "of " + BAD.size());
    report.exactly("answered with 503 and Retry-After", refused, BAD.size(), "");
    report.never("bad documents in the tiers", new TierScan(arena).bad(), "");
    double failed = arena.gateway().metric("virtuoso_engine_total{outcome=\"failed\"");
    report.atLeast("counted as failures", failed - failedBefore, BAD.size(), "");
  }

  private static String told(Answer answer) {
    String text = answer.text();
    return answer.status() + " " + text.substring(0, Math.min(text.length(), MOST_TOLD));
  }
}
