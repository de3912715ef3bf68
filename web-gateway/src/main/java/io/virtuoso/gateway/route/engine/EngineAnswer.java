package io.virtuoso.gateway.route.engine;

import io.vertx.core.MultiMap;

/** What came over the wire, complete but not yet believed. */
final class EngineAnswer {
  private final int status;
  private final MultiMap headers;
  private final byte[] body;

  EngineAnswer(int status, MultiMap headers, byte[] body) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  int status() {
    return status;
  }

  MultiMap headers() {
    return headers;
  }

  byte[] body() {
    return body;
  }
}
