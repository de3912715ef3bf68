package io.virtuoso.engine.inbound.exchange.live;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;

/** Sends GET requests to one venue's REST host; decides nothing. */
interface RestTransport {
  /** A whole answer. */
  record Answer(int status, MultiMap headers, Buffer body) {}

  /** A request on its way. */
  interface Exchange {
    /** Fails when there is no whole answer. */
    Future<Answer> answer();

    /** Gives it up: the answer fails if it has not come. */
    void abort(String reason);
  }

  /** Asks for {@code target} below the venue's address. */
  Exchange get(String target);

  /** Closes everything that is open. */
  void close();
}
