package io.virtuoso.storm.proxy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadLocalRandom;

/** One direction of a link: a reader, a bounded queue, and a writer that does the harm. */
final class Pipe {
  private static final int CHUNK = 16_384;
  private static final int WAITING = 16;

  /** Nothing but a sign. */
  private static final Chunk END = new Chunk(new byte[0], 0);

  private final Link link;
  private final Socket from;
  private final Socket to;
  private final Direction way;
  private final BlockingQueue<Chunk> queue = new ArrayBlockingQueue<>(WAITING);
  private long written;

  /** Bytes and when they were read, on the clock of {@link System#nanoTime}. */
  private static final class Chunk {
    final byte[] bytes;
    final long readAt;

    Chunk(byte[] bytes, long readAt) {
      this.bytes = bytes;
      this.readAt = readAt;
    }
  }

  Pipe(Link link, Socket from, Socket to, Direction way) {
    this.link = link;
    this.from = from;
    this.to = to;
    this.way = way;
  }

  /** Starts both threads and returns the one that ends last. */
  Thread start() {
    Thread.ofVirtual().start(this::read);
    return Thread.ofVirtual().start(this::write);
  }

  private void read() {
    try {
      byte[] buffer = new byte[CHUNK];
      int count;
      while ((count = from.getInputStream().read(buffer)) >= 0) {
        queue.put(new Chunk(Arrays.copyOf(buffer, count), System.nanoTime()));
      }
      if (way == Direction.UP) {
        link.clientLeft();
      }
      queue.put(END);
    } catch (IOException | InterruptedException broken) {
      link.reset();
      // whoever waits for something to write must hear of it; when it is full nobody waits
      var _ = queue.offer(END);
    }
  }

  private void write() {
    try {
      for (Chunk chunk = queue.take(); chunk != END; chunk = queue.take()) {
        pass(chunk);
      }
      Optional<Toxic.SlowClose> slow = link.met(Toxic.SlowClose.class, way);
      if (slow.isPresent()) {
        link.counters().injected(slow.get());
        pause(slow.get().delay());
      }
      to.shutdownOutput();
    } catch (IOException | InterruptedException broken) {
      link.reset();
    }
  }

  private void pass(Chunk chunk) throws IOException, InterruptedException {
    delay(chunk.readAt);
    hold();
    byte[] bytes = corrupted(chunk.bytes);
    Optional<Toxic.LimitData> limit = link.met(Toxic.LimitData.class, way);
    if (limit.isPresent() && written + bytes.length >= limit.get().bytes()) {
      link.counters().injected(limit.get());
      send(Arrays.copyOf(bytes, (int) Math.max(0, limit.get().bytes() - written)));
      link.close();
      throw new IOException("enough");
    }
    send(bytes);
  }

  private void delay(long readAt) throws InterruptedException, IOException {
    Optional<Toxic.Latency> latency = link.met(Toxic.Latency.class, way);
    if (latency.isPresent()) {
      long jitter = latency.get().jitter().toNanos();
      long wanted =
          latency.get().delay().toNanos()
              + ThreadLocalRandom.current().nextLong(-jitter, jitter + 1);
      link.counters().injected(latency.get());
      pause(Duration.ofNanos(wanted - (System.nanoTime() - readAt)));
    }
  }

  /** Waits as long as nothing may get through. */
  private void hold() throws IOException, InterruptedException {
    Optional<Toxic.Blackhole> hole = link.met(Toxic.Blackhole.class, way);
    if (hole.isEmpty()) {
      return;
    }
    link.counters().injected(hole.get());
    long patience = hole.get().patience().toMillis();
    if (!link.outlasts(() -> link.met(Toxic.Blackhole.class, way).isPresent(), patience)) {
      link.close();
      throw new IOException("patience is over");
    }
  }

  private byte[] corrupted(byte[] bytes) {
    Optional<Toxic.Corrupt> corrupt = link.met(Toxic.Corrupt.class, way);
    if (corrupt.isPresent()) {
      int every = corrupt.get().bytes();
      for (int i = (int) (every - 1 - written % every); i < bytes.length; i += every) {
        bytes[i] ^= 1;
        link.counters().injected(corrupt.get());
      }
    }
    return bytes;
  }

  private void send(byte[] bytes) throws IOException, InterruptedException {
    Optional<Toxic.Slicer> slicer = link.met(Toxic.Slicer.class, way);
    Optional<Toxic.Bandwidth> bandwidth = link.met(Toxic.Bandwidth.class, way);
    int piece = slicer.map(Toxic.Slicer::bytes).orElse(bytes.length);
    if (bandwidth.isPresent()) { // in tenths of a second, so that it flows
      piece = (int) Math.min(piece, Math.max(1, bandwidth.get().bytesPerSecond() / 10));
    }
    OutputStream out = to.getOutputStream();
    for (int start = 0; start < bytes.length; start += piece) {
      int length = Math.min(piece, bytes.length - start);
      // Counted before the bytes leave: who has read them may ask at once what was done to them.
      slicer.ifPresent(link.counters()::injected);
      bandwidth.ifPresent(link.counters()::injected);
      link.counters().passed(way, length);
      out.write(bytes, start, length);
      written += length;
      if (slicer.isPresent()) {
        pause(slicer.get().pause());
      }
      if (bandwidth.isPresent()) {
        pause(Duration.ofNanos(length * 1_000_000_000L / bandwidth.get().bytesPerSecond()));
      }
    }
  }

  private static void pause(Duration time) throws InterruptedException {
    if (time.isPositive()) {
      Thread.sleep(time);
    }
  }
}
