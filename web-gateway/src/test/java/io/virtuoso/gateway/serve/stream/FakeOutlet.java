package io.virtuoso.gateway.serve.stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.virtuoso.gateway.fixture.Client;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Everything written, until taken; what is written waits while nobody reads. */
final class FakeOutlet implements Outlet {
  final Deque<JsonNode> sent = new ArrayDeque<>();
  final List<JsonNode> all = new ArrayList<>();
  final List<Frame> written = new ArrayList<>();
  boolean reads = true;

  /** Whether so much waits already that nothing but answers passes. */
  boolean stuck;

  /** What the event loop has still to do, while it is busy with something else. */
  final Deque<Runnable> tasks = new ArrayDeque<>();

  boolean busy;

  int closed;
  private final StreamLoop loop =
      new StreamLoop(task -> {
        if (busy) {
          tasks.add(task);
        } else {
          task.run();
        }
      });
  private long waiting;

  @Override
  public StreamLoop loop() {
    return loop;
  }

  @Override
  public long pending() {
    return stuck ? 255 << 10 | 1023 : waiting;
  }

  @Override
  public void write(Frame frame) {
    written.add(frame);
    JsonNode tree = Client.json(frame.json());
    sent.add(tree);
    all.add(tree);
    waiting += frame.bytes();
  }

  @Override
  public void flush() {
    if (reads) {
      waiting = 0;
    }
  }

  @Override
  public void close(int code, String reason) {
    closed = code;
  }

  List<String> ops() {
    List<String> ops = sent.stream().map(frame -> frame.get("op").asText()).toList();
    sent.clear();
    return ops;
  }
}
