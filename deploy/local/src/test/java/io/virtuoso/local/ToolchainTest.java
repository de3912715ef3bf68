package io.virtuoso.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The shell functions of {@code deploy/lib/toolchain.sh}, in a checkout with a space in its name.
 */
class ToolchainTest {
  private static final Path REAL = Path.of(System.getProperty("virtuoso.root", "../.."));

  @TempDir Path folder;
  private Path root;

  private record Outcome(int code, String text) {}

  @BeforeEach
  void checkOut() throws IOException {
    root = folder.resolve("a checkout");
    Files.createDirectories(root.resolve("deploy/lib"));
    for (String script : List.of("lib/toolchain.sh", "up", "check", "replay", "record")) {
      Path copy = root.resolve("deploy").resolve(script);
      Files.copy(REAL.resolve("deploy").resolve(script), copy);
      Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    for (String module : List.of("common-model", "core-engine", "web-gateway")) {
      Files.createDirectories(root.resolve(module).resolve("src/main/java"));
    }
    for (String module : List.of("simulator", "local", "storm", "bench/stream-bench")) {
      Files.createDirectories(root.resolve("deploy").resolve(module));
    }
    Files.createDirectories(root.resolve(".mvn"));
    Files.writeString(root.resolve("pom.xml"), "<project/>");
    Files.writeString(root.resolve("common-model/src/main/java/A.java"), "class A {}");
  }

  @Test
  void withoutAJdkItNamesTheOneToInstallAndFails() throws Exception {
    Outcome outcome = run("jdk_candidates() { :; }; may_install() { false; }; need_jdk; echo on");
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.text())
        .contains("No JDK 25 or newer found", "openjdk-25-jdk-headless", "JAVA_HOME")
        .doesNotContain("on\n");
  }

  @Test
  void theFirstJdkThatIsNewEnoughIsTaken() throws Exception {
    Path old = jdk("old", "17.0.1");
    Path right = jdk("right one", "25");
    Path later = jdk("later", "27-ea");
    Path broken = Files.createDirectories(folder.resolve("broken"));
    Outcome outcome =
        run(
            "jdk_candidates() { printf '%%s\\n' '%s' '%s' '%s' '%s'; }; need_jdk; echo $JAVA_HOME"
                .formatted(old, broken, right, later));
    assertThat(outcome).isEqualTo(new Outcome(0, right + "\n"));
  }

  @Test
  void javaHomeComesBeforeEverythingElse() throws Exception {
    Path mine = jdk("mine", "26");
    assertThat(run("JAVA_HOME='" + mine + "'; find_jdk")).isEqualTo(new Outcome(0, mine + "\n"));
  }

  @Test
  void whatIsMissingAndMayNotBeInstalledIsNamed() throws Exception {
    Outcome outcome =
        run("may_install() { false; }; need_command no-such-thing some-package 'to build'");
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.text())
        .contains(
            "'no-such-thing' is missing; it is needed to build", "apt-get install some-package");
  }

  @Test
  void theFingerprintFollowsSourcesAndNothingElse() throws Exception {
    String before = fingerprint();
    write("common-model/target/classes/A.class", "1");
    write("web-gateway/src/main/web/node_modules/x/index.js", "1");
    write("core-engine/src/test/java/T.java", "1");
    write("README.md", "1");
    assertThat(fingerprint()).isEqualTo(before);
    write("common-model/src/main/java/A.java", "class A { }");
    String changed = fingerprint();
    assertThat(changed).isNotEqualTo(before);
    write("common-model/src/main/java/B.java", "");
    assertThat(fingerprint()).isNotEqualTo(changed);
    Files.delete(root.resolve("common-model/src/main/java/B.java"));
    write("common-model/src/main/java/A.java", "class A {}");
    assertThat(fingerprint()).isEqualTo(before);
  }

  @Test
  void aBuildCountsUntilTheSourcesChangeOrOneIsCutShort() throws Exception {
    for (String jar :
        List.of(
            "core-engine/target/quarkus-app/quarkus-run.jar",
            "web-gateway/target/quarkus-app/quarkus-run.jar",
            "deploy/local/target/local.jar")) {
      write(jar, "");
    }
    String built = "is_built && echo built || echo old";
    assertThat(run(built).text()).isEqualTo("old\n");
    assertThat(
            run("make_state; begin_build; end_build \"$(sources_fingerprint)\"; " + built).text())
        .isEqualTo("built\n");
    assertThat(run("begin_build; " + built).text()).isEqualTo("old\n");
    assertThat(run("begin_build").text()).contains("cut short: building afresh");
    assertThat(root.resolve("core-engine/target")).doesNotExist();
  }

  @Test
  void nobodyBuildsUnderARunningProgram() throws Exception {
    Outcome outcome =
        run("lock -s; (exec 9>&-; lock -s && echo shared; exec 9>&-; lock_for_building)");
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.text()).startsWith("shared\n").contains("stop it first");
  }

  @Test
  void aFailedDownloadIsToldFromAFailedTest() throws Exception {
    write("log", "[ERROR] Could not transfer artifact a:b:1: Unknown host\n");
    assertThat(run("explain_maven_failure log").text()).contains("could not download", "network");
    write("log", "[ERROR] A.java:[1,2] cannot find symbol\n[ERROR] -> [Help 1]\n");
    assertThat(run("explain_maven_failure log").text())
        .contains("cannot find symbol", "The build failed")
        .doesNotContain("Help 1", "network");
  }

  @Test
  void helpNeedsNothingInstalled() throws Exception {
    for (String command : List.of("up", "check", "replay", "record")) {
      Outcome outcome = bash("PATH=/usr/bin:/bin JAVA_HOME= deploy/" + command + " --help");
      assertThat(outcome.code()).as(command).isZero();
      assertThat(outcome.text()).startsWith("Usage: deploy/" + command).doesNotContain("▸");
    }
  }

  private String fingerprint() throws Exception {
    Outcome outcome = run("sources_fingerprint");
    assertThat(outcome.code()).isZero();
    return outcome.text();
  }

  private Path jdk(String name, String version) throws IOException {
    Path home = folder.resolve(name);
    Path javac = Files.createDirectories(home.resolve("bin")).resolve("javac");
    Files.writeString(javac, "#!/bin/sh\necho javac " + version + "\n");
    Files.setPosixFilePermissions(javac, PosixFilePermissions.fromString("rwxr-xr-x"));
    return home;
  }

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private Outcome run(String script) throws Exception {
    return bash("set -euo pipefail; . deploy/lib/toolchain.sh; " + script);
  }

  private Outcome bash(String script) throws Exception {
    Process bash =
        new ProcessBuilder("bash", "-c", script)
            .directory(root.toFile())
            .redirectErrorStream(true)
            .start();
    bash.getOutputStream().close();
    String text = new String(bash.getInputStream().readAllBytes(), UTF_8);
    assertThat(bash.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return new Outcome(bash.exitValue(), text);
  }
}
