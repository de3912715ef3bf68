package io.virtuoso.gateway.cache;

import io.smallrye.mutiny.Uni;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import java.util.Optional;

/** A cache outside this process. It may be slow, absent or poisoned, and says so in its report. */
public interface SharedTier {
  /** The name in {@code Cache-Status} and in metrics. */
  String name();

  /**
   * This tier's copy, empty when it has none that can be believed within its budget; no failure.
   */
  Uni<Optional<StoredDocument>> find(DocumentKey key);

  TierReport report();
}
