package io.virtuoso.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.virtuoso.engine.inbound.tape.TapeReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecorderTest {
  @TempDir Path folder;

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static List<String> frames(Path tape) throws IOException {
    List<String> frames = new ArrayList<>();
    try (TapeReader reader =
        TapeReader.open(
            tape,
            (line, reason) -> {
              throw new AssertionError(line + reason);
            })) {
      while (reader.next()) {
        frames.add(
            reader.receivedAtNanos()
                + new String(
                    reader.buffer(), reader.offset(), reader.length(), StandardCharsets.UTF_8));
      }
    }
    return frames;
  }

  @ParameterizedTest
  @CsvSource({
    "day.tape.zst, day.binance-spot.tape.zst",
    "day.tape.gz, day.binance-spot.tape.gz",
    "day, day.binance-spot",
    "2026.11.tape, 2026.binance-spot.11.tape"
  })
  void oneTapeForEachVenueNamedAfterIt(String asked, String second) throws IOException {
    try (Recorder recorder = new Recorder(folder.resolve(asked), "live")) {
      recorder.append("bybit-linear", 1, bytes("{\"a\":1}"));
      recorder.append("binance-spot", 2, bytes("{\"b\":1}"));
      recorder.append("bybit-linear", 3, bytes("{\"a\":2}"));
      assertThat(recorder.recorded()).isEqualTo(3);
    }
    assertThat(frames(folder.resolve(asked))).containsExactly("1{\"a\":1}", "3{\"a\":2}");
    assertThat(frames(folder.resolve(second))).containsExactly("2{\"b\":1}");
    assertThat(TapeHeader.exchangeOf(folder.resolve(asked))).isEqualTo("bybit-linear");
    assertThat(TapeHeader.exchangeOf(folder.resolve(second))).isEqualTo("binance-spot");
  }

  @Test
  void nothingIsCreatedBeforeTheFirstFrame() throws IOException {
    new Recorder(folder.resolve("never.tape"), "live").close();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void whatExistsIsNotWrittenOverAndRecordingEnds() throws IOException {
    Path taken = Files.writeString(folder.resolve("taken.tape"), "mine");
    Recorder recorder = new Recorder(taken, "live");
    recorder.append("binance-spot", 1, bytes("{}"));
    recorder.append("binance-spot", 2, bytes("{}"));
    assertThat(recorder.hasStopped()).isTrue();
    assertThat(recorder.recorded()).isZero();
    assertThat(taken).hasContent("mine");
  }

  @Test
  void aFolderThatIsNotThereEndsRecordingAndTheTapesBeforeItAreWhole() throws IOException {
    Path gone = Files.createDirectory(folder.resolve("gone"));
    Recorder recorder = new Recorder(gone.resolve("day.tape.gz"), "live");
    recorder.append("bybit-linear", 1, bytes("{}"));
    Path kept = Files.move(gone, folder.resolve("kept"));
    recorder.append("binance-spot", 2, bytes("{}"));
    assertThat(recorder.hasStopped()).isTrue();
    recorder.append("bybit-linear", 3, bytes("{}"));
    recorder.close();
    assertThat(recorder.recorded()).isEqualTo(1);
    assertThat(frames(kept.resolve("day.tape.gz"))).containsExactly("1{}");
  }
}
