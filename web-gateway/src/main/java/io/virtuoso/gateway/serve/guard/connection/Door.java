package io.virtuoso.gateway.serve.guard.connection;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import io.vertx.core.http.HttpServerOptions;
import io.virtuoso.gateway.serve.guard.ClientAddress;
import io.virtuoso.gateway.serve.guard.TrustedProxies;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Lets connections in up to a number in all and per client, and gives each that comes in its watch.
 * A trusted proxy stands for many clients and counts only towards the whole.
 */
final class Door {
  private final ConnectionLimits limits;
  private final TrustedProxies proxies;
  private final HttpServerOptions options;
  private final @Nullable Shortcut shortcut;
  private final AtomicInteger open = new AtomicInteger();
  private final Map<String, Integer> perClient = new ConcurrentHashMap<>();
  private final Counter tooMany;
  private final Counter tooManyOfOne;
  private final Counter slow;

  /**
   * A door.
   *
   * @param shortcut null when every request goes the ordinary way
   */
  Door(
      ConnectionLimits limits,
      TrustedProxies proxies,
      HttpServerOptions options,
      @Nullable Shortcut shortcut,
      MeterRegistry registry) {
    this.limits = limits;
    this.proxies = proxies;
    this.options = options;
    this.shortcut = shortcut;
    this.tooMany = refused(registry, "total");
    this.tooManyOfOne = refused(registry, "client");
    this.slow = refused(registry, "slow");
    registry.gauge("virtuoso.connections.open", open);
  }

  /** Whether that connection may stay; if so, it is counted until it ends. */
  boolean admits(Channel connection) {
    if (!(connection.remoteAddress() instanceof InetSocketAddress peer)) {
      return false; // it went away meanwhile
    }
    if (open.get() >= limits.total()) {
      tooMany.increment();
      return false;
    }
    InetAddress address = peer.getAddress();
    if (!proxies.trusts(address)) {
      String client = ClientAddress.group(address.getHostAddress());
      if (perClient.merge(client, 1, Integer::sum) > limits.perClient()) {
        leave(client);
        tooManyOfOne.increment();
        return false;
      }
      connection.closeFuture().addListener(closed -> leave(client));
    }
    open.incrementAndGet();
    connection.closeFuture().addListener(closed -> open.decrementAndGet());
    connection.pipeline().addFirst(new Watch(limits, options, shortcut, slow));
    return true;
  }

  int open() {
    return open.get();
  }

  private void leave(String client) {
    perClient.computeIfPresent(client, (same, count) -> count == 1 ? null : count - 1);
  }

  private static Counter refused(MeterRegistry registry, String reason) {
    return registry.counter("virtuoso.connections.refused", "reason", reason);
  }
}
