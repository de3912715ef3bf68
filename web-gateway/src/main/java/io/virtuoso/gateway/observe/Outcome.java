package io.virtuoso.gateway.observe;

import java.util.Locale;

/** How one question for a document ended. */
public enum Outcome {
  /** From a cache tier, within the soft limit. */
  FRESH_HIT,
  /** Past the soft limit and marked so, from a cache tier or a shared journey. */
  STALE_HIT,
  /** Shared the journey that another caller had begun, and found a live document. */
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
