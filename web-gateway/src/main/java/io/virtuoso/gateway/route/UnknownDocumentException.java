package io.virtuoso.gateway.route;

import io.virtuoso.model.wire.DocumentKey;

/** There is no such document: 404. */
public final class UnknownDocumentException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnknownDocumentException(DocumentKey key) {
    this(key.path());
  }

  /** Nothing of that name can exist. */
  UnknownDocumentException(String name) {
    super("no document " + name, null, false, false);
  }
}
