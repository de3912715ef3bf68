package io.virtuoso.gateway.serve.guard;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import io.virtuoso.gateway.serve.guard.key.Caller;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who sent a request, as far as limits go: the peer, or behind trusted proxies the last address
 * that is not theirs. What stands further left in the headers is anybody's word.
 */
@Singleton
public final class Clients {
  private static final CharSequence FORWARDED_FOR = HttpHeaders.createOptimized("X-Forwarded-For");
  private static final CharSequence FORWARDED = HttpHeaders.createOptimized("Forwarded");
  private static final int MAX_HOPS = 16;

  private final TrustedProxies proxies;

  @Inject
  public Clients(TrustedProxies proxies) {
    this.proxies = proxies;
  }

  /** For whom a request counts that passed the gate: its API key's owner, else its address. */
  public String of(RoutingContext request) {
    Caller caller = KeyCheck.caller(request);
    return caller == null ? of(request.request()) : of(caller);
  }

  static String of(Caller caller) {
    return "key " + caller.name();
  }

  /** The client's address, of IPv6 the network; empty when it went away meanwhile. */
  public String of(HttpServerRequest request) {
    return of(request.remoteAddress(), request.headers());
  }

  /** The same for a connection and the headers that came over it. */
  public String of(@Nullable SocketAddress peer, MultiMap headers) {
    String address = peer == null ? null : peer.hostAddress();
    if (address == null) {
      return "";
    }
    return ClientAddress.group(proxies.areNone() ? address : origin(address, headers));
  }

  /** Who it is whatever the headers say; null when that peer's word on it is taken. */
  public @Nullable String whoever(InetAddress peer) {
    return proxies.trusts(peer) ? null : ClientAddress.group(peer.getHostAddress());
  }

  private String origin(String peer, MultiMap headers) {
    String client = peer;
    List<String> hops = hops(headers);
    for (int i = hops.size() - 1; i >= 0 && hops.size() - i <= MAX_HOPS; i--) {
      if (!proxies.trusts(InetAddress.ofLiteral(client))) {
        break;
      }
      String address = ForwardedAddress.of(hops.get(i));
      if (address == null) {
        break; // a proxy that does not know: the proxy it is, then
      }
      client = address;
    }
    return client;
  }

  private static List<String> hops(MultiMap headers) {
    boolean plain = headers.contains(FORWARDED_FOR);
    List<String> hops = new ArrayList<>();
    for (String line : headers.getAll(plain ? FORWARDED_FOR : FORWARDED)) {
      hops.addAll(List.of(line.split(",", -1)));
    }
    return hops;
  }
}
