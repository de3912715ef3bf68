package io.virtuoso.storm.probe;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A user agent with its own loopback address and connections that it keeps. Like every browser it
 * asks once more when a kept connection turns out to be closed before anything of the answer came.
 * Thread-safe.
 */
public final class Client implements AutoCloseable {
  private final InetAddress from;
  private final int port;
  private final Deque<HttpConnection> idle = new ConcurrentLinkedDeque<>();
  private final AtomicLong repeated = new AtomicLong();

  /**
   * A client of the server on {@code port}.
   *
   * @param address its own, for example {@code 127.0.0.2}
   */
  public Client(String address, int port) {
    try {
      this.from = InetAddress.getByName(address);
    } catch (UnknownHostException notLiteral) {
      throw new IllegalArgumentException(address + " is no address", notLiteral);
    }
    this.port = port;
  }

  /** Asks with GET. */
  public Answer get(String target, Duration patience) throws IOException {
    return ask("GET", target, Map.of(), System.nanoTime() + patience.toNanos());
  }

  /**
   * Asks.
   *
   * @param deadline on the clock of {@link System#nanoTime}
   */
  public Answer ask(String method, String target, Map<String, String> headers, long deadline)
      throws IOException {
    HttpConnection kept = idle.pollFirst();
    if (kept != null) {
      try {
        return ask(kept, method, target, headers, deadline);
      } catch (IOException failed) {
        if (kept.hasHeard() || System.nanoTime() - deadline >= 0) {
          throw failed;
        }
        repeated.incrementAndGet();
      }
    }
    return ask(HttpConnection.open(from, port, deadline), method, target, headers, deadline);
  }

  private Answer ask(
      HttpConnection connection,
      String method,
      String target,
      Map<String, String> headers,
      long deadline)
      throws IOException {
    try {
      Answer answer = connection.ask(method, target, headers, deadline);
      if (answer.closes()) {
        connection.close();
      } else {
        idle.addFirst(connection);
      }
      return answer;
    } catch (IOException | RuntimeException failed) {
      connection.close();
      throw failed;
    }
  }

  /** How often a kept connection turned out to be closed. */
  public long repeated() {
    return repeated.get();
  }

  @Override
  public void close() {
    for (HttpConnection each = idle.poll(); each != null; each = idle.poll()) {
      each.close();
    }
  }
}
