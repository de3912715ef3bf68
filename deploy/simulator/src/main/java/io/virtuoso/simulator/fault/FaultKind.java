package io.virtuoso.simulator.fault;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What can go wrong. */
public enum FaultKind {
  /** Sockets stay open and pings are answered, but matching streams say nothing. */
  STALL(Span.TIMED),
  /** TCP connections end. */
  DROP(Span.IMMEDIATE),
  /** Messages are swallowed. */
  GAP(Span.COUNTED),
  /** Messages come twice. */
  DUPLICATE(Span.COUNTED),
  /** A message changes place with the next one of its stream. */
  REORDER(Span.COUNTED),
  /** Requests are refused with 429, 418 or 403 and Retry-After. */
  BAN(Span.TIMED),
  /** Bytes of messages are corrupted. */
  GARBLE(Span.COUNTED),
  /** Everything is refused. */
  DOWN(Span.TIMED),
  /** A book message carries a bid above the best ask. */
  CROSSED(Span.COUNTED),
  /** Messages flow, their times stand still. */
  FREEZE_TIME(Span.TIMED),
  /** A symbol is not traded: not listed, unknown to requests, its streams silent and refused. */
  DELIST(Span.STANDING);

  /** How long a fault lasts when nothing else is said. */
  public enum Span {
    /** For some seconds. */
    TIMED,
    /** For some messages. */
    COUNTED,
    /** At once, and it is over. */
    IMMEDIATE,
    /** Until the faults are cleared. */
    STANDING
  }

  private final Span span;

  FaultKind(Span span) {
    this.span = span;
  }

  public Span span() {
    return span;
  }

  /** Lower-case name, as the control interface speaks it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<FaultKind> of(String word) {
    return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
  }
}
