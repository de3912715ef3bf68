package io.virtuoso.simulator.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.virtuoso.simulator.SimulatorSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A client of the exchange without a network, and what it heard. */
final class DirectClient implements DirectExchange.Client {
  static final Instant OPENING = Instant.parse("2026-03-01T10:20:07Z");

  final List<String> frames = new ArrayList<>();
  int pongs;
  int closed = -1;
  private final DirectExchange exchange;
  private final DirectExchange.Connection connection;

  private DirectClient(DirectExchange exchange, String path) {
    this.exchange = exchange;
    connection = Objects.requireNonNull(exchange.connect(path, this), path);
    exchange.settle();
  }

  static DirectExchange exchange() {
    return new DirectExchange(
        SimulatorSettings.defaults().withSeed(3).withSymbols(3).byHand(OPENING));
  }

  static DirectClient open(DirectExchange exchange, String path) {
    return new DirectClient(exchange, path);
  }

  /** Single quotes stand for double ones. */
  DirectClient say(String text) {
    connection.send(text.replace('\'', '"'));
    exchange.settle();
    return this;
  }

  DirectClient ping() {
    connection.ping();
    exchange.settle();
    return this;
  }

  static void run(DirectExchange exchange, int seconds) {
    for (int step = 0; step < 50 * seconds; step++) {
      exchange.step();
    }
  }

  String last() {
    return frames.getLast();
  }

  /** Frames that contain {@code part}. */
  List<JsonNode> with(String part) {
    String quoted = part.replace('\'', '"');
    List<JsonNode> found =
        frames.stream().filter(text -> text.contains(quoted)).map(WireClient::parse).toList();
    assertThat(found).as("frames with " + quoted).isNotEmpty();
    return found;
  }

  @Override
  public void text(String frame) {
    frames.add(frame);
  }

  @Override
  public void pong() {
    pongs++;
  }

  @Override
  public void closed(int code) {
    closed = code;
  }
}
