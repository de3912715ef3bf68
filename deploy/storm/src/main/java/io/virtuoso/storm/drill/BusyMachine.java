package io.virtuoso.storm.drill;

import io.virtuoso.local.process.Child;
import io.virtuoso.local.process.Leash;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Programs that want two cores for themselves: stress-ng, or shells where there is none. */
final class BusyMachine implements AutoCloseable {
  private static final int CORES = 2;

  private final List<Child> busy = new ArrayList<>();

  BusyMachine(Arena arena) throws IOException {
    if (Leash.onPath("stress-ng").isPresent()) {
      start(arena, List.of("stress-ng", "--cpu", "" + CORES));
    } else {
      for (int i = 0; i < CORES; i++) {
        start(arena, List.of("sh", "-c", "while :; do :; done"));
      }
    }
  }

  private void start(Arena arena, List<String> words) throws IOException {
    busy.add(arena.start("busy-" + busy.size(), arena.tied(words)));
  }

  /** How many of its programs run. */
  long running() {
    return busy.stream().filter(Child::isAlive).count();
  }

  @Override
  public void close() {
    busy.forEach(Child::close);
  }
}
