package io.virtuoso.bench.stream;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.virtuoso.model.wire.Announcement;
import io.virtuoso.model.wire.StoredDocument;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/** Publishes score tables into Redis as the engine does: stores, announces, beats its heart. */
final class Feeder {
  private static final int SYMBOLS = 100;
  private static final Clock CLOCK = Clock.systemUTC();

  private Feeder() {}

  /**
   * Arguments: Redis port, publications per second. Prints when, in ms. Runs until it is killed.
   */
  public static void main(String[] args) throws IOException {
    int port = Integer.parseInt(args[0]);
    long interval = 1_000_000_000L / Integer.parseInt(args[1]);
    ScoreTape tape = new ScoreTape(SYMBOLS);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setTcpNoDelay(true);
      OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 1 << 17);
      Thread.ofPlatform().daemon().start(() -> drain(socket));
      long next = System.nanoTime();
      for (long beat = 0; ; beat++) {
        Instant now = Instant.ofEpochMilli(CLOCK.millis());
        StoredDocument document = tape.next(now);
        command(out, bytes("SET"), bytes(document.key().stored()), document.encode());
        announce(out, new Announcement(document.key(), document.version(), document.asOfMs()));
        announce(out, new Announcement(Announcement.HEARTBEAT, beat, now.toEpochMilli()));
        out.flush();
        System.out.println(now.toEpochMilli());
        next += interval;
        LockSupport.parkNanos(next - System.nanoTime());
      }
    }
  }

  private static void announce(OutputStream out, Announcement announcement) throws IOException {
    command(out, bytes("PUBLISH"), bytes(Announcement.CHANNEL), bytes(announcement.encode()));
  }

  private static void command(OutputStream out, byte[]... words) throws IOException {
    out.write(bytes("*" + words.length + "\r\n"));
    for (byte[] word : words) {
      out.write(bytes("$" + word.length + "\r\n"));
      out.write(word);
      out.write(bytes("\r\n"));
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(US_ASCII);
  }

  private static void drain(Socket socket) {
    try (InputStream in = socket.getInputStream()) {
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException gone) {
      // the feeder is being stopped
    }
  }
}
