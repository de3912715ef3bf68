package io.virtuoso.local;

import io.virtuoso.local.process.Ports;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where each part listens, on 127.0.0.1.
 *
 * @param gateway the pages and the API
 * @param gatewayManagement health and metrics of the gateway
 * @param engineManagement health and metrics of the engine
 * @param simulator the simulated exchange, when there is one
 */
record PortPlan(
    int gateway,
    int gatewayManagement,
    int engine,
    int engineManagement,
    int redis,
    int memcached,
    int simulator) {
  private static final String ENGINE = "VIRTUOSO_ENGINE_PORT";
  private static final String ENGINE_MANAGEMENT = "VIRTUOSO_ENGINE_MANAGEMENT_PORT";
  private static final String GATEWAY_MANAGEMENT = "VIRTUOSO_GATEWAY_MANAGEMENT_PORT";
  private static final String REDIS = "VIRTUOSO_REDIS_PORT";
  private static final String MEMCACHED = "VIRTUOSO_MEMCACHED_PORT";
  static final String SIMULATOR = "VIRTUOSO_SIMULATOR_PORT";

  /**
   * The documented ports, or those that {@code environment} names. Parts that only the launcher
   * talks to move to a free port when theirs is taken and nobody named it.
   */
  static PortPlan usual(int gateway, Map<String, String> environment)
      throws IOException, Options.Invalid {
    return new PortPlan(
        gateway,
        of(environment, GATEWAY_MANAGEMENT, 9001),
        of(environment, ENGINE, 8003),
        of(environment, ENGINE_MANAGEMENT, 9003),
        near(environment, REDIS, 16379),
        near(environment, MEMCACHED, 21211),
        near(environment, SIMULATOR, 9870));
  }

  private static int near(Map<String, String> environment, String name, int preferred)
      throws IOException, Options.Invalid {
    return environment.containsKey(name)
        ? of(environment, name, preferred)
        : Ports.freeNear(preferred);
  }

  private static int of(Map<String, String> environment, String name, int otherwise)
      throws Options.Invalid {
    String value = environment.get(name);
    return value == null ? otherwise : Options.port(name, value);
  }

  /** The ports that others know and that must therefore be free; with what each is for. */
  Map<Integer, String> fixed() throws Options.Invalid {
    Map<Integer, String> fixed = new LinkedHashMap<>();
    add(fixed, gateway, "the pages and the API (choose another with --port)");
    add(fixed, engine, "core-engine (choose another with " + ENGINE + ")");
    add(
        fixed,
        gatewayManagement,
        "web-gateway's health and metrics (choose another with " + GATEWAY_MANAGEMENT + ")");
    add(
        fixed,
        engineManagement,
        "core-engine's health and metrics (choose another with " + ENGINE_MANAGEMENT + ")");
    return fixed;
  }

  private static void add(Map<Integer, String> fixed, int port, String use) throws Options.Invalid {
    String other = fixed.putIfAbsent(port, use);
    if (other != null) {
      throw new Options.Invalid(
          "port " + port + " is wanted twice: for " + other + " and for " + use);
    }
  }

  String gatewayUrl() {
    return "http://127.0.0.1:" + gateway;
  }

  String engineUrl() {
    return "http://127.0.0.1:" + engine;
  }
}
