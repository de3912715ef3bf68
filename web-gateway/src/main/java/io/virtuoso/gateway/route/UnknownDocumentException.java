package io.virtuoso.gateway.route;

import io.virtuoso.model.wire.DocumentKey;

/** There is no such document: 404. */
public final class UnknownDocumentException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnknownDocumentException(DocumentKey key) {
    super("no document " + key, null, false, false);
  }
}
