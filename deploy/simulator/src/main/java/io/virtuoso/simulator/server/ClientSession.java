package io.virtuoso.simulator.server;

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
  private final Line line;
  private final Venue venue;
  private final Route route;

  /** Empty for names that are accepted and never say anything. */
  private final Map<String, Optional<Stream>> subscriptions = new LinkedHashMap<>();

  private Runnable onSlow = () -> {};
  private boolean silent;
  private boolean closed;

  ClientSession(Line line, Venue venue, Route route) {
    this.line = line;
    this.venue = venue;
    this.route = route;
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

  /** A frame went to the client. */
  void delivered() {
    // Few exchanges count that.
  }

  /** Keeps what a client sent from breaking the answer's JSON. */
  static String plain(String text) {
    String safe = text.replaceAll("[^A-Za-z0-9./_-]", "?");
    return safe.substring(0, Math.min(64, safe.length()));
  }

  /** A ping came from the client; whoever carries the line answers it. */
  void pinged() {
    // Few exchanges count them.
  }

  /** A pong came from the client. */
  void pong() {
    // Most exchanges do not ask for one.
  }

  @Override
  public boolean wrapped() {
    return false;
  }

  /** Says what an exchange says first, to everybody. */
  void greet() {
    // Most exchanges wait for a request.
  }

  @Override
  public final void deliver(String frame) {
    if (silent || closed) {
      return;
    }
    if (line.full()) {
      closed = true;
      onSlow.run();
      line.drop(DropMode.FIN);
      return;
    }
    line.text(frame);
    delivered();
  }

  final void ping(String payload) {
    if (!silent && !closed) {
      line.ping(payload);
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
    closed = true;
    line.close(code, reason);
  }

  final void drop(DropMode mode) {
    switch (mode) {
      case FIN, RST -> closed = true;
      case SILENT -> silent = true;
    }
    line.drop(mode);
  }

  /** The clock by which this client's silence and haste are judged, in ns. */
  final long nanos() {
    return line.nanos();
  }
}
