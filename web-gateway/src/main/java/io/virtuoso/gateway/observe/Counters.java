package io.virtuoso.gateway.observe;

import io.micrometer.core.instrument.Counter;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntFunction;

/**
 * Counters by cell of a small table, each registered when it is first needed, so that the registry
 * carries no series that never counts. Thread-safe.
 */
final class Counters {
  private final AtomicReferenceArray<Counter> cells;
  private final IntFunction<Counter> register;

  /**
   * A table of {@code size} cells.
   *
   * @param register the counter of a cell, the same one each time
   */
  Counters(int size, IntFunction<Counter> register) {
    this.cells = new AtomicReferenceArray<>(size);
    this.register = register;
  }

  void increment(int cell) {
    Counter counter = cells.get(cell);
    if (counter == null) {
      counter = register.apply(cell);
      cells.set(cell, counter);
    }
    counter.increment();
  }

  long counted(int cell) {
    Counter counter = cells.get(cell);
    return counter == null ? 0 : (long) counter.count();
  }
}
