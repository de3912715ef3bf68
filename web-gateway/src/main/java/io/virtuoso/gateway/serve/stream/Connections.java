package io.virtuoso.gateway.serve.stream;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.util.AttributeKey;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.virtuoso.gateway.serve.guard.Clients;
import io.virtuoso.gateway.serve.problem.Problem;
import io.virtuoso.gateway.serve.problem.ProblemException;
import io.virtuoso.gateway.serve.problem.Problems;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which upgrades to a stream come to something, and the place that each of them takes. */
@Singleton
final class Connections implements HttpUpgradeCheck {
  static final String PROTOCOL = "virtuoso.v1.json";

  /** Who asks, for the upgrade is shown nothing of what the gate found out. */
  private static final AttributeKey<String> ASKING = AttributeKey.valueOf("virtuoso.client");

  /** Whose place the connection's stream has taken; empty when it was given back. */
  private static final AttributeKey<Optional<String>> PLACE =
      AttributeKey.valueOf("virtuoso.place");

  private static final String VERSION = "13";
  private static final int KEY_BYTES = 16;

  private static final int BEFORE_THE_ENDPOINT = -1; // and behind all filters

  private final Clients clients;
  private final Places places;

  @Inject
  Connections(Clients clients, Places places) {
    this.clients = clients;
    this.places = places;
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
          Problem fault = faultOf(request.request(), request.response());
          if (fault == null) {
            request.next();
          } else {
            Problems.send(request, fault);
          }
        });
  }

  /**
   * What is wrong with a handshake, RFC 6455: the framework would refuse it in plain text, and only
   * after everything else.
   *
   * @param response gets the headers that go with the fault
   */
  private static @Nullable Problem faultOf(HttpServerRequest request, HttpServerResponse response) {
    if (!request.method().equals(HttpMethod.GET)) {
      response.putHeader(HttpHeaders.ALLOW, "GET");
      return Problems.ofStatus(405);
    }
    if (!lists(request, "Upgrade", "websocket") || !lists(request, "Connection", "upgrade")) {
      response.putHeader(HttpHeaders.UPGRADE, "websocket");
      return Problem.of(426, "upgrade_required", "Only a WebSocket is opened here.");
    }
    if (!VERSION.equals(request.getHeader("Sec-WebSocket-Version"))) {
      response.putHeader("Sec-WebSocket-Version", VERSION);
      return Problem.of(426, "unknown_version", "The version of WebSockets is 13.");
    }
    return isKey(request.getHeader("Sec-WebSocket-Key"))
        ? null
        : Problem.of(400, "bad_handshake", "Sec-WebSocket-Key is 16 bytes in base64.");
  }

  private static boolean isKey(@Nullable String key) {
    try {
      return key != null && Base64.getDecoder().decode(key).length == KEY_BYTES;
    } catch (IllegalArgumentException noBase64) {
      return false;
    }
  }

  @Override
  public Uni<CheckResult> perform(HttpUpgradeContext context) {
    HttpServerRequest request = context.httpRequest();
    if (!offersProtocol(request.getHeader("Sec-WebSocket-Protocol"))) {
      return refused(Problem.of(400, "unknown_protocol", "The sub-protocol is " + PROTOCOL + "."));
    }
    Channel channel = SocketOutlet.channelOf(request);
    String client = channel.attr(ASKING).get();
    Problem refusal = places.enter(client);
    if (refusal != null) {
      return refused(refusal);
    }
    if (channel.attr(PLACE).getAndSet(Optional.of(client))
        == null) { // one listener, however often it is tried
      var _ = channel.closeFuture().addListener(closed -> leave(channel));
    }
    WholeMessages.declineExtensionsOn(channel);
    Entrance.holdOn(channel);
    context.userData().put(SocketOutlet.CHANNEL, channel);
    return CheckResult.permitUpgrade();
  }

  /** An upgrade that came to nothing, for the answer of one that did has no end. */
  private void refused(Channel channel, MultiMap headers) {
    leave(channel);
    Entrance.open(channel);
    if (lists(headers, "Connection", "close")) { // told beside "Upgrade", the framework stays
      var _ = channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }
  }

  private void leave(Channel channel) {
    Optional<String> taken = channel.attr(PLACE).get();
    if (taken != null && taken.isPresent()) {
      channel.attr(PLACE).set(Optional.empty());
      places.leave(taken.get());
    }
  }

  /** A check by itself refuses without a body; as a failure it is answered by the gate. */
  private static Uni<CheckResult> refused(Problem problem) {
    return Uni.createFrom().failure(new ProblemException(problem));
  }

  private static boolean offersProtocol(@Nullable String offered) {
    return offered != null
        && Arrays.stream(offered.split(",", -1)).map(String::strip).anyMatch(PROTOCOL::equals);
  }

  private static boolean lists(HttpServerRequest request, String header, String member) {
    return lists(request.headers(), header, member);
  }

  /** Whether a header's list has that member, in whatever case. */
  private static boolean lists(MultiMap headers, String header, String member) {
    return headers.getAll(header).stream()
        .flatMap(list -> Arrays.stream(list.split(",", -1)))
        .map(String::strip)
        .anyMatch(member::equalsIgnoreCase);
  }
}
