package io.virtuoso.gateway.serve.guard.connection;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which ports, as configured, are guarded. Static, because Vert.x makes the transport before there
 * is anything that could be injected into it.
 */
final class Doors {
  private static final Map<Integer, Door> BY_PORT = new ConcurrentHashMap<>();

  private Doors() {}

  static void open(int port, Door door) {
    BY_PORT.put(port, door);
  }

  static void close(Door door) {
    BY_PORT.values().remove(door);
  }

  static @Nullable Door of(int port) {
    return BY_PORT.get(port);
  }
}
