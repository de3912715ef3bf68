package io.virtuoso.engine.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.virtuoso.engine.feed.FrameQueue.Entry;
import io.virtuoso.engine.feed.FrameQueue.Frame;
import io.virtuoso.engine.feed.FrameQueue.Gap;
import io.virtuoso.engine.feed.FrameQueue.Task;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameQueueTest {
  private final FrameQueue queue = new FrameQueue(4, 100);

  private static Frame frame(String venue, int number, int size) {
    return new Frame(venue, number, new byte[size]);
  }

  private Entry next() throws InterruptedException {
    Entry entry = queue.poll(0);
    if (entry == null) {
      throw new AssertionError("nothing waits");
    }
    return entry;
  }

  private List<Object> rest() throws InterruptedException {
    List<Object> rest = new ArrayList<>();
    for (Entry entry = queue.poll(0); entry != null; entry = queue.poll(0)) {
      rest.add(entry instanceof Frame frame ? frame.venue() + frame.receivedAtNanos() : entry);
    }
    return rest;
  }

  private static Gap gap(String venue) {
    return new Gap(venue, List.of());
  }

  @Test
  void boundedInEntriesAndTheLossStandsWhereItHappened() throws InterruptedException {
    for (int i = 1; i <= 7; i++) {
      queue.offer(frame("a", i, 1));
    }
    assertThat(queue.drops()).isEqualTo(3);
    assertThat(queue.depth()).isEqualTo(4);
    next();
    queue.offer(frame("a", 8, 1));
    assertThat(queue.drops()).as("not half free yet").isEqualTo(4);
    next();
    queue.offer(frame("a", 9, 1));
    queue.offer(frame("a", 10, 1));
    assertThat(queue.drops()).as("gap and 9 fit, 10 does not").isEqualTo(5);
    assertThat(rest()).containsExactly("a3", "a4", gap("a"), "a9", gap("a"));
  }

  @Test
  void boundedInBytes() throws InterruptedException {
    queue.offer(frame("a", 1, 60));
    queue.offer(frame("a", 2, 60));
    assertThat(queue.drops()).isEqualTo(1);
    assertThat(rest()).containsExactly("a1", gap("a"));
    queue.offer(frame("a", 3, 100));
    assertThat(rest()).containsExactly("a3");
    queue.offer(frame("a", 4, 5_000));
    assertThat(rest()).as("alone, even a larger one").containsExactly("a4");
  }

  @Test
  void onlyTheVenueThatLostIsToldAndOnlyOnce() throws InterruptedException {
    for (int i = 1; i <= 4; i++) {
      queue.offer(frame("a", i, 1));
    }
    queue.offer(frame("b", 1, 1));
    queue.offer(frame("b", 2, 1));
    assertThat(rest()).containsExactly("a1", "a2", "a3", "a4", gap("b"));
    queue.offer(frame("b", 3, 1));
    queue.offer(frame("a", 5, 1));
    assertThat(rest()).containsExactly("b3", "a5");
  }

  @Test
  void aGapWithoutRoomIsToldForTheWholeVenue() throws InterruptedException {
    queue.offer(new Gap("a", List.of("X")));
    for (int i = 1; i <= 3; i++) {
      queue.offer(frame("a", i, 1));
    }
    queue.offer(new Gap("b", List.of("Y")));
    assertThat(rest()).containsExactly(new Gap("a", List.of("X")), "a1", "a2", "a3", gap("b"));
    assertThat(queue.drops()).isZero();
  }

  @Test
  void tasksTakeTheirTurnAndAreRefusedWithoutRoom() throws InterruptedException {
    List<String> done = new ArrayList<>();
    Task task = new Task(() -> done.add("worked"), () -> done.add("refused"));
    queue.offer(frame("a", 1, 1));
    assertThat(queue.offer(task)).isTrue();
    assertThat(next()).isInstanceOf(Frame.class);
    assertThat(next()).isEqualTo(task);
    for (int i = 0; i < 4; i++) {
      assertThat(queue.offer(task)).isTrue();
    }
    assertThat(queue.offer(task)).isFalse();
    assertThat(queue.takeTasks()).hasSize(4);
    assertThat(queue.depth()).isZero();
  }

  @Test
  void aTapeWaitsForRoomAndLosesNothing() throws InterruptedException {
    int frames = 5_000;
    Thread tape =
        Thread.ofPlatform()
            .start(() -> {
              try {
                for (int i = 0; i < frames; i++) {
                  queue.put(frame("a", i, i % 90));
                }
              } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
              }
            });
    for (int i = 0; i < frames; i++) {
      assertThat(queue.depth()).isLessThanOrEqualTo(4);
      Entry entry = queue.poll(60_000);
      assertThat(entry).isInstanceOfSatisfying(Frame.class, _ -> {});
      if (entry instanceof Frame frame) {
        assertThat(frame.receivedAtNanos()).isEqualTo(i);
      }
    }
    tape.join();
    assertThat(queue.drops()).isZero();
  }

  @Test
  void nothingComesOutOfAnEmptyQueue() throws InterruptedException {
    assertThat(queue.poll(1)).isNull();
  }
}
