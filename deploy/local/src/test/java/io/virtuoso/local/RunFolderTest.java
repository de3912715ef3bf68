package io.virtuoso.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
  @TempDir Path state;

  @Test
  void removesWhatKilledRunsLeftAndNothingElse() throws Exception {
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    Path abandoned = state.resolve("run-" + ended.pid());
    Files.createDirectories(abandoned.resolve("deep"));
    Files.writeString(abandoned.resolve("deep/file"), "x");
    Path running = Files.createDirectories(state.resolve("run-1"));
    Path other = Files.createDirectories(state.resolve("run-of-something"));

    Path own = RunFolder.create(state);

    assertThat(own).isDirectory();
    assertThat(abandoned).doesNotExist();
    assertThat(running).isDirectory();
    assertThat(other).isDirectory();
    RunFolder.remove(own);
    assertThat(own).doesNotExist();
  }
}
