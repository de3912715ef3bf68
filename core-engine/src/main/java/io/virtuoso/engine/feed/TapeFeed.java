package io.virtuoso.engine.feed;

import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.inbound.exchange.FrameDecoder;
import io.virtuoso.engine.inbound.exchange.FrameDecoders;
import io.virtuoso.engine.inbound.exchange.InstrumentTable;
import io.virtuoso.engine.inbound.tape.TapeReader;
import io.virtuoso.model.document.Feed;
import io.virtuoso.model.document.FeedState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** A tape as the running engine's feed, paced by its own receive times. */
public final class TapeFeed implements MarketFeed {
  private static final Logger LOG = Logger.getLogger(TapeFeed.class.getName());

  private static final String STOPPED = "the tape was stopped";

  private final Path tape;
  private final String venue;
  private final TapePace pace;
  private final FrameDecoder decoder;
  private final AtomicLong damaged = new AtomicLong();

  /** Why nothing more comes; null while it plays. */
  private volatile @Nullable String over;

  private @Nullable Thread thread;

  /**
   * A tape that stands still until {@link #start}.
   *
   * @param exchange whose tape it is; null for what its header says
   * @param speed multiple of real time
   */
  public TapeFeed(Path tape, @Nullable String exchange, double speed) throws IOException {
    this.tape = tape;
    TapeHeader header = TapeHeader.of(tape);
    this.venue = exchange != null ? exchange : header.exchange();
    this.pace = new TapePace(speed);
    this.decoder = FrameDecoders.of(venue, InstrumentTable.open(venue, header.contracts()));
  }

  @Override
  public void start(FrameQueue queue) {
    Thread player = new Thread(() -> play(queue), "tape");
    player.setDaemon(true);
    thread = player;
    player.start();
  }

  private void play(FrameQueue queue) {
    try (TapeReader reader =
        TapeReader.open(
            tape,
            (line, reason) -> {
              damaged.incrementAndGet();
              LOG.log(Level.WARNING, "{0}, line {1}: {2}", new Object[] {tape, line, reason});
            })) {
      while (reader.next()) {
        pace.await(reader.receivedAtNanos());
        byte[] text =
            Arrays.copyOfRange(reader.buffer(), reader.offset(), reader.offset() + reader.length());
        queue.put(new FrameQueue.Frame(venue, reader.connection(), reader.receivedAtNanos(), text));
      }
      end(
          Level.INFO,
          reader.isCutOff()
              ? "the tape is at its end, where it was cut off"
              : "the tape is at its end");
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      end(Level.INFO, STOPPED);
    } catch (IOException broken) {
      if (Thread.currentThread().isInterrupted()) { // which closes the file under the reader
        end(Level.INFO, STOPPED);
      } else {
        end(Level.SEVERE, "the tape cannot be read on: " + broken.getMessage());
      }
    }
  }

  private void end(Level level, String reason) {
    over = reason;
    LOG.log(level, reason);
  }

  @Override
  public FrameDecoder decoder(String of) {
    return decoder;
  }

  /** A tape's snapshots come by themselves. */
  @Override
  public void resync(Instrument instrument) {}

  @Override
  public List<Feed> feeds(ToLongFunction<String> newestEventMs) {
    long newest = newestEventMs.applyAsLong(venue);
    String ended = over;
    return List.of(
        new Feed(
            venue,
            ended == null ? FeedState.LIVE : FeedState.DOWN,
            newest == 0 ? null : Instant.ofEpochMilli(newest),
            ended));
  }

  @Override
  public int followed() {
    return 0;
  }

  @Override
  public Map<String, Long> counters() {
    return Map.of("damaged_lines", damaged.get());
  }

  @Override
  public void close() {
    if (thread != null) {
      thread.interrupt();
    }
  }
}
