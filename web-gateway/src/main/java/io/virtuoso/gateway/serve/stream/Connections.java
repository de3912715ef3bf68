package io.virtuoso.gateway.serve.stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.quarkus.websockets.next.UserData;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.virtuoso.gateway.GatewaySettings;
import io.virtuoso.gateway.serve.guard.Clients;
import io.virtuoso.gateway.serve.problem.Problem;
import io.virtuoso.gateway.serve.problem.ProblemException;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** How many streams are open, in all and per client, and who may open one more. */
@Singleton
final class Connections implements HttpUpgradeCheck {
  static final String PROTOCOL = "virtuoso.v1.json";

  /** Where the upgrade leaves the client's name for the endpoint. */
  static final UserData.TypedKey<String> CLIENT = UserData.TypedKey.forString("virtuoso.client");

  /** The same until the upgrade, which is shown nothing of what the gate found out. */
  private static final AttributeKey<String> ASKING = AttributeKey.valueOf("virtuoso.client");

  private static final int BEFORE_THE_ENDPOINT = -1; // and behind all filters

  private final Clients clients;
  private final int max;
  private final int maxPerClient;
  private final AtomicInteger open = new AtomicInteger();
  private final Map<String, Integer> perClient = new ConcurrentHashMap<>();

  @Inject
  Connections(GatewaySettings settings, Clients clients, MeterRegistry registry) {
    this.clients = clients;
    this.max = settings.stream().maxConnections();
    this.maxPerClient = settings.stream().maxConnectionsPerClient();
    registry.gauge("virtuoso.stream.connections", open);
  }

  /**
   * A stream has no identity: the gate has seen its key. Left in the request, the one that nobody
   * asked for would keep request and response in memory for as long as the connection lasts.
   */
  void install(@Observes Router router) {
    router
        .route(StreamEndpoint.PATH)
        .order(BEFORE_THE_ENDPOINT)
        .handler(request -> {
          Channel channel = SocketOutlet.channelOf(request.request());
          request.addEndHandler(refused -> Entrance.open(channel)); // a stream's answer has no end
          channel.attr(ASKING).set(clients.of(request));
          request.remove(QuarkusHttpUser.DEFERRED_IDENTITY_KEY);
          request.next();
        });
  }

  @Override
  public Uni<CheckResult> perform(HttpUpgradeContext context) {
    HttpServerRequest request = context.httpRequest();
    if (!offersProtocol(request.getHeader("Sec-WebSocket-Protocol"))) {
      return refused(Problem.of(400, "unknown_protocol", "The sub-protocol is " + PROTOCOL + "."));
    }
    Channel channel = SocketOutlet.channelOf(request);
    String client = channel.attr(ASKING).get();
    Problem refusal = refusal(client);
    if (refusal != null) {
      return refused(refusal);
    }
    context.userData().put(CLIENT, client);
    WholeMessages.declineExtensionsOn(channel);
    Entrance.holdOn(channel);
    context.userData().put(SocketOutlet.CHANNEL, channel);
    return CheckResult.permitUpgrade();
  }

  /** Why one more stream of that client is refused; null when it is not. */
  @Nullable Problem refusal(String client) {
    if (open.get() >= max) {
      return tooMany(503);
    }
    return perClient.getOrDefault(client, 0) >= maxPerClient ? tooMany(429) : null;
  }

  void opened(String client) {
    open.incrementAndGet();
    perClient.merge(client, 1, Integer::sum);
  }

  void closed(String client) {
    perClient.computeIfPresent(client, (ignored, count) -> count == 1 ? null : count - 1);
    if (open.decrementAndGet() == 0) {
      synchronized (this) {
        notifyAll();
      }
    }
  }

  /** Waits until nobody is connected; false when that takes too long. */
  synchronized boolean awaitNone(long maxMs) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(maxMs);
    while (open.get() > 0) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  private static Problem tooMany(int status) {
    return Problem.of(status, "too_many_streams", "No more streams here.");
  }

  /** A check by itself refuses without a body; as a failure it is answered by the gate. */
  private static Uni<CheckResult> refused(Problem problem) {
    return Uni.createFrom().failure(new ProblemException(problem));
  }

  private static boolean offersProtocol(@Nullable String offered) {
    return offered != null
        && Arrays.stream(offered.split(",", -1)).map(String::strip).anyMatch(PROTOCOL::equals);
  }
}
