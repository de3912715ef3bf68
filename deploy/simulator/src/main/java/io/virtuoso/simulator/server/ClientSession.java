package io.virtuoso.simulator.server;

import io.netty.channel.Channel;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.virtuoso.simulator.fault.FaultOrder.DropMode;
import io.virtuoso.simulator.venue.Route;
import io.virtuoso.simulator.venue.Stream;
import io.virtuoso.simulator.venue.Subscriber;
import io.virtuoso.simulator.venue.Venue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One client's socket and what it is subscribed to. Lives on the exchange's event loop. */
abstract class ClientSession implements Subscriber {
  /** A client that lets this much pile up is cut off, as real exchanges do. */
  private static final int MOST_BYTES_WAITING = 2 * 1024 * 1024;

  private final ServerWebSocket socket;
  private final Channel channel;
  private final Venue venue;
  private final Route route;

  /** Empty for names that are accepted and never say anything. */
  private final Map<String, Optional<Stream>> subscriptions = new LinkedHashMap<>();

  private Runnable onSlow = () -> {};
  private boolean silent;
  private boolean closed;

  ClientSession(ServerWebSocket socket, Channel channel, Venue venue, Route route) {
    this.socket = socket;
    this.channel = channel;
    this.venue = venue;
    this.route = route;
    socket.setWriteQueueMaxSize(MOST_BYTES_WAITING);
  }

  final Venue venue() {
    return venue;
  }

  /** Called when this client is cut off for reading too slowly. */
  final void onSlow(Runnable action) {
    onSlow = action;
  }

  /** A text frame came from the client. */
  abstract void receive(String text);

  /** A second of market time has passed. */
  abstract void tick(long marketTime);

  @Override
  public final void deliver(String frame) {
    if (silent || closed) {
      return;
    }
    if (socket.writeQueueFull()) {
      closed = true;
      onSlow.run();
      Cut.close(channel);
      return;
    }
    var _ = socket.writeTextMessage(frame);
  }

  final void ping(String payload) {
    if (!silent && !closed) {
      var _ = socket.writePing(Buffer.buffer(payload));
    }
  }

  /** Answers the stream of that name if the client's route carries it. */
  final Optional<Stream> subscribe(String name) {
    Optional<Stream> stream = Optional.ofNullable(venue.stream(name, route));
    subscriptions.put(name, stream);
    stream.ifPresent(found -> found.add(this));
    return stream;
  }

  final void unsubscribe(String name) {
    Optional<Stream> stream = subscriptions.remove(name);
    if (stream != null) {
      stream.ifPresent(found -> found.remove(this));
    }
  }

  final boolean carries(String name) {
    return venue.stream(name, route) != null;
  }

  final List<String> subscribed() {
    return List.copyOf(subscriptions.keySet());
  }

  final List<Stream> streams() {
    List<Stream> streams = new ArrayList<>();
    subscriptions.values().forEach(stream -> stream.ifPresent(streams::add));
    return streams;
  }

  /** The connection is gone. */
  final void gone() {
    closed = true;
    streams().forEach(stream -> stream.remove(this));
    subscriptions.clear();
  }

  /** Says goodbye with a close code. */
  final void refuse(int code, String reason) {
    var _ = socket.close((short) code, reason);
  }

  final void drop(DropMode mode) {
    switch (mode) {
      case FIN -> {
        closed = true;
        Cut.close(channel);
      }
      case RST -> {
        closed = true;
        Cut.reset(channel);
      }
      case SILENT -> {
        silent = true;
        channel.config().setAutoRead(false);
      }
    }
  }
}
