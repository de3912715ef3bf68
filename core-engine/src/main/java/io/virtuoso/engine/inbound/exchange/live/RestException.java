package io.virtuoso.engine.inbound.exchange.live;

import java.io.IOException;

/** A REST request that has no usable answer. The message says why, in plain words. */
final class RestException extends IOException {
  private static final long serialVersionUID = 1L;

  RestException(String reason) {
    super(reason);
  }
}
