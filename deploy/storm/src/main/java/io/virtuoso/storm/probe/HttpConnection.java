package io.virtuoso.storm.probe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One HTTP/1.1 connection, spoken by hand, so that nothing is repeated, pooled or corrected behind
 * the prober's back. Used by one thread at a time.
 */
public final class HttpConnection implements AutoCloseable {
  private static final int MAX_LINE = 32_768;
  private static final int MAX_BODY = 16 << 20;

  private final Socket socket;
  private final byte[] buffer = new byte[16_384];
  private long deadline;
  private int next;
  private int filled;
  private boolean heard;

  private HttpConnection(Socket socket) {
    this.socket = socket;
  }

  /**
   * Connects.
   *
   * @param from the local address, which is how limits tell clients apart
   * @param deadline on the clock of {@link System#nanoTime}
   */
  public static HttpConnection open(InetAddress from, int port, long deadline) throws IOException {
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.bind(new InetSocketAddress(from, 0));
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), left(deadline));
      return new HttpConnection(socket);
    } catch (IOException failed) {
      socket.close();
      throw failed;
    }
  }

  /** Asks and waits for the whole answer. */
  public Answer ask(String method, String target, Map<String, String> headers, long until)
      throws IOException {
    StringBuilder request = new StringBuilder(method).append(' ').append(target);
    request.append(" HTTP/1.1\r\n");
    if (!headers.containsKey("Host")) {
      request.append("Host: 127.0.0.1:").append(socket.getPort()).append("\r\n");
    }
    headers.forEach(
        (name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
    send(request.append("\r\n").toString().getBytes(ISO_8859_1));
    return receive(method, until);
  }

  /** Sends bytes as they are. */
  public void send(byte[] bytes) throws IOException {
    heard = false;
    socket.getOutputStream().write(bytes);
  }

  /** Waits for the whole answer to a request of that method. */
  public Answer receive(String method, long until) throws IOException {
    deadline = until;
    String[] first = line().split(" ", 3);
    if (first.length < 2 || !first[0].startsWith("HTTP/1.")) {
      throw new ProtocolException("not HTTP: " + String.join(" ", first));
    }
    int status = Integer.parseInt(first[1]);
    Map<String, String> headers = new HashMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      if (colon < 0) {
        throw new ProtocolException("no header: " + line);
      }
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    boolean bodiless = method.equals("HEAD") || status == 204 || status == 304 || status < 200;
    boolean framed = headers.containsKey("content-length") || isChunked(headers);
    byte[] body = bodiless ? new byte[0] : body(headers);
    boolean closes =
        headers.getOrDefault("connection", "").equalsIgnoreCase("close") || !(framed || bodiless);
    return new Answer(status, headers, body, closes);
  }

  /** Whether anything of the answer to the latest request has arrived. */
  boolean hasHeard() {
    return heard;
  }

  /** The next byte, −1 at the end of the stream. */
  public int read(long until) throws IOException {
    deadline = until;
    return next < filled || fill() ? buffer[next++] & 0xff : -1;
  }

  private static boolean isChunked(Map<String, String> headers) {
    return headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked");
  }

  private byte[] body(Map<String, String> headers) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    if (isChunked(headers)) {
      for (int size = chunkSize(); size > 0; size = chunkSize()) {
        copy(body, size);
        line();
      }
      for (String trailer = line(); !trailer.isEmpty(); ) {
        trailer = line();
      }
    } else if (headers.containsKey("content-length")) {
      copy(body, Integer.parseInt(headers.get("content-length")));
    } else {
      while (next < filled || fill()) {
        copy(body, filled - next);
      }
    }
    return body.toByteArray();
  }

  private int chunkSize() throws IOException {
    return Integer.parseInt(line().split(";", 2)[0].strip(), 16);
  }

  private void copy(ByteArrayOutputStream body, int length) throws IOException {
    if (length < 0 || body.size() + length > MAX_BODY) {
      throw new ProtocolException("a body of more than " + MAX_BODY + " bytes");
    }
    for (int left = length; left > 0; ) {
      require();
      int taken = Math.min(left, filled - next);
      body.write(buffer, next, taken);
      next += taken;
      left -= taken;
    }
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    while (true) {
      require();
      char c = (char) (buffer[next++] & 0xff);
      if (c == '\n') {
        int end = line.length();
        return end > 0 && line.charAt(end - 1) == '\r' ? line.substring(0, end - 1) : "" + line;
      }
      if (line.append(c).length() > MAX_LINE) {
        throw new ProtocolException("a line of more than " + MAX_LINE + " bytes");
      }
    }
  }

  private void require() throws IOException {
    if (next == filled && !fill()) {
      throw new EOFException(heard ? "the answer was cut short" : "closed without an answer");
    }
  }

  private boolean fill() throws IOException {
    socket.setSoTimeout(left(deadline));
    next = 0;
    filled = Math.max(0, socket.getInputStream().read(buffer));
    heard |= filled > 0;
    return filled > 0;
  }

  private static int left(long deadline) throws SocketTimeoutException {
    long ms = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
    if (ms <= 0) {
      throw new SocketTimeoutException("deadline");
    }
    return (int) Math.min(ms, Integer.MAX_VALUE);
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException alreadyGone) {
      // that is what was wanted
    }
  }
}
