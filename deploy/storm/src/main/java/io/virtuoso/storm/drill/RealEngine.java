package io.virtuoso.storm.drill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.virtuoso.local.process.Child;
import io.virtuoso.local.process.Command;
import io.virtuoso.local.process.Ports;
import io.virtuoso.local.process.ServiceCommand;
import io.virtuoso.model.Symbol;
import io.virtuoso.simulator.SimulatedExchange;
import io.virtuoso.simulator.SimulatorSettings;
import io.virtuoso.storm.probe.Answer;
import io.virtuoso.storm.probe.Client;
import io.virtuoso.storm.standin.Market;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The engine itself with a simulated exchange, in place of the stand-in. */
final class RealEngine implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** The symbols of the load. */
  static final List<String> USUAL = Market.SYMBOLS.stream().map(Symbol::code).toList();

  private final Arena arena;
  private final List<String> symbols;
  private final Map<String, String> environment;
  private final SimulatedExchange exchange;
  private final ExchangeControl control;
  private final int port;
  private final int managementPort;
  private Child child;

  /** Starts both and makes the gateway's way to the engine lead here. */
  RealEngine(Arena arena) throws IOException, InterruptedException {
    this(arena, USUAL);
  }

  /** The same with other symbols. */
  RealEngine(Arena arena, List<String> symbols) throws IOException, InterruptedException {
    this(arena, symbols, Map.of());
  }

  /** The same with more in the engine's environment. */
  RealEngine(Arena arena, List<String> symbols, Map<String, String> environment)
      throws IOException, InterruptedException {
    this.arena = arena;
    this.symbols = List.copyOf(symbols);
    this.environment = new HashMap<>(environment);
    this.environment.put("VIRTUOSO_REDIS", "redis://127.0.0.1:" + arena.redisPort());
    exchange =
        SimulatedExchange.start(SimulatorSettings.defaults().withSymbols(symbols).withPort(0));
    control = new ExchangeControl(exchange.port());
    List<Integer> ports = Ports.free(2);
    port = ports.get(0);
    managementPort = ports.get(1);
    arena.publisher().alive(false);
    arena.publisher().moving(false);
    child = start();
    arena.toEngine().redirect(port);
    arena.toEngine().cut();
  }

  /** Starts it again after it was killed. */
  Child start() throws IOException, InterruptedException {
    List<String> settings =
        List.of(
            "-Dquarkus.http.port=" + port,
            "-Dquarkus.management.port=" + managementPort,
            "-Dvirtuoso.feed.source=simulated",
            "-Dvirtuoso.feed.endpoint=127.0.0.1:" + exchange.port(),
            "-Dvirtuoso.feed.symbols=" + String.join(",", symbols));
    Command command = ServiceCommand.engine(arena.root(), arena.temporary(), settings, environment);
    child =
        arena.start(
            "engine", new Command(arena.tied(command.words()).words(), command.environment()));
    return child;
  }

  Child child() {
    return child;
  }

  ExchangeControl exchange() {
    return control;
  }

  /** Waits until it has documents, by its own word; tells how long that took. */
  Duration awaitDocuments() throws InterruptedException {
    return await("the engine has documents", "/api/dashboard/overview", "\"data\"");
  }

  /** Waits until its table has every symbol: before, those that miss have no documents. */
  void awaitWholeTable() throws InterruptedException {
    await("the engine's table is whole", "/api/market/symbols", "\"coverage\":1.0");
  }

  /** Its status document, the data of it. */
  JsonNode status() throws IOException {
    return JSON.readTree(ask(port, "/api/status")).path("data");
  }

  /** Its page of metrics. */
  String metrics() throws IOException {
    return ask(managementPort, "/q/metrics");
  }

  private static String ask(int port, String target) throws IOException {
    try (Client client = new Client("127.0.0.6", port)) {
      Answer answer = client.get(target, PATIENCE);
      if (answer.status() != 200) {
        throw new IOException(target + ": " + answer.status());
      }
      return answer.text();
    }
  }

  private Duration await(String what, String target, String part) throws InterruptedException {
    try (Client client = new Client("127.0.0.6", port)) {
      return Patience.require(
          what,
          START,
          () -> {
            Answer answer = client.get(target, PATIENCE);
            return answer.status() == 200 && answer.text().contains(part);
          });
    }
  }

  @Override
  public void close() {
    child.close();
    control.close();
    exchange.close();
    arena.toEngine().redirect(arena.engine().port());
    arena.toEngine().cut();
  }
}
