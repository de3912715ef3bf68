package io.virtuoso.engine.inbound.tape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.feed.TapeHeader;
import io.virtuoso.model.Symbol;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TapeTest {
  private static final Instant STARTED = Instant.parse("2026-11-22T21:00:00Z");

  private static final TapeDescription DESCRIPTION =
      new TapeDescription("bybit-linear", "live", STARTED, STARTED, 1, List.of());

  @TempDir Path folder;

  /** A line as read. */
  record Line(long number, long receivedAtNanos, String frame) {}

  private final List<Long> damaged = new ArrayList<>();

  private List<Line> read(Path file) throws IOException {
    List<Line> lines = new ArrayList<>();
    damaged.clear();
    try (TapeReader tape = TapeReader.open(file, (line, _) -> damaged.add(line))) {
      while (tape.next()) {
        String frame =
            new String(tape.buffer(), tape.offset(), tape.length(), StandardCharsets.UTF_8);
        lines.add(new Line(tape.lineNumber(), tape.receivedAtNanos(), frame));
      }
      assertThat(tape.damagedLines()).isEqualTo(damaged.size());
    }
    return lines;
  }

  private Path file(String content) throws IOException {
    return Files.writeString(folder.resolve("tape"), content);
  }

  private static void append(TapeWriter tape, long time, String frame) throws IOException {
    byte[] bytes = ("<<" + frame + ">>").getBytes(StandardCharsets.UTF_8);
    tape.append(time, 0, bytes, 2, bytes.length - 4);
  }

  @Test
  void timesInNanosecondsOrSecondsOrNone() throws IOException {
    assertThat(
            read(
                file(
                    """
                    # somebody else's tape
                    1790000000123456789 {"a":1}
                    1790000000.063357#12 {"a":2}

                    {"a":3}
                    1790000000.1234567899 [4]
                    0 pong\r
                    7 last\
                    """)))
        .containsExactly(
            new Line(2, 1790000000123456789L, "{\"a\":1}"),
            new Line(3, 1790000000063357000L, "{\"a\":2}"),
            new Line(5, -1, "{\"a\":3}"),
            new Line(6, 1790000000123456789L, "[4]"),
            new Line(7, 0, "pong"),
            new Line(8, 7, "last"));
    assertThat(damaged).isEmpty();
  }

  @Test
  void aLineThatNothingEndsIsNoFrameOnATapeOfOurs() throws IOException {
    assertThat(read(file("# virtuoso-tape {}\n1 {}\n2 {}"))).containsExactly(new Line(2, 1, "{}"));
    assertThat(damaged).containsExactly(3L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "123",
        "123 ",
        "123{}",
        "12x {}",
        "1.2.3 {}",
        "-5 {}",
        "5#x {}",
        "5#1x {}",
        "5#1",
        "5#1234567890123456789 {}",
        " {}",
        "99999999999999999999 {}",
        "99999999999.5 {}",
        ". {}",
        "\0\0"
      })
  void damagedLinesAreToldAndSkipped(String line) throws IOException {
    assertThat(read(file("1 {}\n" + line + "\n2 {}\n")))
        .containsExactly(new Line(1, 1, "{}"), new Line(3, 2, "{}"));
    assertThat(damaged).containsExactly(2L);
  }

  @Test
  void emptyFilesHaveNoFrames() throws IOException {
    assertThat(read(file(""))).isEmpty();
    assertThat(read(file("\n\n"))).isEmpty();
  }

  @Test
  void longFramesAreReadAndEndlessOnesSkipped() throws IOException {
    String large = "{\"a\":\"" + "x".repeat(3_000_000) + "\"}";
    Path file = folder.resolve("large");
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(("1 " + large + "\n2 ").getBytes(StandardCharsets.UTF_8));
      byte[] megabyte = new byte[1 << 20];
      Arrays.fill(megabyte, (byte) 'x');
      for (int i = 0; i < 70; i++) {
        out.write(megabyte);
      }
      out.write("\n3 {}\n".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(read(file)).containsExactly(new Line(1, 1, large), new Line(3, 3, "{}"));
    assertThat(damaged).containsExactly(2L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"new.tape", "new.tape.gz", "new.tape.zst"})
  void whatIsWrittenIsRead(String name) throws IOException {
    Path file = folder.resolve(name);
    List<Line> expected = new ArrayList<>();
    try (TapeWriter tape = TapeWriter.create(file, DESCRIPTION)) {
      for (int i = 0; i < 5_000; i++) {
        String frame = "{\"n\":" + i + ",\"pad\":\"" + "é".repeat(i % 200) + "\"}";
        append(tape, 1_790_000_000_000_000_000L + i, frame);
        expected.add(new Line(i + 2, 1_790_000_000_000_000_000L + i, frame));
      }
      append(tape, 0, "{\n\"a\":\r\n1}");
      expected.add(new Line(5_002, 0, "{ \"a\":  1}"));
      append(tape, Long.MAX_VALUE, "x".repeat(200_000));
      expected.add(new Line(5_003, Long.MAX_VALUE, "x".repeat(200_000)));
    }
    assertThat(read(file)).isEqualTo(expected);
  }

  @Test
  void headerTellsWhatIsOnTheTape() throws IOException {
    Path file = folder.resolve("new.tape");
    Instrument swap =
        new Instrument(
            "okx-swap", "BTC-USDT-SWAP", new Symbol("BTCUSDT"), 1, 4, new BigDecimal("0.010"));
    Instrument odd = new Instrument("okx-swap", "a\"b\\c\n", new Symbol("AB"), 0, 0);
    TapeWriter.create(
            file,
            new TapeDescription(
                "okx-swap",
                "simulated",
                STARTED,
                STARTED.minusSeconds(7_200),
                3,
                List.of(swap, odd)))
        .close();
    assertThat(file)
        .hasContent(
            """
            # virtuoso-tape {"exchange":"okx-swap","source":"simulated","started":"2026-11-22T21:00:00Z","unbroken_since":"2026-11-22T19:00:00Z","part":3,"clock":"wall clock of the recorder, ns since the epoch","symbols":["BTC-USDT-SWAP","a\\"b\\\\c\\u000a"],"contracts":{"BTC-USDT-SWAP":"0.01"}}
            """);
    assertThat(TapeHeader.of(file).exchange()).isEqualTo("okx-swap");
    assertThat(TapeHeader.of(file).started()).isEqualTo(STARTED);
    assertThat(TapeHeader.of(file).unbrokenSince()).isEqualTo("2026-11-22T19:00:00Z");
    assertThat(TapeHeader.of(file).contracts())
        .isEqualTo(Map.of("BTC-USDT-SWAP", new BigDecimal("0.01")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "x", "1e99", "1e-99"})
  void contractsWithoutAValueAreRefused(String value) throws IOException {
    Path file = file("# virtuoso-tape {\"contracts\":{\"A-B-SWAP\":\"" + value + "\"}}\n");
    assertThatThrownBy(() -> TapeHeader.of(file).contracts())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no contract value");
  }

  /** Frames, times and connections of all sizes, drawn anew from a seed. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whateverIsWrittenIsRead(long seed) throws IOException {
    Random random = new Random(seed);
    String[] ends = {"", ".gz", ".zst"};
    Path file = folder.resolve("t.tape" + ends[random.nextInt(ends.length)]);
    record Sent(long time, long connection, String frame) {}
    List<Sent> sent = new ArrayList<>();
    try (TapeWriter tape = TapeWriter.create(file, DESCRIPTION)) {
      for (int i = 0; i < 400; i++) {
        long time = random.nextLong() >>> (1 + random.nextInt(63));
        long connection = random.nextBoolean() ? 0 : random.nextLong() >>> (5 + random.nextInt(59));
        byte[] frame = new byte[1 + random.nextInt(1 << random.nextInt(18))];
        for (int k = 0; k < frame.length; k++) {
          frame[k] = (byte) (' ' + random.nextInt(95));
        }
        tape.append(time, connection, frame, 0, frame.length);
        sent.add(new Sent(time, connection, new String(frame, StandardCharsets.US_ASCII)));
        if (random.nextInt(50) == 0) {
          tape.flush();
        }
      }
    }
    List<Sent> read = new ArrayList<>();
    try (TapeReader tape = TapeReader.open(file, (line, why) -> damaged.add(line))) {
      while (tape.next()) {
        read.add(
            new Sent(
                tape.receivedAtNanos(),
                tape.connection(),
                new String(
                    tape.buffer(), tape.offset(), tape.length(), StandardCharsets.US_ASCII)));
      }
    }
    assertThat(read).isEqualTo(sent);
    assertThat(damaged).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"new.tape", "new.tape.gz", "new.tape.zst"})
  void flushedFramesAreInTheFileBeforeItIsClosed(String name) throws IOException {
    Path file = folder.resolve(name);
    Path copy = folder.resolve("copy");
    try (TapeWriter tape = TapeWriter.create(file, DESCRIPTION)) {
      append(tape, 5, "{}");
      tape.flush();
      Files.copy(file, copy);
    }
    List<Line> lines = new ArrayList<>();
    try (TapeReader tape = TapeReader.open(copy, (_, _) -> {})) {
      assertThat(tape.next()).isTrue();
      lines.add(new Line(tape.lineNumber(), tape.receivedAtNanos(), "{}"));
    }
    assertThat(lines).containsExactly(new Line(2, 5, "{}"));
  }

  @Test
  void existingTapesAreNeverOverwritten() throws IOException {
    Path file = file("1 {}\n");
    assertThatThrownBy(() -> TapeWriter.create(file, DESCRIPTION))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(file).hasContent("1 {}\n");
  }

  @Test
  void framesNeedATime() throws IOException {
    try (TapeWriter tape = TapeWriter.create(folder.resolve("t"), DESCRIPTION)) {
      assertThatThrownBy(() -> append(tape, -1, "{}")).isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  @Test
  void gzipMayHaveSeveralMembersAndAnyName() throws IOException {
    Path file = folder.resolve("joined.txt");
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(gzip("1 {}\n2 {\"a\""));
      out.write(gzip(":1}\n3 {}\n"));
    }
    assertThat(read(file))
        .containsExactly(new Line(1, 1, "{}"), new Line(2, 2, "{\"a\":1}"), new Line(3, 3, "{}"));
  }

  /** Cut at every byte, as by a crash: what is read is what was written, up to the cut. */
  @ParameterizedTest
  @ValueSource(strings = {"t.tape", "t.tape.gz", "t.tape.zst"})
  void cutTapesAreReadUpToTheLastWholeFrame(String name) throws IOException {
    Path file = folder.resolve(name);
    List<Line> written = new ArrayList<>();
    List<Integer> wholeUpTo = new ArrayList<>(); // bytes in the file, after each flush
    try (TapeWriter tape = TapeWriter.create(file, DESCRIPTION)) {
      for (int i = 0; i < 40; i++) {
        String frame = "{\"n\":" + i * 7_919L + '}';
        append(tape, i, frame);
        written.add(new Line(i + 2, i, frame));
        if (i % 8 == 7) {
          tape.flush();
          wholeUpTo.add((int) Files.size(file));
        }
      }
    }
    byte[] whole = Files.readAllBytes(file);
    Path cut = folder.resolve("cut");
    for (int length = 0; length < whole.length; length++) {
      Files.write(cut, Arrays.copyOf(whole, length));
      List<Line> read = read(cut);
      assertThat(read).as("cut at %d", length).isEqualTo(written.subList(0, read.size()));
      int flushed = 0;
      while (flushed < wholeUpTo.size() && wholeUpTo.get(flushed) <= length) {
        flushed++;
      }
      assertThat(read).as("cut at %d", length).hasSizeGreaterThanOrEqualTo(flushed * 8);
      assertThat(damaged).hasSizeLessThanOrEqualTo(1);
    }
    assertThat(read(file)).isEqualTo(written);
    assertThat(damaged).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {".gz", ".zst"})
  void damagedCompressedTapesSaySo(String suffix) throws IOException {
    Path file = folder.resolve("whole.tape" + suffix);
    try (TapeWriter tape = TapeWriter.create(file, DESCRIPTION)) {
      for (int i = 0; i < 20_000; i++) {
        append(tape, i, "{\"n\":" + i * 7919L + "}");
      }
    }
    byte[] damage = Files.readAllBytes(file);
    damage[damage.length - 2] ^= 1; // of what the content is checked against
    Path bad = folder.resolve("bad.tape" + suffix);
    Files.write(bad, damage);
    assertThatThrownBy(() -> read(bad))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("bad.tape" + suffix)
        .hasMessageContaining("line");
  }

  @Test
  void missingFilesSaySo() {
    assertThatThrownBy(() -> read(folder.resolve("nowhere")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("nowhere");
  }
}
