package io.virtuoso.engine.inbound.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** The carriers of a message that holds several, kept from frame to frame. */
public final class Rows<T> {
  private final Supplier<T> maker;
  private final List<T> carriers = new ArrayList<>();
  private int size;

  public Rows(Supplier<T> maker) {
    this.maker = maker;
  }

  public void clear() {
    size = 0;
  }

  public int size() {
    return size;
  }

  public T get(int i) {
    return carriers.get(i);
  }

  /** One more row; it still holds what an earlier frame left in it. */
  public T add() {
    if (size == Draft.MAX_ROWS) {
      throw MalformedFrameException.INSTANCE;
    }
    if (size == carriers.size()) {
      carriers.add(maker.get());
    }
    return carriers.get(size++);
  }

  /** Takes back the row added last. */
  public void removeLast() {
    size--;
  }

  public FrameDecoder.Outcome outcome() {
    return size == 0 ? FrameDecoder.Outcome.IGNORED : FrameDecoder.Outcome.EVENTS;
  }

  /** In the order of the message. */
  public void forEach(Consumer<? super T> consumer) {
    for (int i = 0; i < size; i++) {
      consumer.accept(carriers.get(i));
    }
  }

  /** Oldest first, whichever way round the message lists them. */
  public void forEachFromOldest(ToLongFunction<? super T> time, Consumer<? super T> consumer) {
    if (size > 1 && time.applyAsLong(get(0)) > time.applyAsLong(get(size - 1))) {
      for (int i = size - 1; i >= 0; i--) {
        consumer.accept(carriers.get(i));
      }
    } else {
      forEach(consumer);
    }
  }
}
