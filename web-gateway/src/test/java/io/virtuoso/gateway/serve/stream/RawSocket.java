package io.virtuoso.gateway.serve.stream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.virtuoso.gateway.fixture.Patience;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket that sends whatever bytes a test wants. Each one comes from a loopback address of its
 * own, so that no limit per client is met by accident.
 */
final class RawSocket implements Closeable {
  static final int TEXT = 0x81;
  static final int PING = 0x89;
  static final int PONG = 0x8a;
  static final int CLOSE = 0x88;

  private static final Pattern LENGTH =
      Pattern.compile("^content-length: (\\d+)", Pattern.MULTILINE | Pattern.CASE_INSENSITIVE);
  private static final AtomicInteger CLIENTS = new AtomicInteger();

  /**
   * What the server said.
   *
   * @param first FIN, reserved bits and opcode
   */
  record Heard(int first, String payload) {
    /** The code of a close frame; 1005 when it names none. */
    int code() {
      return payload.length() < 2 ? 1005 : payload.charAt(0) << 8 | payload.charAt(1);
    }
  }

  private final Socket socket;
  private final DataInputStream in;
  private final String upgraded;

  /**
   * Connects and upgrades.
   *
   * @param receiveBuffer in bytes; 0 for the system's own
   */
  RawSocket(int port, int receiveBuffer, String... headers) throws IOException {
    int client = CLIENTS.incrementAndGet();
    byte[] from = {127, 1, (byte) (client / 250), (byte) (1 + client % 250)};
    socket = new Socket();
    if (receiveBuffer > 0) {
      socket.setReceiveBufferSize(receiveBuffer);
    }
    socket.setSoTimeout(Patience.LONG_MS);
    socket.setTcpNoDelay(true);
    socket.bind(new InetSocketAddress(InetAddress.getByAddress(from), 0));
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    in = new DataInputStream(socket.getInputStream());
    String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
    write(
        """
        GET /ws HTTP/1.1\r
        Host: 127.0.0.1:%d\r
        Connection: Upgrade\r
        Upgrade: websocket\r
        Sec-WebSocket-Version: 13\r
        Sec-WebSocket-Protocol: virtuoso.v1.json\r
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
        %s\r
        """
            .formatted(port, more)
            .getBytes(ISO_8859_1));
    upgraded = head();
  }

  /** The response's status line and headers. */
  String upgraded() {
    return upgraded;
  }

  /** The response's body. */
  String refusal() throws IOException {
    Matcher length = LENGTH.matcher(upgraded);
    int bytes = length.find() ? Integer.parseInt(length.group(1)) : 0;
    return new String(in.readNBytes(bytes), UTF_8);
  }

  void write(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  void say(String text) throws IOException {
    write(frame(TEXT, text.getBytes(UTF_8)));
  }

  /** The next frame; null at the end. */
  @Nullable Heard hear() throws IOException {
    try {
      int first = in.readUnsignedByte();
      int length = in.readUnsignedByte();
      length =
          length == 126 ? in.readUnsignedShort() : length == 127 ? (int) in.readLong() : length;
      return new Heard(first, new String(in.readNBytes(length), ISO_8859_1));
    } catch (EOFException | SocketException gone) {
      return null;
    }
  }

  /** The next frame that says that. */
  Heard hear(String op) throws IOException {
    for (Heard next = hear(); next != null; next = hear()) {
      if (next.payload().startsWith("{\"op\":\"" + op + "\"")) {
        return next;
      }
    }
    throw new IOException("closed before " + op);
  }

  /** A masked frame with the shortest form of its length. */
  static byte[] frame(int first, byte[] payload) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(first);
    if (payload.length < 126) {
      out.write(0x80 | payload.length);
    } else if (payload.length <= 0xffff) {
      out.write(0x80 | 126);
      out.writeBytes(ByteBuffer.allocate(Short.BYTES).putShort((short) payload.length).array());
    } else {
      out.write(0x80 | 127);
      out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(payload.length).array());
    }
    byte[] mask = {0x12, 0x34, 0x56, 0x78};
    out.writeBytes(mask);
    for (int i = 0; i < payload.length; i++) {
      out.write(payload[i] ^ mask[i % 4]);
    }
    return out.toByteArray();
  }

  /** Everything up to the end of the next head of an answer. */
  String head() throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.readUnsignedByte());
    }
    return head.toString();
  }

  /** Ends it as a crash would. */
  @Override
  public void close() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }
}
