package io.virtuoso.gateway.route;

import io.virtuoso.model.wire.DocumentKey;

/** The document exists, but every copy within reach is too old to show: 503. */
public final class NothingHonestException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public NothingHonestException(DocumentKey key, String reason) {
    super(key + ": " + reason, null, false, false);
  }
}
