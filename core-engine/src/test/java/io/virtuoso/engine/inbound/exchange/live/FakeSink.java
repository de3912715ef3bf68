package io.virtuoso.engine.inbound.exchange.live;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Keeps what it is given, and lets a test wait for it. */
final class FakeSink implements FrameSink {
  private static final int PATIENCE_SECONDS = 120;

  final BlockingQueue<String> frames = new LinkedBlockingQueue<>();
  final BlockingQueue<List<String>> gaps = new LinkedBlockingQueue<>();

  @Override
  public void frame(String venue, long receivedAtNanos, Buffer text) {
    frames.add(text.toString());
    order.add(text.toString());
  }

  @Override
  public void gap(String venue, List<String> nativeSymbols) {
    gaps.add(nativeSymbols);
  }

  /** Turnovers, and frames between them, in order. */
  final BlockingQueue<String> order = new LinkedBlockingQueue<>();

  @Override
  public void turnover(String venue, List<String> nativeSymbols, Turnover step) {
    order.add(step + " " + nativeSymbols);
  }

  /** The next frame that contains {@code part}; everything before it is thrown away. */
  String await(String part) throws InterruptedException {
    while (true) {
      String frame = frames.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (frame == null) {
        throw new AssertionError("no frame with " + part);
      }
      if (frame.contains(part)) {
        return frame;
      }
    }
  }

  List<String> awaitGap() throws InterruptedException {
    List<String> gap = gaps.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (gap == null) {
      throw new AssertionError("no gap");
    }
    return gap;
  }
}
