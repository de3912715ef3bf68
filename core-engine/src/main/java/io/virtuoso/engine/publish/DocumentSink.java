package io.virtuoso.engine.publish;

import io.virtuoso.model.wire.StoredDocument;

/** Takes every new version of every document, in order per key. Must not block. */
@FunctionalInterface
public interface DocumentSink {
  void publish(StoredDocument document);

  /** Hands every document first to this sink, then to {@code next}. */
  default DocumentSink then(DocumentSink next) {
    return document -> {
      publish(document);
      next.publish(document);
    };
  }
}
