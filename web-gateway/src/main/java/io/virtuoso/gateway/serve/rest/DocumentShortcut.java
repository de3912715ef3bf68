package io.virtuoso.gateway.serve.rest;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.vertx.core.MultiMap;
import io.vertx.core.net.SocketAddress;
import io.virtuoso.gateway.observe.Exchange;
import io.virtuoso.gateway.observe.Outcome;
import io.virtuoso.gateway.observe.Requests;
import io.virtuoso.gateway.observe.Tier;
import io.virtuoso.gateway.route.DocumentRoute;
import io.virtuoso.gateway.serve.guard.Clients;
import io.virtuoso.gateway.serve.guard.Gate;
import io.virtuoso.gateway.serve.guard.connection.Shortcut;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Live documents for requests of the plainest kind, past the framework: the same checks, counts and
 * bytes as the ordinary way has for them. Thread-safe.
 */
@Singleton
final class DocumentShortcut implements Shortcut {
  private final KnownTargets known;
  private final AtHand copies;
  private final Clients clients;
  private final Gate gate;
  private final Requests requests;
  private volatile boolean draining;

  @Inject
  DocumentShortcut(
      KnownTargets known, AtHand copies, Clients clients, Gate gate, Requests requests) {
    this.known = known;
    this.copies = copies;
    this.clients = clients;
    this.gate = gate;
    this.requests = requests;
  }

  /** From then on it is the framework that says what is still answered. */
  void drain(@Observes ShutdownDelayInitiatedEvent announced) {
    draining = true;
  }

  @Override
  public Answers to(InetSocketAddress peer) {
    SocketAddress address = SocketAddress.inetSocketAddress(peer);
    String always = clients.whoever(peer.getAddress());
    return request -> {
      DocumentRoute.Asked asked = !draining && isPlain(request) ? known.find(request.uri()) : null;
      if (asked == null || !(request.headers() instanceof MultiMap headers)) {
        return null; // they are one where Vert.x decodes
      }
      String client = always == null ? clients.of(address, headers) : always;
      return answer(asked, headers, client, request.method().equals(HttpMethod.HEAD));
    };
  }

  private @Nullable ByteBuf answer(
      DocumentRoute.Asked asked, MultiMap headers, String client, boolean headOnly) {
    Exchange exchange = requests.begin();
    AtHand.Copy copy = copies.find(asked, headers);
    if (copy == null || !gate.waves(headers, client)) {
      return null;
    }
    copies.served(copy);
    exchange.routed(known.meter(asked.route()));
    exchange.answered(Outcome.FRESH_HIT, Tier.LOCAL, copy.live().cacheStatus());
    boolean unchanged = copy.isKnownTo(headers);
    requests.ended(exchange, unchanged ? 304 : 200);
    Packets packets = copy.form().packets(copy);
    return unchanged ? packets.unchanged() : headOnly ? packets.headOnly() : packets.whole();
  }

  /** To be read, without a body, and the connection stays what it is. */
  private static boolean isPlain(HttpRequest request) {
    HttpMethod method = request.method();
    return (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD))
        && request.protocolVersion().equals(HttpVersion.HTTP_1_1)
        && HttpUtil.isKeepAlive(request)
        && !request.headers().contains(HttpHeaderNames.UPGRADE)
        && !request.headers().contains(HttpHeaderNames.EXPECT)
        && !request.headers().contains(HttpHeaderNames.CONTENT_LENGTH)
        && !request.headers().contains(HttpHeaderNames.TRANSFER_ENCODING);
  }
}
