package io.virtuoso.bench.stream;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.virtuoso.model.wire.DocumentJson;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * Publishes recorded frames to another server by POST, each with the moment it is sent as its
 * as_of.
 */
final class Player {
  private static final String AS_OF = "\"as_of\":\"";
  private static final Clock CLOCK = Clock.systemUTC();

  private Player() {}

  /**
   * Arguments: port, path, file with one frame a line, publications per second. Prints when, in ms.
   */
  public static void main(String[] args) throws IOException {
    int port = Integer.parseInt(args[0]);
    String path = args[1];
    List<String> frames = Files.readAllLines(Path.of(args[2]), UTF_8);
    long interval = 1_000_000_000L / Integer.parseInt(args[3]);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      long next = System.nanoTime();
      for (int i = 0; ; i = (i + 1) % frames.size()) {
        Instant now = Instant.ofEpochMilli(CLOCK.millis());
        byte[] frame = stamped(frames.get(i), now).getBytes(UTF_8);
        byte[] head =
            "POST %s HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                .formatted(path, frame.length)
                .getBytes(US_ASCII);
        byte[] request = new byte[head.length + frame.length];
        System.arraycopy(head, 0, request, 0, head.length);
        System.arraycopy(frame, 0, request, head.length, frame.length);
        out.write(request);
        skipAnswer(in);
        System.out.println(now.toEpochMilli());
        next += interval;
        LockSupport.parkNanos(next - System.nanoTime());
      }
    }
  }

  private static String stamped(String frame, Instant moment) {
    int at = frame.indexOf(AS_OF) + AS_OF.length();
    String now = DocumentJson.time(moment);
    return frame.substring(0, at) + now + frame.substring(at + now.length());
  }

  private static void skipAnswer(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int read = in.read();
      if (read < 0) {
        throw new IOException("the server hung up");
      }
      head.append((char) read);
    }
    String lower = head.toString().toLowerCase(Locale.ROOT);
    int at = lower.indexOf("content-length:");
    if (at >= 0) {
      int end = lower.indexOf('\r', at);
      in.skipNBytes(Long.parseLong(lower.substring(at + 15, end).strip()));
    }
  }
}
