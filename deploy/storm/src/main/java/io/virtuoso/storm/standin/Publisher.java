package io.virtuoso.storm.standin;

import io.virtuoso.model.wire.Announcement;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets the market move and publishes it as the engine does: stores and announces every document of
 * each version, and says every second that it is there. Redis may come and go.
 */
public final class Publisher implements AutoCloseable {
  private static final int PATIENCE_MS = 500;
  private static final String LIFETIME_MS = "900000";

  private final IntSupplier redisPort;
  private final long beatMs;
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong published = new AtomicLong();
  private final AtomicLong unannounced = new AtomicLong();
  private final Thread thread = new Thread(this::run, "publisher");
  private volatile Market market = new Market(System.currentTimeMillis());
  private volatile boolean moving = true;
  private volatile boolean alive = true;
  private volatile boolean announcing = true;
  private volatile Set<DocumentKey> withheld = Set.of();
  private volatile boolean closed;
  private @Nullable RedisSocket redis;
  private long saidAt;

  /**
   * Starts publishing.
   *
   * @param redisPort asked again at every new connection
   * @param beat time between two versions
   */
  public Publisher(IntSupplier redisPort, Duration beat) {
    this.redisPort = redisPort;
    this.beatMs = beat.toMillis();
    thread.setDaemon(true);
    thread.start();
  }

  public Market market() {
    return market;
  }

  /** The market as it is at this moment, published or not. */
  public Market moment() {
    return new Market(System.currentTimeMillis());
  }

  /** Whether new versions appear. */
  public void moving(boolean wanted) {
    moving = wanted;
  }

  /** Whether anything is said to Redis at all, heartbeats included. */
  public void alive(boolean wanted) {
    alive = wanted;
  }

  /** Whether anybody is told of a new version, or only the heartbeat still arrives. */
  public void announcing(boolean wanted) {
    announcing = wanted;
  }

  /** What of the market is not published, because somebody else does. */
  public void withhold(Set<DocumentKey> keys) {
    withheld = Set.copyOf(keys);
  }

  /** Documents that Redis would not take. */
  public long refused() {
    return refused.get();
  }

  public long published() {
    return published.get();
  }

  /** Documents that were stored and that nobody was told of. */
  public long unannounced() {
    return unannounced.get();
  }

  private void run() {
    while (!closed) {
      try {
        Thread.sleep(beatMs);
        if (moving) {
          market = new Market(System.currentTimeMillis());
        }
        if (alive) {
          publish();
        }
      } catch (IOException away) {
        disconnect();
      } catch (InterruptedException stopped) {
        break;
      }
    }
    disconnect();
  }

  private void publish() throws IOException {
    RedisSocket connection = redis;
    if (connection == null) {
      connection = new RedisSocket(redisPort.getAsInt(), PATIENCE_MS);
      redis = connection;
    }
    publish(connection, moving ? due() : List.of());
    if (System.currentTimeMillis() - saidAt >= Announcement.HEARTBEAT_MS) {
      saidAt = System.currentTimeMillis();
      connection.ask(
          "PUBLISH",
          Announcement.CHANNEL,
          new Announcement(Announcement.HEARTBEAT, 1, saidAt).encode());
    }
  }

  private List<StoredDocument> due() {
    Set<DocumentKey> not = withheld;
    return market.published().stream().filter(each -> !not.contains(each.key())).toList();
  }

  private void publish(RedisSocket connection, List<StoredDocument> documents) throws IOException {
    boolean told = announcing;
    for (StoredDocument document : documents) {
      connection.send(
          "SET", document.key().stored(), (Object) document.encode(), "PX", LIFETIME_MS);
      if (told) {
        connection.send("PUBLISH", Announcement.CHANNEL, announcement(document));
      }
    }
    for (int i = 0; i < documents.size(); i++) {
      (connection.receive().error().isPresent() ? refused : published).incrementAndGet();
      if (told) {
        connection.receive();
      } else {
        unannounced.incrementAndGet();
      }
    }
  }

  private static String announcement(StoredDocument document) {
    return new Announcement(document.key(), document.version(), document.asOfMs()).encode();
  }

  private void disconnect() {
    if (redis != null) {
      redis.close();
      redis = null;
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
