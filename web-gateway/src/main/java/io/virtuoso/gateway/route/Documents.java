package io.virtuoso.gateway.route;

import io.smallrye.mutiny.Uni;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import org.jspecify.annotations.Nullable;

/** Every document that can be served, whichever tier holds it. */
public interface Documents {
  /**
   * The newest copy within reach; never blocks the caller.
   *
   * @return the answer, or a failure: {@link UnknownDocumentException} when no such document
   *     exists, {@link NothingHonestException} when it exists but no tier has a copy young enough
   *     to show
   */
  Uni<Answer> find(DocumentKey key);

  /**
   * The short way of {@link #find}, for the most frequent case: the local copy if it is live and
   * far from its refresh; null when the long way has to be gone. Nothing is counted: that is for
   * {@link #served}.
   */
  default @Nullable StoredDocument fresh(DocumentKey key) {
    return null;
  }

  /**
   * Whether {@link #find} would set out for that document: nobody here has a copy, is on the way to
   * one, or knows that there is none to be had.
   */
  default boolean isFar(DocumentKey key) {
    return false;
  }

  /** That copy, found by the short way, is what a request is answered with. */
  default void served(StoredDocument fresh) {}
}
