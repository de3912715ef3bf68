package io.virtuoso.gateway.route.engine;

import io.smallrye.mutiny.Uni;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;

/** The engine as a source of documents. */
public interface EngineDocuments {
  /** What the engine said. That a document does not exist is an answer, not a failure. */
  sealed interface Reply {
    /** The document that was asked for, checked. */
    record Document(StoredDocument document) implements Reply {}

    /** The last good copy; the engine was not asked, or did not answer. */
    record Remembered(StoredDocument document) implements Reply {}

    /** There is no such document. */
    record Unknown() implements Reply {}
  }

  /** Asks the engine; fails when it does not answer, or answers what cannot be believed. */
  Uni<Reply> fetch(DocumentKey key);
}
