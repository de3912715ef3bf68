package io.virtuoso.gateway.cache.memcached;

import io.virtuoso.gateway.observe.StateLog;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import net.rubyeye.xmemcached.MemcachedClient;
import net.rubyeye.xmemcached.XMemcachedClientBuilder;
import net.rubyeye.xmemcached.exception.MemcachedException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A client that is either connected or absent. The library's own healing waits longer with every
 * try, without bound, so a lost client is thrown away here and built anew. Owned by one thread,
 * that of {@link #run}; {@link #client} may be called from any.
 */
final class MemcachedConnection implements Runnable {
  private static final Logger LOG = Logger.getLogger(MemcachedConnection.class);
  private static final StateLog STATES = new StateLog();
  private static final long CHECK_MS = 500;
  private static final int TIMEOUTS_BEFORE_CLOSE = 10;

  private final String host;
  private final int port;
  private final Duration connectTimeout;
  private final Duration budget;
  private volatile @Nullable MemcachedClient client;
  private volatile boolean stopped;

  /**
   * Connects to {@code address} once {@link #run}.
   *
   * @param address {@code host:port}
   */
  MemcachedConnection(String address, Duration connectTimeout, Duration budget) {
    int colon = address.lastIndexOf(':');
    if (colon < 1) {
      throw new IllegalArgumentException("a memcached address is host:port");
    }
    this.host = address.substring(0, colon);
    this.port = Integer.parseInt(address.substring(colon + 1));
    this.connectTimeout = connectTimeout;
    this.budget = budget;
  }

  /** The connected client, or null. */
  @Nullable MemcachedClient client() {
    return client;
  }

  /** Keeps the connection until {@link #stop}. */
  @Override
  public void run() {
    boolean reported = false;
    while (!stopped) {
      try {
        MemcachedClient current = client;
        if (current != null && current.getAvailableServers().isEmpty()) {
          STATES.worse("tier", subject(), "lost", "the connection broke");
          client = null;
          close(current);
          reported = true;
        }
        if (client == null) {
          client = connect();
          STATES.better("tier", subject(), "connected", "it was reached");
          reported = false;
        }
      } catch (IOException | TimeoutException | MemcachedException unreachable) {
        if (!reported) {
          STATES.worse("tier", subject(), "unreachable", unreachable.toString());
          reported = true;
        }
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        stopped = true;
      }
      pause();
    }
    MemcachedClient last = client;
    client = null;
    if (last != null) {
      close(last);
    }
  }

  void stop() {
    stopped = true;
  }

  private MemcachedClient connect()
      throws IOException, InterruptedException, TimeoutException, MemcachedException {
    InetSocketAddress address = new InetSocketAddress(host, port);
    try (Socket probe = new Socket()) { // the library logs a stack trace for each refused connect
      probe.connect(address, (int) connectTimeout.toMillis());
    }
    XMemcachedClientBuilder builder = new XMemcachedClientBuilder(List.of(address));
    builder.setConnectTimeout(connectTimeout.toMillis());
    builder.setOpTimeout(budget.toMillis());
    builder.setEnableHealSession(false);
    builder.setFailureMode(false);
    builder.setSanitizeKeys(false);
    builder.setTranscoder(new RawTranscoder());
    MemcachedClient built = builder.build();
    built.setTimeoutExceptionThreshold(TIMEOUTS_BEFORE_CLOSE);
    try {
      Map<InetSocketAddress, String> answered = built.getVersions(connectTimeout.toMillis());
      if (answered.isEmpty()) {
        throw new IOException("connected, but no answer");
      }
      return built;
    } catch (InterruptedException | TimeoutException | MemcachedException | IOException failure) {
      close(built);
      throw failure;
    }
  }

  private static void close(MemcachedClient client) {
    try {
      client.shutdown();
    } catch (IOException alreadyGone) {
      LOG.debug("closing a lost client", alreadyGone);
    }
  }

  private void pause() {
    try {
      Thread.sleep(CHECK_MS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      stopped = true;
    }
  }

  private String subject() {
    return "memcached " + host + ":" + port;
  }
}
