package io.virtuoso.gateway.cache.policy;

import io.virtuoso.model.wire.DocumentClass;
import java.util.List;

/** The soft limits in force, as far as they may be moved while running. Thread-safe. */
public interface SoftLimits {
  /** One per class of documents, in a fixed order. */
  List<SoftLimit> softLimits();

  /**
   * Moves the limit of one class as near to {@code softMs} as its bounds allow; from the next
   * request on it holds.
   */
  void soften(DocumentClass documents, long softMs);
}
