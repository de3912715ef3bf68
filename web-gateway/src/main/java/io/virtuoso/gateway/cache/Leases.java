package io.virtuoso.gateway.cache;

import io.smallrye.mutiny.Uni;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import org.jspecify.annotations.Nullable;

/**
 * Who of all gateways asks the engine for a document. It spares the engine and is no lock: where it
 * cannot be told in time, everybody may ask.
 */
@FunctionalInterface
public interface Leases {
  /** Whose turn it is. */
  sealed interface Turn permits Granted, Brought, Taken, Untold {}

  /** Ours, until {@link #done}. */
  non-sealed interface Granted extends Turn {
    /**
     * Ends the turn.
     *
     * @param document what the engine answered, for those who wait; null when it brought nothing
     */
    void done(@Nullable StoredDocument document);
  }

  /** Another gateway has just asked, and this is the answer. */
  record Brought(StoredDocument document) implements Turn {}

  /** Another gateway is asking. */
  record Taken() implements Turn {}

  /** Nobody can say. */
  record Untold() implements Turn {}

  /**
   * Asks for a turn; never fails and never takes long.
   *
   * @param heldVersion of our own copy, 0 when there is none; only a newer one is brought
   */
  Uni<Turn> turn(DocumentKey key, long heldVersion);
}
