package io.virtuoso.gateway.route;

import io.smallrye.mutiny.Uni;
import io.virtuoso.model.wire.DocumentKey;

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
}
