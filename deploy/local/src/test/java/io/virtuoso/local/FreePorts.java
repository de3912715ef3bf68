package io.virtuoso.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Ports that nobody uses, all different, so that a test disturbs no stack that runs. */
final class FreePorts {
  private FreePorts() {}

  static PortPlan plan() throws IOException {
    List<ServerSocket> held = new ArrayList<>();
    try {
      for (int i = 0; i < 7; i++) {
        held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      int[] ports = held.stream().mapToInt(ServerSocket::getLocalPort).toArray();
      return new PortPlan(ports[0], ports[1], ports[2], ports[3], ports[4], ports[5], ports[6]);
    } finally {
      for (ServerSocket socket : held) {
        socket.close();
      }
    }
  }

  static List<Integer> of(PortPlan plan) {
    return List.of(
        plan.gateway(),
        plan.gatewayManagement(),
        plan.engine(),
        plan.engineManagement(),
        plan.redis(),
        plan.memcached(),
        plan.simulator());
  }
}
