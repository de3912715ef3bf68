package io.virtuoso.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildTest {
  @TempDir Path logs;

  @Test
  void endsWhenAsked() throws Exception {
    Child child = start("exec sleep 600", Duration.ofMinutes(1));
    child.close();
    assertThat(child.isAlive()).isFalse();
    assertThat(child.isStopping()).isTrue();
    assertThat(child.obituary()).contains("part was ended by signal 15");
  }

  @Test
  void isMadeToEndWhenItDoesNotListen() throws Exception {
    Child child = start("trap '' TERM; echo deaf; while :; do sleep 600; done", Duration.ZERO);
    Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> child.obituary().contains("deaf"));
    List<ProcessHandle> below = ProcessHandle.of(child.pid()).orElseThrow().descendants().toList();
    child.close();
    assertThat(child.isAlive()).isFalse();
    assertThat(child.obituary()).contains("part was ended by signal 9");
    below.forEach(ProcessHandle::destroyForcibly);
  }

  @Test
  void itsObituaryHasTheEndOfItsLogWithoutStackFrames() throws Exception {
    Child child =
        start(
            "seq 1 20000; echo 'Port 80 may not be bound'; echo '	at io.virtuoso.Foo(Foo.java:1)';"
                + " echo '	... 26 more'; echo; exit 3",
            Duration.ZERO);
    child.onExit().get(1, TimeUnit.MINUTES);
    assertThat(child.isStopping()).isFalse();
    assertThat(child.obituary().lines())
        .hasSize(9)
        .first()
        .isEqualTo(
            "part ended with code 3; its log is " + logs.resolve("part.log") + ", which ends:");
    assertThat(child.obituary()).endsWith("20000\n    Port 80 may not be bound");
  }

  @Test
  void aSilentEndIsToldWithoutALog() throws Exception {
    Child child = start("exit 4", Duration.ZERO);
    child.onExit().get(1, TimeUnit.MINUTES);
    assertThat(child.obituary())
        .isEqualTo("part ended with code 4; its log is " + logs.resolve("part.log"));
  }

  @Test
  void seesItsEnvironmentAndAnInputThatIsAtItsEnd() throws Exception {
    Command command =
        new Command(List.of("sh", "-c", "cat; echo $COLOUR"), Map.of("COLOUR", "red"));
    Child child = Child.start("part", logs, logs, command, Duration.ZERO);
    child.onExit().get(1, TimeUnit.MINUTES);
    assertThat(child.obituary()).endsWith("red");
  }

  private Child start(String script, Duration grace) throws IOException {
    return Child.start(
        "part", logs, logs, new Command(List.of("sh", "-c", script), Map.of()), grace);
  }
}
