package io.virtuoso.gateway.serve.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Order within the stream, and turns for everything else. */
class StreamLoopTest {
  private final Deque<Runnable> eventLoop = new ArrayDeque<>();
  private final StreamLoop loop = new StreamLoop(eventLoop::add);
  private final List<String> done = new ArrayList<>();

  @Test
  void othersHaveTheirTurnWhileABroadcastIsWritten() {
    broadcast("a", 3);
    run(1);
    eventLoop.add(() -> done.add("request"));
    runAll();
    assertThat(done).containsExactly("a1 last", "a2 last", "request", "a3 last");
  }

  @Test
  void whatIsHandedOverLaterStandsBehindTheWholeBroadcast() {
    broadcast("a", 3);
    run(1);
    loop.execute(() -> done.add("heartbeat"));
    broadcast("b", 1);
    runAll();
    assertThat(done).containsExactly("a1 last", "a2", "a3", "heartbeat", "b1 last");
  }

  @Test
  void onlyTheLastBroadcastIsToldThatItIs() {
    broadcast("a", 2);
    loop.execute(() -> done.add("heartbeat"));
    runAll();
    broadcast("b", 1);
    broadcast("c", 1);
    runAll();
    assertThat(done).containsExactly("a1 last", "a2 last", "heartbeat", "b1", "c1 last");
  }

  @Test
  void whatFailsHoldsNothingUp() {
    loop.broadcast(last -> {
      throw new IllegalStateException("no such connection");
    });
    loop.execute(() -> {
      throw new IllegalStateException("nor this one");
    });
    broadcast("a", 1);
    runAll();
    assertThat(done).containsExactly("a1 last");
    assertThat(eventLoop).isEmpty();
  }

  private void broadcast(String name, int turns) {
    int[] turn = {0};
    loop.broadcast(last -> {
      turn[0]++;
      done.add(name + turn[0] + (last ? " last" : ""));
      return turn[0] == turns;
    });
  }

  private void run(int turns) {
    for (int i = 0; i < turns; i++) {
      eventLoop.remove().run();
    }
  }

  private void runAll() {
    while (!eventLoop.isEmpty()) {
      eventLoop.remove().run();
    }
  }
}
