package io.virtuoso.storm.proxy;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What went through a proxy and what was done to it, since its start. Thread-safe. */
public final class Counters {
  private final Map<String, LongAdder> injected = new ConcurrentHashMap<>();
  private final LongAdder accepted = new LongAdder();
  private final LongAdder up = new LongAdder();
  private final LongAdder down = new LongAdder();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger mostOpen = new AtomicInteger();

  void opened() {
    accepted.increment();
    mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
  }

  void closed() {
    open.decrementAndGet();
  }

  void passed(Direction way, int bytes) {
    (way == Direction.UP ? up : down).add(bytes);
  }

  void injected(Toxic toxic) {
    injected.computeIfAbsent(toxic.code(), _ -> new LongAdder()).increment();
  }

  /** How often the toxic of that {@link Toxic#code} was really met. */
  public long injected(String code) {
    LongAdder adder = injected.get(code);
    return adder == null ? 0 : adder.sum();
  }

  public long accepted() {
    return accepted.sum();
  }

  /** Bytes that arrived that way. */
  public long bytes(Direction way) {
    return switch (way) {
      case UP -> up.sum();
      case DOWN -> down.sum();
      case BOTH -> up.sum() + down.sum();
    };
  }

  /** Connections that are open now and whose client has not left. */
  public int open() {
    return open.get();
  }

  /** The most that were open at once since {@link #forgetMostOpen}. */
  public int mostOpen() {
    return mostOpen.get();
  }

  public void forgetMostOpen() {
    mostOpen.set(open.get());
  }

  /** All of it by name. */
  Map<String, Long> all() {
    Map<String, Long> all = new TreeMap<>();
    injected.forEach((code, count) -> all.put("injected_" + code, count.sum()));
    all.put("accepted", accepted());
    all.put("open", (long) open());
    all.put("bytes_up", up.sum());
    all.put("bytes_down", down.sum());
    return all;
  }
}
