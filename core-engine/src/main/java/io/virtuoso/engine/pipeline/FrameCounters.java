package io.virtuoso.engine.pipeline;

import io.virtuoso.engine.inbound.exchange.FrameDecoder;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many frames and events went through a pipeline since its start. Written by its thread; other
 * threads may read slightly old numbers.
 */
public final class FrameCounters {
  private volatile long frames;
  private volatile long rejected;
  private volatile long unknownSymbol;
  private volatile long refusedSubscriptions;
  long trades;
  long bookDeltas;
  long bookSnapshots;
  long quotes;
  long klines;
  long derivatives;
  long liquidations;

  @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
  void count(FrameDecoder.Outcome outcome) {
    frames++;
    switch (outcome) {
      case EVENTS, IGNORED -> {}
      case REFUSED_SUBSCRIPTION -> refusedSubscriptions++;
      case UNKNOWN_SYMBOL -> unknownSymbol++;
      case REJECTED -> rejected++;
    }
  }

  /** Frames taken, understood or not. */
  public long frames() {
    return frames;
  }

  /** Frames that could not be understood. */
  public long rejected() {
    return rejected;
  }

  /** Frames of instruments that are not followed. */
  public long unknownSymbol() {
    return unknownSymbol;
  }

  /** Subscriptions that an exchange refused. */
  public long refusedSubscriptions() {
    return refusedSubscriptions;
  }

  /** Events by kind; only for the pipeline's own thread. */
  public Map<String, Long> events() {
    Map<String, Long> events = new LinkedHashMap<>();
    events.put("trade", trades);
    events.put("book_delta", bookDeltas);
    events.put("book_snapshot", bookSnapshots);
    events.put("quote", quotes);
    events.put("kline", klines);
    events.put("derivatives", derivatives);
    events.put("liquidation", liquidations);
    return events;
  }
}
