package io.virtuoso.engine.inbound.exchange.live;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/** Opens WebSockets of one venue. */
interface Sockets {
  /** Hears one socket, on the event loop that opened it. */
  interface Listener {
    /** Bytes came, of whatever, before it is known what they mean. */
    void heard();

    void text(Buffer frame);

    /** A ping of ours was answered. */
    void pong();

    /** It is over; nothing follows. */
    void closed(LossCause cause, String detail);
  }

  /** An open socket. */
  interface Socket {
    Future<Void> send(String text);

    /** Sends a ping of the protocol (RFC 6455), which the other side has to answer. */
    Future<Void> ping();

    void close();
  }

  /** Connects to {@code path} below the venue's address. */
  Future<Socket> connect(String path, Listener listener);

  /** Closes everything that is open. */
  void close();
}
