package io.virtuoso.gateway.observe;

import java.util.Locale;

/** How one question for a document ended. */
public enum Outcome {
  /** From a cache tier, within the soft limit. */
  FRESH_HIT,
  /** From a cache tier, past the soft limit and marked so. */
  STALE_HIT,
  /** Shared the journey that another caller had begun. */
  COALESCED,
  /** The engine was asked and answered. */
  MISS,
  /** No such document. */
  UNKNOWN,
  /** Nothing honest could be served. */
  ERROR,
  /** Of a request that asked for no document: a file, a report, a refusal. */
  NONE;

  private final String code = name().toLowerCase(Locale.ROOT);

  /** The name as a label. */
  public String code() {
    return code;
  }

  /** Whether it says something about the caches. */
  public boolean isAnswerable() {
    return this != UNKNOWN && this != NONE;
  }
}
