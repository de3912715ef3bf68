package io.virtuoso.engine.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One run of {@code deploy/replay} inside the test. */
record Command(int exit, String out, String err) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static Command replay(Object... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exit =
        Replay.run(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Arrays.stream(arguments).map(String::valueOf).toArray(String[]::new));
    return new Command(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** Runs a tape to its end, warmed up no more than a test needs, and tells its summary. */
  static JsonNode summary(Path folder, Path tape, Object... more) throws IOException {
    Path summary = folder.resolve("summary.json");
    List<Object> arguments =
        new ArrayList<>(List.of("--tape", tape, "--summary", summary, "--warmup", 1));
    arguments.addAll(List.of(more));
    Command command = replay(arguments.toArray());
    assertThat(command.exit).as(command.err).isZero();
    return JSON.readTree(summary.toFile());
  }
}
