package io.virtuoso.gateway.serve.stream;

import com.github.benmanes.caffeine.cache.Ticker;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnError;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnPongMessage;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.buffer.Buffer;
import io.virtuoso.gateway.GatewaySettings;
import io.virtuoso.gateway.serve.guard.ClientAddress;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** The WebSocket at {@code /ws}: hands messages to the hub and the hub's frames to the socket. */
@WebSocket(path = "/ws")
public class StreamEndpoint {
  private static final Logger LOG = Logger.getLogger(StreamEndpoint.class);
  private static final int POLICY_VIOLATION = 1008;
  private static final int TOO_BIG = 1009;

  private final HubThread hub;
  private final Connections connections;
  private final GatewaySettings.Stream settings;
  private final Ticker ticker;
  private final Map<String, Peer> peers = new ConcurrentHashMap<>();

  private record Peer(String client, Subscriber subscriber, MessageRate rate) {}

  @Inject
  StreamEndpoint(HubThread hub, Connections connections, GatewaySettings settings, Ticker ticker) {
    this.hub = hub;
    this.connections = connections;
    this.settings = settings.stream();
    this.ticker = ticker;
  }

  @OnOpen
  @NonBlocking
  void opened(WebSocketConnection connection) {
    String address = connection.handshakeRequest().remoteAddress();
    String client = ClientAddress.group(hostOf(address));
    Subscriber subscriber = new Subscriber(new SocketOutlet(connection), settings, ticker);
    peers.put(
        connection.id(),
        new Peer(client, subscriber, new MessageRate(settings.maxMessagesPerSecond(), ticker)));
    connections.opened(client);
    hub.run(h -> h.open(subscriber));
  }

  @OnTextMessage
  @NonBlocking
  void received(String message, WebSocketConnection connection) {
    Peer peer = peers.get(connection.id());
    if (peer == null) {
      return;
    }
    peer.subscriber.heard();
    if (!peer.rate.admits()) {
      hub.run(h -> peer.subscriber.close(POLICY_VIOLATION, "too many messages"));
      return;
    }
    hub.run(h -> h.message(peer.subscriber, message));
  }

  @OnPongMessage
  @NonBlocking
  void pong(Buffer ignored, WebSocketConnection connection) {
    Peer peer = peers.get(connection.id());
    if (peer != null) {
      peer.subscriber.heard();
    }
  }

  @OnClose
  @NonBlocking
  void closed(WebSocketConnection connection) {
    Peer peer = peers.remove(connection.id());
    if (peer != null) {
      connections.closed(peer.client);
      hub.run(h -> h.closed(peer.subscriber));
    }
  }

  @OnError
  @NonBlocking
  void failed(Throwable failure, WebSocketConnection connection) {
    LOG.debugf(failure, "stream %s failed", connection.id());
    Peer peer = peers.get(connection.id());
    if (peer != null) { // nothing else can fail here than reading a message in fragments
      hub.run(h -> peer.subscriber.close(TOO_BIG, "message too big"));
    }
  }

  /** The part before the port of {@code host:port}. */
  private static String hostOf(String address) {
    int colon = address.lastIndexOf(':');
    boolean bare = colon < 0 || address.endsWith("]");
    String host = bare ? address : address.substring(0, colon);
    return host.replace("[", "").replace("]", "");
  }

  private record SocketOutlet(WebSocketConnection connection) implements Outlet {
    @Override
    public void send(String frame, Runnable written) {
      connection
          .sendText(frame)
          .subscribe()
          .with(
              sent -> written.run(),
              failure -> {
                LOG.debugf(failure, "stream %s took no frame", connection.id());
                written.run();
              });
    }

    @Override
    public void close(int code, String reason) {
      connection
          .close(new CloseReason(code, reason))
          .subscribe()
          .with(done -> {}, failure -> LOG.debug("a stream was closed already", failure));
    }
  }
}
