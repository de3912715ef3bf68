package io.virtuoso.gateway.serve.guard.connection;

import org.jspecify.annotations.Nullable;

/**
 * What the two ends of a connection's pipeline must know of each other: how many answers are still
 * owed, and the refusal that is to follow them. Belongs to the connection's event loop.
 */
final class Conversation {
  private int owed;
  private boolean answering;
  private @Nullable Refusal refusal;

  void asked() {
    owed++;
  }

  /** Whether every request but the one that came last has its answer. */
  boolean isAtLast() {
    return owed == 1 && refusal == null;
  }

  /** The first piece of an answer goes out. */
  void answers() {
    answering = true;
  }

  /** An answer is complete; the refusal that may be sent now, if there is one. */
  @Nullable Refusal answered() {
    answering = false;
    owed--;
    return owed == 0 ? refusal : null;
  }

  /** Notes the connection's last word; true when it may be said at once. */
  boolean refuse(Refusal last) {
    refusal = last;
    return owed == 0;
  }

  /** The same for a request that was passed on already; false when it has its answer. */
  boolean interrupt(Refusal last) {
    refusal = last;
    return owed == 1 && !answering;
  }

  boolean isRefused() {
    return refusal != null;
  }
}
