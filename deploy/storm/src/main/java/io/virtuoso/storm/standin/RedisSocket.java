package io.virtuoso.storm.standin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One connection to a Redis, spoken by hand. Not thread-safe. */
public final class RedisSocket implements AutoCloseable {
  private final Socket socket = new Socket();
  private final InputStream in;
  private final OutputStream out;

  /**
   * Connects.
   *
   * @param patienceMs for connecting and for each reply
   */
  public RedisSocket(int port, int patienceMs) throws IOException {
    try {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(patienceMs);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), patienceMs);
      in = new BufferedInputStream(socket.getInputStream());
      out = new BufferedOutputStream(socket.getOutputStream());
    } catch (IOException failed) {
      socket.close();
      throw failed;
    }
  }

  /** One command; what cannot be had is an {@link IOException}, an error reply too. */
  public Reply ask(String... words) throws IOException {
    send((Object[]) words);
    Reply reply = receive();
    if (reply.error().isPresent()) {
      throw new IOException(reply.error().get());
    }
    return reply;
  }

  /** Sends a command without waiting; words are bytes or text. */
  public void send(Object... words) throws IOException {
    out.write(("*" + words.length + "\r\n").getBytes(UTF_8));
    for (Object word : words) {
      byte[] bytes = word instanceof byte[] raw ? raw : word.toString().getBytes(UTF_8);
      out.write(("$" + bytes.length + "\r\n").getBytes(UTF_8));
      out.write(bytes);
      out.write("\r\n".getBytes(UTF_8));
    }
  }

  /** The next reply. */
  public Reply receive() throws IOException {
    out.flush();
    String line = line();
    String rest = line.substring(1);
    return switch (line.charAt(0)) {
      case '-' -> new Reply(Optional.of(rest), new byte[0], List.of());
      case '$' -> new Reply(Optional.empty(), bulk(Integer.parseInt(rest)), List.of());
      case '*' -> {
        List<Reply> parts = new ArrayList<>();
        for (int left = Integer.parseInt(rest); left > 0; left--) {
          parts.add(receive());
        }
        yield new Reply(Optional.empty(), new byte[0], parts);
      }
      default -> new Reply(Optional.empty(), rest.getBytes(UTF_8), List.of());
    };
  }

  private byte[] bulk(int length) throws IOException {
    if (length < 0) {
      return new byte[0];
    }
    byte[] bytes = in.readNBytes(length);
    in.skipNBytes(2);
    return bytes;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\r'; c = in.read()) {
      if (c < 0) {
        throw new IOException("Redis closed the connection");
      }
      line.append((char) c);
    }
    in.skipNBytes(1);
    return line.toString();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException alreadyGone) {
      // that is what was wanted
    }
  }

  /** What Redis said; empty bytes stand for nothing. */
  public static final class Reply {
    private final Optional<String> error;
    private final byte[] bytes;
    private final List<Reply> parts;

    Reply(Optional<String> error, byte[] bytes, List<Reply> parts) {
      this.error = error;
      this.bytes = bytes;
      this.parts = List.copyOf(parts);
    }

    public Optional<String> error() {
      return error;
    }

    public byte[] bytes() {
      return bytes;
    }

    public String text() {
      return new String(bytes, StandardCharsets.UTF_8);
    }

    public long number() {
      return Long.parseLong(text());
    }

    public List<Reply> parts() {
      return parts;
    }
  }
}
