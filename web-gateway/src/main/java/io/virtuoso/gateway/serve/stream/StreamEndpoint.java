package io.virtuoso.gateway.serve.stream;

import com.github.benmanes.caffeine.cache.Ticker;
import io.quarkus.websockets.next.InboundProcessingMode;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnError;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.UserData;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.NonBlocking;
import io.virtuoso.gateway.GatewaySettings;
import jakarta.inject.Inject;
import org.jboss.logging.Logger;

/**
 * The WebSocket at {@code /ws}: hands messages to the hub. That needs no queue per connection to
 * keep them in order: each is handed over before the event loop turns to the next.
 */
@WebSocket(path = StreamEndpoint.PATH, inboundProcessingMode = InboundProcessingMode.CONCURRENT)
public class StreamEndpoint {
  static final String PATH = "/ws";

  private static final Logger LOG = Logger.getLogger(StreamEndpoint.class);
  private static final UserData.TypedKey<Peer> PEER = new UserData.TypedKey<>("virtuoso.peer");
  private static final int POLICY_VIOLATION = 1008;

  private final HubThread hub;
  private final GatewaySettings.Stream settings;
  private final Ticker ticker;

  private record Peer(Subscriber subscriber, MessageRate rate) {}

  @Inject
  StreamEndpoint(HubThread hub, GatewaySettings settings, Ticker ticker) {
    this.hub = hub;
    this.settings = settings.stream();
    this.ticker = ticker;
  }

  @OnOpen
  @NonBlocking
  void opened(WebSocketConnection connection) {
    SocketOutlet outlet = SocketOutlet.of(connection);
    Subscriber subscriber = new Subscriber(outlet, settings, ticker);
    MessageRate rate = new MessageRate(settings.maxMessagesPerSecond(), ticker);
    connection.userData().put(PEER, new Peer(subscriber, rate));
    hub.run(h -> h.open(subscriber));
    outlet.listen(subscriber::heard); // at last, for what has come meanwhile comes in now
  }

  @OnTextMessage
  @NonBlocking
  void received(String message, WebSocketConnection connection) {
    Peer peer = connection.userData().get(PEER);
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

  @OnClose
  @NonBlocking
  void closed(WebSocketConnection connection) {
    Peer peer = connection.userData().remove(PEER);
    if (peer != null) {
      hub.run(h -> h.closed(peer.subscriber));
    }
  }

  @OnError
  @NonBlocking
  void failed(Throwable failure, WebSocketConnection connection) {
    LOG.debugf(failure, "stream %s failed", connection.id());
  }
}
