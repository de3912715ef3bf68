package io.virtuoso.gateway.serve.guard.connection;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpRequest;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Knows the answers that need nothing of the framework. */
public interface Shortcut {
  /** The answers to whoever is at the other end of a connection. */
  Answers to(InetSocketAddress peer);

  /** Belongs to the connection's event loop. */
  interface Answers {
    /**
     * The whole answer, head and body, as it goes over the wire; null when the request has to go
     * the ordinary way, as if nobody had looked at it.
     *
     * @param request whose body is empty if its head does not announce one
     */
    @Nullable ByteBuf of(HttpRequest request);
  }
}
