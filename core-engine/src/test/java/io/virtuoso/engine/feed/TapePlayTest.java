package io.virtuoso.engine.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.virtuoso.engine.Patience;
import io.virtuoso.engine.inbound.tape.TapeReader;
import io.virtuoso.model.document.Feed;
import io.virtuoso.model.document.FeedState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TapePlayTest {
  @TempDir Path folder;

  private Path tape(String content) throws IOException {
    return Files.writeString(folder.resolve("t.tape"), content);
  }

  @ParameterizedTest
  @ValueSource(strings = {"binance-spot", "binance-usdm", "bybit-linear"})
  void theHeaderTellsTheExchange(String venue) throws IOException {
    String header =
        "# virtuoso-tape {\"exchange\":\"%s\",\"source\":\"live\"}\n1 {}\n".formatted(venue);
    assertThat(TapeHeader.of(tape(header)).exchange()).isEqualTo(venue);
    Path packed = folder.resolve("packed");
    try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write(header.getBytes(StandardCharsets.UTF_8));
    }
    assertThat(TapeHeader.of(packed).exchange()).isEqualTo(venue);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "1 {}\n", "# virtuoso-tape {\"exchange\":\"mtgox\"}\n", "# hello\n{}\n"})
  void aHeaderThatDoesNotTellIsRefusedWithTheNamesThatWouldDo(String content) throws IOException {
    Path tape = tape(content);
    assertThatThrownBy(() -> TapeHeader.of(tape).exchange())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("binance-spot, binance-usdm, bybit-linear");
  }

  @Test
  void fullSpeedNeverWaits() throws InterruptedException {
    TapePace pace = new TapePace(Double.POSITIVE_INFINITY);
    Thread.currentThread().interrupt(); // any wait would end with an exception
    pace.await(0);
    pace.await(Long.MAX_VALUE);
    pace.await(TapeReader.UNKNOWN_TIME);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void framesWithoutATimeAreDueAtOnceAndOthersAreWaitedFor() throws InterruptedException {
    TapePace pace = new TapePace(1);
    Thread.currentThread().interrupt();
    pace.await(TapeReader.UNKNOWN_TIME);
    pace.await(1_000_000_000);
    pace.await(900_000_000);
    assertThatThrownBy(() -> pace.await(Long.MAX_VALUE / 2))
        .isInstanceOf(InterruptedException.class);
  }

  @Test
  void aTapeIsAFeedThatEnds() throws IOException, InterruptedException {
    Path tape =
        tape(
            """
            # virtuoso-tape {"exchange":"binance-spot"}
            5 {"a":1}
            nonsense
            6 {"a":2}
            """);
    TapeFeed feed = new TapeFeed(tape, null, Double.POSITIVE_INFINITY);
    assertThat(feed.feeds(_ -> 0))
        .containsExactly(new Feed("binance-spot", FeedState.LIVE, null, null));
    FrameQueue queue = new FrameQueue();
    feed.start(queue);
    List<String> heard = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      if (queue.poll(60_000) instanceof FrameQueue.Frame frame) {
        heard.add(frame.receivedAtNanos() + new String(frame.text(), StandardCharsets.UTF_8));
      }
    }
    assertThat(heard).containsExactly("5{\"a\":1}", "6{\"a\":2}");
    Patience.await()
        .untilAsserted(() ->
            assertThat(feed.feeds(_ -> 77))
                .containsExactly(
                    new Feed(
                        "binance-spot",
                        FeedState.DOWN,
                        Instant.ofEpochMilli(77),
                        "the tape is at its end")));
    assertThat(feed.counters()).containsEntry("damaged_lines", 1L);
    feed.close();
  }

  @Test
  void aTapeThatBreaksOffIsPlayedSoFarAndSaysSo() throws IOException {
    byte[] bytes = gzip("1 {\"a\":1}\n".repeat(5_000));
    Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(bytes, bytes.length / 2));
    TapeFeed feed = new TapeFeed(cut, "binance-spot", Double.POSITIVE_INFINITY);
    feed.start(new FrameQueue());
    Patience.await()
        .untilAsserted(() ->
            assertThat(feed.feeds(_ -> 0).getFirst().reason())
                .isEqualTo("the tape is at its end, where it was cut off"));
    assertThat(feed.counters()).containsEntry("damaged_lines", 1L);
    feed.close();
  }

  @Test
  void aTapeThatIsDamagedSaysSo() throws IOException {
    byte[] bytes = gzip("1 {\"a\":1}\n".repeat(5_000));
    bytes[bytes.length - 2] ^= 1; // of what the content is checked against
    Path damaged = Files.write(folder.resolve("damaged"), bytes);
    TapeFeed feed = new TapeFeed(damaged, "binance-spot", Double.POSITIVE_INFINITY);
    feed.start(new FrameQueue());
    Patience.await()
        .untilAsserted(() ->
            assertThat(feed.feeds(_ -> 0).getFirst().reason())
                .startsWith("the tape cannot be read on: damaged is damaged behind line"));
    feed.close();
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  @Test
  void aClosedTapeStopsWhileItWaits() throws IOException {
    Path tape = tape("1 {\"a\":1}\n900000000000000000 {\"a\":2}\n");
    TapeFeed feed = new TapeFeed(tape, "binance-spot", 1);
    feed.start(new FrameQueue());
    feed.close();
    Patience.await()
        .untilAsserted(() ->
            assertThat(feed.feeds(_ -> 0).getFirst().reason()).isEqualTo("the tape was stopped"));
  }
}
