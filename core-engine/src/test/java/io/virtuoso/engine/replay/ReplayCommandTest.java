package io.virtuoso.engine.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayCommandTest {
  private static final String TAPE =
      """
      1790000040.100 {"e":"trade","E":1790000040100,"s":"ETHUSDT","t":7,"p":"3000.5","q":"2.0","T":1790000040100,"m":false}
      1790000040.200 {"e":"trade","E":1790000040200,"s":"ETHUSDT","t":8,"p":"3001.25","q":"0.5","T":1790000040200,"m":true}
      1790000040.900 {"e":"trade","E":1790000040900,"s":"ETHUSDT","t":9,"p":"2999","q":"1","T":1790000040900,"m":false}
      """;

  @TempDir Path folder;

  private Path tape(String content) throws IOException {
    return Files.writeString(folder.resolve("tape"), content);
  }

  private static void refused(Command command, String message) {
    assertThat(command.err()).contains("deploy/replay: ").contains(message);
    assertThat(command.exit()).isEqualTo(2);
    assertThat(command.out()).isEmpty();
  }

  static Stream<Arguments> wrongOptions() {
    return Stream.of(
        Arguments.of("--tape PATH is needed", List.of()),
        Arguments.of("--tape needs a value", List.of("--tape")),
        Arguments.of("unknown option --tap;", List.of("--tap", "x")),
        Arguments.of("--verbose needs a value, or is unknown", List.of("--verbose")),
        Arguments.of("unknown exchange 'mtgox'", List.of("--tape", "x", "--exchange", "mtgox")),
        Arguments.of("--speed is a number above 0", List.of("--tape", "x", "--speed", "fast")),
        Arguments.of("--speed is a number above 0", List.of("--tape", "x", "--speed", "0")),
        Arguments.of("--speed is a number above 0", List.of("--tape", "x", "--speed", "-2")),
        Arguments.of("--speed is a number above 0", List.of("--tape", "x", "--speed", "NaN")),
        Arguments.of("--warmup is a number of frames", List.of("--tape", "x", "--warmup", "-1")),
        Arguments.of("--warmup is a number of frames", List.of("--tape", "x", "--warmup", "no")),
        Arguments.of("not the name of a file", List.of("--tape", "a\0b")));
  }

  @ParameterizedTest(name = "{1}: {0}")
  @MethodSource("wrongOptions")
  void aWrongOptionIsExplained(String message, List<String> options) {
    refused(Command.replay(options.toArray()), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"max", "Infinity", "1e300"})
  void speeds(String speed) throws IOException {
    assertThat(
            Command.replay("--tape", tape(TAPE), "--exchange", "binance-spot", "--speed", speed)
                .exit())
        .isZero();
  }

  @Test
  void speedIsAMultiple() throws ReplayOptions.Invalid {
    assertThat(ReplayOptions.parse("--tape", "x", "--speed", "2.5").speed()).isEqualTo(2.5);
    assertThat(ReplayOptions.parse("--tape", "x").speed()).isInfinite();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "-h"})
  void help(String option) {
    Command command = Command.replay("--tape", "absent", option);
    assertThat(command.exit()).isZero();
    assertThat(command.err()).isEmpty();
    assertThat(command.out())
        .contains("--tape", "--exchange", "--history", "--out", "--summary", "--speed")
        .contains("binance-spot, binance-usdm, bybit-linear");
  }

  @Test
  void aFileThatCannotBeUsedIsNamed() throws IOException {
    Path absent = folder.resolve("absent");
    Path tape = tape(TAPE);
    refused(Command.replay("--tape", absent), "no such file: " + absent);
    refused(
        Command.replay("--tape", absent, "--exchange", "binance-spot"), "no such file: " + absent);
    refused(
        Command.replay("--tape", tape, "--exchange", "binance-spot", "--history", absent),
        "no such file: " + absent);
    refused(
        Command.replay(
            "--tape", tape, "--exchange", "binance-spot", "--out", absent.resolve("out")),
        "no such file: " + absent.resolve("out"));
    refused(
        Command.replay(
            "--tape", tape, "--exchange", "binance-spot", "--summary", absent.resolve("s")),
        absent.resolve("s").toString());
    refused(
        Command.replay("--tape", folder, "--exchange", "binance-spot"),
        "no recording of binance-spot in " + folder);
    refused(Command.replay("--tape", tape), "name the exchange, one of binance-spot");
  }

  @Test
  void anOutputNeverWritesOverItsInput() throws IOException {
    Path tape = tape(TAPE);
    refused(
        Command.replay("--tape", tape, "--exchange", "binance-spot", "--out", tape),
        "an output would write over an input");
    refused(
        Command.replay("--tape", tape, "--exchange", "binance-spot", "--summary", tape),
        "an output would write over an input");
    assertThat(tape).hasContent(TAPE);
  }

  @Test
  void everyFormOfATapeGivesTheSame() throws IOException {
    byte[] content = TAPE.getBytes(StandardCharsets.UTF_8);
    Path gzip = folder.resolve("t.gz");
    try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(gzip))) {
      out.write(content);
    }
    Path zstd = Files.write(folder.resolve("t.zst"), Zstd.compress(content));
    Path jsonl = Files.writeString(folder.resolve("t.jsonl"), TAPE.replaceAll("(?m)^[0-9.]+ ", ""));
    Path told =
        Files.writeString(
            folder.resolve("told.tape"),
            "# virtuoso-tape {\"exchange\":\"binance-spot\"}\n" + TAPE);
    JsonNode plain = counted(tape(TAPE), "--exchange", "binance-spot");
    assertThat(plain.at("/candles/ETHUSDT/1m/0/volume").asText()).isEqualTo("3.5");
    assertThat(counted(gzip, "--exchange", "binance-spot")).isEqualTo(plain);
    assertThat(counted(zstd, "--exchange", "binance-spot")).isEqualTo(plain);
    assertThat(counted(jsonl, "--exchange", "binance-spot")).isEqualTo(plain);
    assertThat(counted(told)).isEqualTo(plain);
  }

  private JsonNode counted(Path tape, Object... more) throws IOException {
    JsonNode summary = Command.summary(folder, tape, more);
    ((ObjectNode) summary).remove("frames_per_second");
    return summary;
  }

  /** Sizes are contracts, whose value the tape's header tells; without it nothing can be said. */
  @Test
  void swapsAreTakenInWhenTheTapeTellsTheirContracts() throws IOException {
    String trade =
        """
        1 {"arg":{"channel":"trades","instId":"BTC-USDT-SWAP"},"data":[{"instId":"BTC-USDT-SWAP","tradeId":"7","px":"60000.1","sz":"25","side":"buy","ts":"1790000040100","count":"1"}]}
        """;
    String header = "# virtuoso-tape {\"exchange\":\"okx-swap\"%s}\n";
    JsonNode without = Command.summary(folder, tape(header.formatted("") + trade));
    assertThat(without.get("books")).isEmpty();
    JsonNode with =
        Command.summary(
            folder, tape(header.formatted(",\"contracts\":{\"BTC-USDT-SWAP\":\"0.01\"}") + trade));
    assertThat(with.at("/candles/BTCUSDT/1m/0/volume").asText()).isEqualTo("0.25");
  }

  @Test
  void damagedLinesAreCountedNamedAndPassedOver() throws IOException {
    List<String> lines = TAPE.lines().toList();
    Path tape =
        tape(
            String.join(
                "\n",
                lines.get(0),
                "what is this",
                lines.get(1).substring(0, 60),
                "1790000040.5"
                    + " {\"e\":\"trade\",\"E\":1790000040500,\"s\":\"ETHUSDT\",\"t\":8,\"p\":\"-1\","
                    + "\"q\":\"0.5\",\"T\":1790000040500,\"m\":true}",
                lines.get(1),
                "",
                "1790000041 {\"e\":\"tra",
                lines.get(2)));
    Path out = folder.resolve("summary.json");
    Command command =
        Command.replay("--tape", tape, "--exchange", "binance-spot", "--summary", out);
    assertThat(command.exit()).isZero();
    assertThat(command.err())
        .contains(
            tape + ", line 2: neither a time",
            tape + ", line 3: the frame was rejected",
            tape + ", line 4: the frame was rejected",
            tape + ", line 7: the frame was rejected")
        .doesNotContain("line 1:", "line 5:", "line 6:", "line 8:");
    JsonNode summary = Command.summary(folder, tape, "--exchange", "binance-spot");
    assertThat(summary.get("rejected").asInt()).isEqualTo(4);
    assertThat(summary.get("frames").asInt()).isEqualTo(6);
    assertThat(summary.at("/events/trade").asInt()).isEqualTo(3);
    assertThat(summary.get("drops").asInt()).isZero();
  }

  @Test
  void aFloodOfDamageIsCutOffOnTheScreenNotInTheCount() throws IOException {
    Path tape = tape("?\n".repeat(3_000) + TAPE);
    Command command = Command.replay("--tape", tape, "--exchange", "binance-spot");
    assertThat(command.err().lines().filter(line -> line.contains(", line "))).hasSize(1_000);
    assertThat(command.err()).contains("and more like these");
    assertThat(Command.summary(folder, tape, "--exchange", "binance-spot").get("rejected").asInt())
        .isEqualTo(3_000);
  }

  @Test
  void aTapeThatIsCutOffIsPlayedToItsLastWholeFrame() throws IOException {
    Path whole = folder.resolve("whole.gz");
    try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(whole))) {
      for (int i = 1; i <= 2_000; i++) {
        out.write(TAPE.replace("\"t\":", "\"t\":" + i).getBytes(StandardCharsets.UTF_8));
      }
    }
    byte[] bytes = Files.readAllBytes(whole);
    Path cut = Files.write(folder.resolve("cut.gz"), Arrays.copyOf(bytes, bytes.length * 2 / 3));
    Path told = folder.resolve("told.json");
    Command command =
        Command.replay("--tape", cut, "--exchange", "binance-spot", "--summary", told);
    assertThat(command.exit()).isEqualTo(1);
    JsonNode summary = new ObjectMapper().readTree(told.toFile());
    int frames = summary.get("frames").asInt();
    assertThat(frames).isBetween(1_000, 5_999);
    assertThat(command.err())
        .contains(cut + ", line " + (frames + 1) + ": the recording is cut off here");
    assertThat(summary.get("rejected").asInt()).isEqualTo(1);
  }

  @Test
  void aTapeThatIsDamagedIsAnErrorThatSaysWhere() throws IOException {
    Path whole = folder.resolve("whole.gz");
    try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(whole))) {
      out.write(TAPE.repeat(2_000).getBytes(StandardCharsets.UTF_8));
    }
    byte[] bytes = Files.readAllBytes(whole);
    bytes[bytes.length - 2] ^= 1; // of what the content is checked against
    Path damaged = Files.write(folder.resolve("damaged.gz"), bytes);
    refused(
        Command.replay("--tape", damaged, "--exchange", "binance-spot"),
        "damaged.gz is damaged behind line ");
  }

  @Test
  void theFirstFramesAreRunBeforehandAsOftenAsAsked() throws IOException {
    Path tape = tape(TAPE);
    Path told = folder.resolve("told.json");
    for (String[] asked : new String[][] {{"0", "0"}, {"10", "12"}, {"1000000", "120"}}) {
      Command.replay(
          "--tape", tape, "--exchange", "binance-spot", "--summary", told, "--warmup", asked[0]);
      assertThat(new ObjectMapper().readTree(told.toFile()).get("warmup_frames").asText())
          .isEqualTo(asked[1]);
    }
  }

  @Test
  void aHistoryThatIsNoneIsAnErrorThatSaysWhere() throws IOException {
    Path history = Files.writeString(folder.resolve("h.csv"), "60000,1,2,1,2,5\n120000,1,2\n");
    refused(
        Command.replay("--tape", tape(TAPE), "--exchange", "binance-spot", "--history", history),
        "h.csv, line 2");
  }

  @Test
  void anEmptyTapeIsNoError() throws IOException {
    JsonNode summary = Command.summary(folder, tape(""), "--exchange", "binance-spot");
    assertThat(summary.get("frames").asInt()).isZero();
    assertThat(summary.get("frames_per_second").asInt()).isZero();
    assertThat(summary.get("books")).isEmpty();
  }
}
