package io.virtuoso.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.virtuoso.engine.Patience;
import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.feed.FrameQueue;
import io.virtuoso.engine.feed.MarketFeed;
import io.virtuoso.engine.inbound.exchange.FrameDecoder;
import io.virtuoso.engine.inbound.exchange.FrameDecoders;
import io.virtuoso.engine.inbound.exchange.InstrumentTable;
import io.virtuoso.engine.publish.DocumentWriter;
import io.virtuoso.engine.publish.LatestDocuments;
import io.virtuoso.model.Symbol;
import io.virtuoso.model.document.Feed;
import io.virtuoso.model.document.FeedState;
import io.virtuoso.model.document.Source;
import io.virtuoso.model.wire.DocumentKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineThreadTest {
  private static final String VENUE = "binance-usdm";
  private static final DocumentKey BTC = DocumentKey.confluence(new Symbol("BTCUSDT"));
  private static final long T = Scene.START_MS;

  @TempDir Path folder;

  private final Scene scene = new Scene("BTCUSDT", 60_000, 3);
  private final FakeFeed feed = new FakeFeed();
  private final LatestDocuments latest = new LatestDocuments();
  private @Nullable PipelineThread thread;

  /** Frames come from the test; one that says boom makes the decoder fail after its work. */
  private static final class FakeFeed implements MarketFeed {
    private final FrameDecoder decoder = FrameDecoders.of(VENUE, InstrumentTable.open(VENUE));
    private final List<String> refilled = Collections.synchronizedList(new ArrayList<>());
    private final List<String> resyncs = Collections.synchronizedList(new ArrayList<>());
    private final FrameQueue sink = new FrameQueue();
    private @Nullable FrameQueue queue;

    @Override
    public void start(FrameQueue into) {
      queue = into;
    }

    void send(String frame) {
      FrameQueue into = queue == null ? sink : queue;
      byte[] text = frame.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
      into.offer(new FrameQueue.Frame(VENUE, 5, text));
    }

    @Override
    public FrameDecoder decoder(String venue) {
      return (frame, offset, length, listener) -> {
        if (new String(frame, offset, length, StandardCharsets.UTF_8).equals("boom")) {
          throw new IllegalStateException("a bug");
        }
        return decoder.decode(frame, offset, length, listener);
      };
    }

    @Override
    public void refill(String venue) {
      refilled.add(venue);
    }

    @Override
    public void resync(Instrument instrument) {
      resyncs.add(instrument.nativeName());
    }

    @Override
    public List<Feed> feeds(ToLongFunction<String> newestEventMs) {
      return List.of(new Feed(VENUE, FeedState.LIVE, null, null));
    }

    @Override
    public int followed() {
      return 3;
    }

    @Override
    public Map<String, Long> counters() {
      return Map.of();
    }

    @Override
    public void close() {}
  }

  private PipelineThread start(@Nullable Path record) throws IOException {
    PipelineThread started =
        new PipelineThread(feed, new DocumentWriter(Source.LIVE), latest, record);
    thread = started;
    started.start();
    return started;
  }

  private static <T> T ask(PipelineThread of, Function<MarketPipeline, T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    of.ask(answer, question);
    return answer.join();
  }

  @AfterEach
  void close() {
    if (thread != null) {
      thread.close();
    }
  }

  @Test
  void framesBecomeDocumentsAndNumbers() throws IOException {
    PipelineThread running = start(null);
    scene.opening(T).forEach(feed::send);
    scene.frames(T + 100, 2).forEach(feed::send);
    assertThat(frames(running)).isGreaterThan(20);
    assertThat(latest.find(BTC)).isNotNull();
    assertThat(running.followed()).isEqualTo(3);
    assertThat(running.isAlive()).isTrue();
    Patience.await().untilAsserted(() -> assertThat(running.counters()).containsEntry("gaps", 0L));
    assertThat(running.counters())
        .containsEntry("rejected", 0L)
        .containsEntry("drops", 0L)
        .containsEntry("pipeline_failures", 0L)
        .doesNotContainKey("recorded");
  }

  @Test
  void aBugOnOneFrameCostsTrustInThatBookAndNothingElse() throws IOException {
    PipelineThread running = start(null);
    scene.opening(T).forEach(feed::send);
    scene.frames(T + 100, 1).forEach(feed::send);
    assertThat(bookState(running)).isEqualTo("LIVE");
    feed.send("boom");
    assertThat(bookState(running)).isEqualTo("SYNCING");
    assertThat(running.counters()).containsEntry("pipeline_failures", 1L);
    scene.opening(T + 2_000).forEach(feed::send);
    scene.frames(T + 2_100, 1).forEach(feed::send);
    assertThat(bookState(running)).isEqualTo("LIVE");
  }

  private static long frames(PipelineThread of) {
    return ask(of, market -> market.counters().frames());
  }

  private static String bookState(PipelineThread of) {
    return ask(
        of,
        market -> {
          SymbolPipeline btc = market.symbols().get(new Symbol("BTCUSDT"));
          return btc == null ? "none" : btc.sequenced().state().name();
        });
  }

  @Test
  void aBookThatStaysAwayIsAskedFor() throws IOException {
    start(null);
    feed.send(scene.depth(T, 1, 2, 0, "", ""));
    Patience.await().untilAsserted(() -> assertThat(feed.resyncs).contains("BTCUSDT"));
  }

  @Test
  void aRecordingThatCannotBeWrittenDoesNotStopTheScore() throws IOException {
    PipelineThread running = start(folder.resolve("no such folder").resolve("day.tape"));
    scene.opening(T).forEach(feed::send);
    scene.frames(T + 100, 1).forEach(feed::send);
    assertThat(bookState(running)).isEqualTo("LIVE");
    assertThat(latest.find(BTC)).isNotNull();
    assertThat(running.counters())
        .containsEntry("pipeline_failures", 0L)
        .containsEntry("recording_stopped", 1L)
        .containsEntry("recorded", 0L);
  }

  @Test
  void closingEndsTheTapeInGoodOrder() throws IOException {
    Path tape = folder.resolve("day.tape.gz");
    PipelineThread running = start(tape);
    List<String> frames = scene.frames(T, 30);
    frames.forEach(feed::send);
    assertThat(frames(running)).isEqualTo(frames.size());
    running.close();
    assertThat(running.isAlive()).isFalse();
    try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(tape))) {
      String content = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(content.lines()).hasSize(frames.size() + 1);
      assertThat(content).endsWith(frames.getLast().replace('\'', '"') + "\n");
    }
  }

  @Test
  void afterTheEndQuestionsAreRefusedNotKept() throws IOException, InterruptedException {
    PipelineThread running = start(null);
    CountDownLatch busy = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    CompletableFuture<Integer> first = new CompletableFuture<>();
    running.ask(
        first,
        _ -> {
          busy.countDown();
          try {
            go.await();
          } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
          }
          return 1;
        });
    busy.await();
    CompletableFuture<Integer> second = new CompletableFuture<>();
    Thread closing = Thread.ofPlatform().start(running::close);
    Patience.await()
        .until(() -> closing.getState() == Thread.State.TIMED_WAITING || !closing.isAlive());
    running.ask(second, _ -> 2);
    go.countDown();
    closing.join();
    assertThat(first.join()).isEqualTo(1);
    assertThatThrownBy(second::join).hasMessageContaining("does not run");
    CompletableFuture<Integer> third = new CompletableFuture<>();
    running.ask(third, _ -> 3);
    assertThatThrownBy(third::join).hasMessageContaining("does not run");
  }

  @Test
  void historyIsAskedForAgainWhenWhatHadArrivedWasDropped() throws IOException {
    PipelineThread running = start(null);
    FrameQueue queue = Objects.requireNonNull(feed.queue);
    queue.offer(new FrameQueue.Gap(VENUE, List.of("BTCUSDT")));
    frames(running);
    assertThat(feed.refilled).as("a connection heals by itself").isEmpty();
    queue.offer(new FrameQueue.Gap(VENUE, List.of()));
    frames(running);
    assertThat(feed.refilled).containsExactly(VENUE);
  }
}
