package io.virtuoso.gateway.cache;

import io.smallrye.mutiny.Uni;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import java.util.Optional;
import java.util.function.Consumer;

/** A cache outside this process. It may be slow, absent or poisoned, and says so in its report. */
public interface SharedTier {
  /** The name in {@code Cache-Status} and in metrics. */
  String name();

  /**
   * This tier's copy, empty when it has none that can be believed within its budget; no failure.
   *
   * @param late is given a copy that comes after the budget, when nobody waits for it any more; a
   *     tier that cannot wait longer never does
   */
  Uni<Optional<StoredDocument>> find(DocumentKey key, Consumer<StoredDocument> late);

  TierReport report();
}
