package io.virtuoso.storm.drill;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Optional;

/** One connection of somebody who takes as long as he is let, in one of three ways. */
final class SlowClient implements AutoCloseable {
  private static final int CONNECT_MS = 2_000;

  /** So small that what is not read stays with the gateway. */
  private static final int RECEIVE_BUFFER = 4_096;

  /** So many long answers at once are more than Linux takes from the gateway. */
  static final int MANY = 20;

  private final Way way;
  private final Socket socket;

  /** What arrives slowly. */
  enum Way {
    /** The head of a request, as with {@code slowhttptest -H}. */
    HEAD("127.0.0.21"),
    /** Its body, as with {@code -B}. */
    BODY("127.0.0.22"),
    /** The answer, as with {@code -X}. */
    READ("127.0.0.23");

    private final String from;

    Way(String from) {
      this.from = from;
    }

    /** An address of its own, and so a rate of its own: a 429 would be read in no time. */
    String from() {
      return from;
    }

    private String opening(String longAnswer, int questions) {
      return switch (this) {
        case HEAD -> "GET / HTTP/1.1\r\nHost: x\r\nX: ";
        case BODY ->
            "POST /api/cache/invalidate HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n";
        case READ -> ("GET " + longAnswer + " HTTP/1.1\r\nHost: x\r\n\r\n").repeat(questions);
      };
    }
  }

  private SlowClient(Way way, Socket socket) {
    this.way = way;
    this.socket = socket;
  }

  /**
   * Connects and begins; empty when it is turned away.
   *
   * @param longAnswer where there is much to read
   * @param questions that a slow reader asks at once
   */
  static Optional<SlowClient> open(Way way, int port, String longAnswer, int questions)
      throws IOException {
    Socket socket = new Socket();
    try {
      socket.setReceiveBufferSize(RECEIVE_BUFFER);
      socket.bind(new InetSocketAddress(InetAddress.getByName(way.from), 0));
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MS);
      socket.getOutputStream().write(way.opening(longAnswer, questions).getBytes(ISO_8859_1));
      socket.setSoTimeout(1);
      return Optional.of(new SlowClient(way, socket));
    } catch (IOException refused) {
      socket.close();
      return Optional.empty();
    }
  }

  /** One more byte, so that no idle timer ends it; whether the connection still takes it. */
  boolean drips() {
    try {
      if (way == Way.READ) {
        return socket.getInputStream().read() >= 0;
      }
      socket.getOutputStream().write('x');
      return true;
    } catch (SocketTimeoutException nothingYet) {
      return true;
    } catch (IOException closed) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
