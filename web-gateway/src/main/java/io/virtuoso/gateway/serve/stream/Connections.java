package io.virtuoso.gateway.serve.stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.util.AttributeKey;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.core.MultiMap;
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

  /** Who asks, for the upgrade is shown nothing of what the gate found out. */
  private static final AttributeKey<String> ASKING = AttributeKey.valueOf("virtuoso.client");

  /** Whose place the connection's stream has taken. */
  private static final AttributeKey<String> PLACE = AttributeKey.valueOf("virtuoso.place");

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
          request.addEndHandler(refused -> refused(channel, request.request().headers()));
          channel.attr(ASKING).set(clients.of(request));
          request.remove(QuarkusHttpUser.DEFERRED_IDENTITY_KEY);
          request.next();
        });
  }

  @Override
  public Uni<CheckResult> perform(HttpUpgradeContext context) {
    HttpServerRequest request = context.httpRequest();
    if (!offers(request.getHeader("Sec-WebSocket-Protocol"), PROTOCOL)) {
      return refused(Problem.of(400, "unknown_protocol", "The sub-protocol is " + PROTOCOL + "."));
    }
    Channel channel = SocketOutlet.channelOf(request);
    String client = channel.attr(ASKING).get();
    Problem refusal = enter(client);
    if (refusal != null) {
      return refused(refusal);
    }
    channel.attr(PLACE).set(client);
    var _ = channel.closeFuture().addListener(closed -> leave(channel));
    WholeMessages.declineExtensionsOn(channel);
    Entrance.holdOn(channel);
    context.userData().put(SocketOutlet.CHANNEL, channel);
    return CheckResult.permitUpgrade();
  }

  /** Takes a place for one more stream of that client until {@link #leave}; or tells why not. */
  @Nullable Problem enter(String client) {
    boolean room = open.incrementAndGet() <= max;
    boolean fair = perClient.merge(client, 1, Integer::sum) <= maxPerClient;
    if (room && fair) {
      return null;
    }
    leave(client);
    return tooMany(room ? 429 : 503);
  }

  /** Gives back one place of that client. */
  void leave(String client) {
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

  /** An upgrade that came to nothing, for the answer of one that did has no end. */
  private void refused(Channel channel, MultiMap headers) {
    leave(channel);
    Entrance.open(channel);
    if (headers.getAll("Connection").stream()
        .anyMatch(list -> offers(list, "close"))) { // told beside "Upgrade", the framework stays
      var _ = channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }
  }

  private void leave(Channel channel) {
    String client = channel.attr(PLACE).getAndSet(null);
    if (client != null) {
      leave(client);
    }
  }

  /** A check by itself refuses without a body; as a failure it is answered by the gate. */
  private static Uni<CheckResult> refused(Problem problem) {
    return Uni.createFrom().failure(new ProblemException(problem));
  }

  /** Whether a header's list has that member, in whatever case. */
  private static boolean offers(@Nullable String list, String member) {
    return list != null
        && Arrays.stream(list.split(",", -1)).map(String::strip).anyMatch(member::equalsIgnoreCase);
  }
}
