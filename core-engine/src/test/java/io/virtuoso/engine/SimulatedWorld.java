package io.virtuoso.engine;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.virtuoso.engine.publish.RedisProcess;
import io.virtuoso.simulator.SimulatedExchange;
import io.virtuoso.simulator.SimulatorSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A simulated exchange and a Redis for a running engine. */
public final class SimulatedWorld implements QuarkusTestResourceLifecycleManager {
  /** What the engine follows. */
  static final List<String> SYMBOLS = List.of("BTCUSDT", "ETHUSDT", "SOLUSDT");

  private @Nullable SimulatedExchange exchange;
  private @Nullable RedisProcess redis;

  @Override
  public Map<String, String> start() {
    try {
      RedisProcess store = new RedisProcess(Files.createTempDirectory("virtuoso-test"));
      redis = store;
      store.start();
      SimulatedExchange simulated =
          SimulatedExchange.start(
              SimulatorSettings.defaults().withSeed(5).withSymbols(SYMBOLS).withPort(0));
      exchange = simulated;
      return Map.of(
          "virtuoso.feed.source",
          "simulated",
          "virtuoso.feed.endpoint",
          SimulatedExchange.HOST + ":" + simulated.port(),
          "virtuoso.feed.venues",
          "binance-usdm",
          "virtuoso.feed.symbols",
          String.join(",", SYMBOLS.subList(0, 2)),
          "virtuoso.feed.selection.most", // the third comes by its turnover
          "3",
          "quarkus.redis.hosts",
          store.url());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void stop() {
    if (exchange != null) {
      exchange.close();
    }
    if (redis != null) {
      redis.close();
    }
  }
}
