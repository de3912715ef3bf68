package io.virtuoso.gateway.serve.guard.connection;

import com.sun.management.UnixOperatingSystemMXBean;
import io.virtuoso.gateway.GatewaySettings;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/**
 * What connections may take.
 *
 * @param total connections at once
 * @param perClient connections of one address at once
 * @param head from a request's first byte to the end of its head, however it trickles
 * @param body from there to the end of its body
 * @param slowRead how long a client may take next to nothing of what is ready for it
 * @param maxBody bytes of a request's body
 */
record ConnectionLimits(
    int total, int perClient, Duration head, Duration body, Duration slowRead, int maxBody) {
  private static final int RESERVED_FILES = 512; // jars, logs, Redis, Memcached, the engine

  static ConnectionLimits of(GatewaySettings.Connections settings) {
    return new ConnectionLimits(
        belowFileLimit(settings.total()),
        settings.perClient(),
        settings.headDeadline(),
        settings.bodyDeadline(),
        settings.slowRead(),
        (int) settings.maxBody().asLongValue());
  }

  private static int belowFileLimit(int wanted) {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? Math.clamp(unix.getMaxFileDescriptorCount() - RESERVED_FILES, 1, wanted)
        : wanted;
  }
}
