package io.virtuoso.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.virtuoso.local.process.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {
  private static final PortPlan PORTS = new PortPlan(1, 2, 3, 4, 5, 6, 7);

  @TempDir Path root;

  @Test
  void addressesOfStoresAreInTheEnvironmentOnly() throws Exception {
    Commands commands = commands("--feed", "simulated", "--symbols", "BTCUSDT");
    Command engine = commands.engine("127.0.0.1:7", "a note");
    Command gateway = commands.gateway(true);
    assertThat(Stream.of(engine, gateway).flatMap(command -> command.words().stream()))
        .noneMatch(word -> word.matches("(?i).*(redis://|password|secret|token|127.0.0.1:[56]).*"));
    assertThat(engine.environment()).containsEntry("VIRTUOSO_REDIS", "redis://127.0.0.1:5");
    assertThat(gateway.environment())
        .containsEntry("VIRTUOSO_REDIS", "redis://127.0.0.1:5")
        .containsEntry("VIRTUOSO_ENGINE", "http://127.0.0.1:3")
        .containsEntry("VIRTUOSO_MEMCACHED", "127.0.0.1:6");
    assertThat(commands.gateway(false).environment()).containsEntry("VIRTUOSO_MEMCACHED", "");
  }

  @Test
  void theEngineIsToldItsFeed() throws Exception {
    assertThat(commands().engine(null, null).words())
        .contains(
            "-Dvirtuoso.feed.source=live",
            "-Dquarkus.http.port=3",
            "-Dquarkus.management.port=4",
            "-Djava.io.tmpdir=" + root.resolve("tmp"))
        .noneMatch(word -> word.contains("endpoint") || word.contains("symbols"));
    assertThat(commands().engine("127.0.0.1:7", "No exchange answered.").words())
        .as("the replacement of a live feed says that it is simulated")
        .contains(
            "-Dvirtuoso.feed.source=simulated",
            "-Dvirtuoso.feed.endpoint=127.0.0.1:7",
            "-Dvirtuoso.feed.note=No exchange answered.");
  }

  @Test
  void aTapeIsNamedInFull() throws Exception {
    Path tape = Files.writeString(root.resolve("tape"), "1 {}\n");
    String relative = Path.of("").toAbsolutePath().relativize(tape).toString();
    assertThat(
            commands("--feed", "replay", "--tape", relative, "--speed", "max")
                .engine(null, null)
                .words())
        .contains("-Dvirtuoso.feed.source=replay", "-Dvirtuoso.feed.speed=Infinity")
        .filteredOn(word -> word.startsWith("-Dvirtuoso.feed.tape=/"))
        .singleElement()
        .satisfies(word -> assertThat(Path.of(word.split("=", 2)[1]).normalize()).isEqualTo(tape));
  }

  @Test
  void everyPartListensOnThisMachineOnly() throws Exception {
    Commands commands = commands();
    assertThat(commands.redis(Path.of("/bin/redis"), root).words())
        .startsWith("/bin/redis")
        .containsSubsequence("--bind", "127.0.0.1");
    assertThat(commands.memcached(Path.of("/bin/memcached")).words())
        .containsSubsequence("-l", "127.0.0.1", "-p", "6", "-U", "0");
  }

  @Test
  void jarsAreThoseOfTheCheckout() throws Exception {
    List<String> words = commands().gateway(true).words();
    assertThat(words.subList(words.size() - 2, words.size()))
        .containsExactly(
            "-jar", root.resolve("web-gateway/target/quarkus-app/quarkus-run.jar").toString());
  }

  private Commands commands(String... arguments) throws Options.Invalid {
    return new Commands(root, root.resolve("tmp"), Options.parse(arguments), PORTS);
  }
}
