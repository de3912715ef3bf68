package io.virtuoso.storm.drill;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** G7: a stream that says too much, a hundred messages a second. */
final class LoudStreams implements Drill {
  private static final Duration LOOK = Duration.ofSeconds(10);
  private static final int PER_SECOND = 100;
  private static final int SECONDS = 5;
  private static final int POLICY_VIOLATION = 1008;

  @Override
  public String code() {
    return "G7";
  }

  @Override
  public String title() {
    return "a stream that says too much";
  }

  @Override
  public void run(Arena arena, Report report) throws Exception {
    int port = arena.gateway().port();
    try (Load load = Load.on(port, report);
        Watcher other = new Watcher(port)) {
      other.awaitMessage(LOOK);
      report.exactly("close code at 100 messages/s", afterMany(port, report), POLICY_VIOLATION, "");
      report.exactly("other streams closed", other.closeCode() == 0 ? 0 : 1, 0, "");
      report.served(load.stop().all(), 250);
    }
  }

  private static int afterMany(int port, Report report) throws InterruptedException {
    try (Watcher loud = new Watcher(port)) {
      loud.awaitMessage(LOOK);
      long began = System.nanoTime();
      int said = 0;
      while (said < PER_SECOND * SECONDS && loud.says("{\"op\":\"ping\"}")) {
        said++;
        long due = began + said * TimeUnit.SECONDS.toNanos(1) / PER_SECOND;
        LockSupport.parkNanos(due - System.nanoTime());
      }
      report.injected("messages said", said);
      Patience.until(LOOK, () -> loud.closeCode() > 0);
      return loud.closeCode();
    }
  }
}
