package io.virtuoso.gateway.serve.guard.key;

/** What a request says of who sends it. */
public sealed interface Presented {
  /** No key at all. */
  record Nothing() implements Presented {}

  /** A key that is configured. */
  record Known(Caller caller) implements Presented {}

  /** A key that nobody has, or more than one. */
  record Wrong() implements Presented {}
}
