package io.virtuoso.engine.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.virtuoso.engine.feed.Recorder;
import io.virtuoso.engine.inbound.tape.TapeLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A recording in parts is replayed as if it were one tape. */
class ReplayPartsTest {
  private static final long START_MS = 1_790_000_040_000L;
  private static final int MESSAGES = 150;
  private static final TapeLimits A_MINUTE =
      new TapeLimits(1 << 16, Duration.ofMinutes(1), 1 << 18, 1_000);

  @TempDir Path folder;
  private Path parts;

  @BeforeEach
  void makeFolder() throws IOException {
    parts = Files.createDirectory(folder.resolve("parts"));
  }

  /** A book that gets a bid a second, the first message being its snapshot. */
  private static String book(int second) {
    return """
    {"topic":"orderbook.200.BTCUSDT","type":"%s","ts":%d,"cts":%d,"data":{"s":"BTCUSDT","b":[["%d","1"]],"a":[["%d","1"]],"u":%d,"seq":%d}}\
    """
        .formatted(
            second == 0 ? "snapshot" : "delta",
            START_MS + second * 1_000L,
            START_MS + second * 1_000L,
            10_000 + second,
            20_000 + second,
            second + 2,
            second + 100);
  }

  private static void recordInto(Path file, String venue, TapeLimits limits) {
    recordInto(file, venue, limits, 0, MESSAGES);
  }

  private static void recordInto(Path file, String venue, TapeLimits limits, int from, int to) {
    try (Recorder recorder = new Recorder(file, "live", limits, _ -> List.of())) {
      for (int second = from; second < to; second++) {
        recorder.append(
            venue,
            1,
            (START_MS + second * 1_000L) * 1_000_000,
            book(second).getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  /** What a replay comes to but for its speed, with every document that it published. */
  private List<Object> replayed(Object... options) throws IOException {
    Path out = folder.resolve("out");
    Path summary = folder.resolve("summary");
    List<Object> all = new ArrayList<>(List.of("--out", out, "--summary", summary, "--warmup", 0));
    all.addAll(List.of(options));
    Command command = Command.replay(all.toArray());
    assertThat(command.exit()).as(command.err()).isZero();
    JsonNode told = new ObjectMapper().readTree(summary.toFile());
    ((ObjectNode) told).remove("frames_per_second");
    return List.of(told, Files.readString(out), command.err().contains("does not follow"));
  }

  private static JsonNode summary(List<Object> replayed) {
    return (JsonNode) replayed.getFirst();
  }

  @Test
  void aFolderOfPartsIsOneTape() throws IOException {
    recordInto(folder.resolve("whole.tape.zst"), "bybit-linear", TapeLimits.USUAL);
    recordInto(parts.resolve("day.tape.zst"), "bybit-linear", A_MINUTE);
    Files.writeString(parts.resolve("notes"), "no tape");
    try (Stream<Path> files = Files.list(parts)) {
      assertThat(files).hasSize(4);
    }
    List<Object> whole = replayed("--tape", folder.resolve("whole.tape.zst"));
    assertThat(summary(whole).get("frames").asInt()).isEqualTo(MESSAGES);
    assertThat(summary(whole).at("/books/BTCUSDT/state").asText()).isEqualTo("live");
    assertThat(summary(whole).at("/books/BTCUSDT/sequence").asInt()).isEqualTo(MESSAGES + 1);
    assertThat(replayed("--tape", parts)).isEqualTo(whole);
    assertThat(
            replayed(
                "--tape", parts.resolve("day.tape.zst"),
                "--tape", parts.resolve("day.0002.tape.zst"),
                "--tape", parts.resolve("day.0003.tape.zst")))
        .isEqualTo(whole);
  }

  @Test
  void nothingIsTrustedBehindAMissingPart() throws IOException {
    recordInto(parts.resolve("day.tape.zst"), "bybit-linear", A_MINUTE);
    Files.delete(parts.resolve("day.0002.tape.zst"));
    List<Object> replayed = replayed("--tape", parts);
    assertThat(replayed.getLast()).isEqualTo(true);
    assertThat(summary(replayed).get("frames").asInt()).isEqualTo(90);
    assertThat(summary(replayed).at("/books/BTCUSDT/state").asText()).isEqualTo("syncing");
  }

  @Test
  void anotherRecordingBeginsWithoutBooks() throws IOException {
    recordInto(parts.resolve("z.tape"), "bybit-linear", TapeLimits.USUAL, 0, 75);
    recordInto(parts.resolve("a.tape"), "bybit-linear", TapeLimits.USUAL, 75, MESSAGES);
    List<Object> replayed = replayed("--tape", parts);
    assertThat(replayed.getLast()).isEqualTo(true);
    assertThat(summary(replayed).get("frames").asInt()).isEqualTo(MESSAGES);
    assertThat(summary(replayed).at("/books/BTCUSDT/state").asText())
        .as("who knows what came in between")
        .isEqualTo("syncing");
  }

  @Test
  void theSecondPartOfAnotherRecordingDoesNotFollow() throws IOException {
    recordInto(parts.resolve("a.tape"), "bybit-linear", TapeLimits.USUAL, 0, 75);
    recordInto(parts.resolve("b.tape"), "bybit-linear", A_MINUTE);
    List<Object> replayed =
        replayed("--tape", parts.resolve("a.tape"), "--tape", parts.resolve("b.0002.tape"));
    assertThat(replayed.getLast()).isEqualTo(true);
    assertThat(summary(replayed).at("/books/BTCUSDT/state").asText()).isEqualTo("syncing");
  }

  @Test
  void onlyTheVenueThatIsNamedIsTakenFromAFolder() throws IOException {
    recordInto(parts.resolve("first.tape"), "bybit-linear", TapeLimits.USUAL);
    recordInto(parts.resolve("second.tape"), "bybit-spot", TapeLimits.USUAL);
    Command unclear = Command.replay("--tape", parts);
    assertThat(unclear.exit()).isEqualTo(2);
    assertThat(unclear.err()).contains("tapes of bybit-linear, bybit-spot: name the exchange");
    assertThat(summary(replayed("--tape", parts, "--exchange", "bybit-spot")).get("frames").asInt())
        .isEqualTo(MESSAGES);
    Command over =
        Command.replay(
            "--tape", parts, "--exchange", "bybit-spot", "--out", parts.resolve("second.tape"));
    assertThat(over.exit()).isEqualTo(2);
    assertThat(over.err()).contains("an output would write over an input");
  }
}
