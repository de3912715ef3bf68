package io.virtuoso.storm.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OtherProgramsTest {
  private static final long DRILL = 7;
  private static final long GATEWAY = 8;

  @TempDir Path proc;
  private OtherPrograms others;

  @BeforeEach
  void firstLook() throws IOException {
    machine("1000 200 300 4000 50 60 70 80 0 0");
    process(DRILL, "java", 100, 10, 0, 0);
    process(GATEWAY, "java) x (y", 50, 5, 0, 0);
    others = new OtherPrograms(proc, () -> List.of(DRILL, GATEWAY));
  }

  @Test
  void whatOurProcessesUseIsNotTheOthers() throws IOException {
    machine("1060 200 340 4100 50 60 70 80 0 0"); // 200 ticks, 100 of them busy
    process(DRILL, "java", 130, 20, 0, 0);
    process(GATEWAY, "java) x (y", 90, 25, 0, 0);

    assertThat(others.percent()).isZero();
  }

  @Test
  void theRestIsTheirs() throws IOException {
    machine("1030 270 340 4150 60 65 75 90 0 0"); // 320 ticks: 150 busy, 10 of them the host's
    process(DRILL, "java", 120, 10, 0, 0);
    process(GATEWAY, "java) x (y", 60, 5, 0, 0);

    assertThat(others.percent()).isEqualTo(100.0 * (150 - 30) / 320);
  }

  @Test
  void whoHasEndedIsCountedByHisParent() throws IOException {
    machine("1080 200 300 4120 50 60 70 80 0 0"); // 200 ticks, 80 busy
    Files.delete(proc.resolve(Long.toString(GATEWAY)).resolve("stat"));
    process(DRILL, "java", 110, 10, 110, 15); // the gateway's 55 and 70 more

    assertThat(others.percent()).isZero();
  }

  @Test
  void countersThatDoNotMoveAreNoShare() throws IOException {
    assertThat(others.percent()).isZero();
  }

  private void machine(String counters) throws IOException {
    Files.writeString(proc.resolve("stat"), "cpu  " + counters + "\ncpu0 1 1 1 1\n");
  }

  private void process(long pid, String name, long user, long system, long theirs, long theirSystem)
      throws IOException {
    Path folder = Files.createDirectories(proc.resolve(Long.toString(pid)));
    Files.writeString(
        folder.resolve("stat"),
        "%d (%s) S 1 1 1 0 -1 0 1 2 3 4 %d %d %d %d 20 0 30"
            .formatted(pid, name, user, system, theirs, theirSystem));
  }
}
