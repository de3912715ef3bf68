package io.virtuoso.engine.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.virtuoso.engine.inbound.tape.TapeLimits;
import io.virtuoso.engine.inbound.tape.TapeReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecorderTest {
  @TempDir Path folder;

  private static Recorder recorder(Path file) {
    return new Recorder(file, "live", TapeLimits.USUAL, _ -> List.of());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private Instant unbrokenSince(String name) throws IOException {
    return TapeHeader.of(folder.resolve(name)).unbrokenSince();
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
    try (Recorder recorder = recorder(folder.resolve(asked))) {
      recorder.append("bybit-linear", 0, 1, bytes("{\"a\":1}"));
      recorder.append("binance-spot", 0, 2, bytes("{\"b\":1}"));
      recorder.append("bybit-linear", 0, 3, bytes("{\"a\":2}"));
      assertThat(recorder.recorded()).isEqualTo(3);
    }
    assertThat(frames(folder.resolve(asked))).containsExactly("1{\"a\":1}", "3{\"a\":2}");
    assertThat(frames(folder.resolve(second))).containsExactly("2{\"b\":1}");
    assertThat(TapeHeader.of(folder.resolve(asked)).exchange()).isEqualTo("bybit-linear");
    assertThat(TapeHeader.of(folder.resolve(second)).exchange()).isEqualTo("binance-spot");
  }

  @Test
  void nothingIsCreatedBeforeTheFirstFrame() throws IOException {
    recorder(folder.resolve("never.tape")).close();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void whatExistsIsNotWrittenOverAndRecordingEnds() throws IOException {
    Path taken = Files.writeString(folder.resolve("taken.tape"), "mine");
    Recorder recorder = recorder(taken);
    recorder.append("binance-spot", 0, 1, bytes("{}"));
    recorder.append("binance-spot", 0, 2, bytes("{}"));
    assertThat(recorder.hasStopped()).isTrue();
    assertThat(recorder.recorded()).isZero();
    assertThat(taken).hasContent("mine");
  }

  @Test
  void aFolderThatIsNotThereEndsRecordingAndTheTapesBeforeItAreWhole() throws IOException {
    Path gone = Files.createDirectory(folder.resolve("gone"));
    Recorder recorder = recorder(gone.resolve("day.tape.gz"));
    recorder.append("bybit-linear", 0, 1, bytes("{}"));
    Path kept = Files.move(gone, folder.resolve("kept"));
    recorder.append("binance-spot", 0, 2, bytes("{}"));
    assertThat(recorder.hasStopped()).isTrue();
    recorder.append("bybit-linear", 0, 3, bytes("{}"));
    recorder.close();
    assertThat(recorder.recorded()).isEqualTo(1);
    assertThat(frames(kept.resolve("day.tape.gz"))).containsExactly("1{}");
  }

  private static final long SECOND = 1_000_000_000;
  private static final TapeLimits SMALL =
      new TapeLimits(1 << 16, Duration.ofMinutes(1), 1 << 18, 1_000);

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  @Test
  void aPartEndsWithItsTimeAndThePartsPlayOneBehindTheOther() throws IOException {
    try (Recorder recorder =
        new Recorder(folder.resolve("day.tape.zst"), "live", SMALL, _ -> List.of())) {
      for (int second = 0; second < 150; second++) {
        recorder.append("binance-spot", 1, second * SECOND, bytes("{\"n\":" + second + "}"));
        recorder.upkeep(second * SECOND);
      }
    }
    assertThat(names()).containsExactly("day.0002.tape.zst", "day.0003.tape.zst", "day.tape.zst");
    List<String> all = new ArrayList<>(frames(folder.resolve("day.tape.zst")));
    assertThat(all).hasSize(60);
    all.addAll(frames(folder.resolve("day.0002.tape.zst")));
    all.addAll(frames(folder.resolve("day.0003.tape.zst")));
    assertThat(all).hasSize(150).doesNotHaveDuplicates();
    assertThat(TapeReader.headerOf(folder.resolve("day.0003.tape.zst"))).contains("\"part\":3");
    assertThat(unbrokenSince("day.0003.tape.zst")).isEqualTo(unbrokenSince("day.tape.zst"));
  }

  @Test
  void theOldestPartsGiveWayAndTheWholeStaysBounded() throws IOException {
    byte[] frame = bytes("x".repeat(1_000));
    try (Recorder recorder =
        new Recorder(folder.resolve("day.tape"), "live", SMALL, _ -> List.of(), _ -> 1L << 40)) {
      for (int i = 0; i < 2_000; i++) {
        recorder.append("binance-spot", 1, i, frame);
        recorder.append("bybit-linear", 1, i, frame);
        if (i % 10 == 0) {
          recorder.upkeep(i * SECOND);
          assertThat(recorder.bytes()).isLessThanOrEqualTo(SMALL.totalBytes());
          assertThat(folderBytes()).isLessThanOrEqualTo(SMALL.totalBytes());
        }
      }
      assertThat(recorder.recorded()).isEqualTo(4_000);
      assertThat(recorder.partsRemoved()).isPositive();
    }
    assertThat(names()).doesNotContain("day.tape", "day.bybit-linear.tape");
    assertThat(frames(folder.resolve(names().getFirst()))).isNotEmpty();
  }

  private long folderBytes() throws IOException {
    long sum = 0;
    for (String name : names()) {
      sum += Files.size(folder.resolve(name));
    }
    return sum;
  }

  @Test
  void aFullDiskPausesTheRecordingUntilThereIsRoom() throws IOException {
    AtomicLong free = new AtomicLong(1L << 40);
    try (Recorder recorder =
        new Recorder(folder.resolve("day.tape"), "live", SMALL, _ -> List.of(), _ -> free.get())) {
      recorder.append("binance-spot", 1, 1, bytes("{}"));
      recorder.upkeep(0);
      free.set(999);
      recorder.upkeep(SECOND);
      assertThat(recorder.isPaused()).isTrue();
      recorder.append("binance-spot", 1, 2, bytes("{}"));
      free.set(1_500);
      recorder.upkeep(2 * SECOND);
      assertThat(recorder.isPaused()).isTrue(); // or it would go on and off
      free.set(1L << 40);
      recorder.upkeep(3 * SECOND);
      assertThat(recorder.isPaused()).isFalse();
      recorder.append("binance-spot", 1, 3, bytes("{}"));
      assertThat(recorder.recorded()).isEqualTo(2);
    }
    assertThat(frames(folder.resolve("day.tape"))).containsExactly("1{}");
    assertThat(frames(folder.resolve("day.0002.tape"))).containsExactly("3{}");
    assertThat(unbrokenSince("day.0002.tape")).isAfter(unbrokenSince("day.tape"));
  }

  @Test
  void whatIsRecordedIsOnTheDiskASecondLater() throws IOException {
    try (Recorder recorder = recorder(folder.resolve("day.tape.zst"))) {
      recorder.append("binance-spot", 1, 1, bytes("{}"));
      recorder.upkeep(0);
      recorder.append("binance-spot", 1, 2, bytes("{}"));
      recorder.upkeep(SECOND);
      Files.copy(folder.resolve("day.tape.zst"), folder.resolve("crashed.tape.zst"));
    }
    List<Long> times = new ArrayList<>();
    try (TapeReader reader = TapeReader.open(folder.resolve("crashed.tape.zst"), (_, _) -> {})) {
      while (reader.next()) {
        times.add(reader.receivedAtNanos());
      }
      assertThat(reader.isCutOff()).isTrue();
    }
    assertThat(times).containsExactly(1L, 2L);
  }
}
