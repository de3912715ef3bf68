package io.virtuoso.local;

import io.virtuoso.local.process.Ports;
import java.io.IOException;
import java.util.List;

/** Ports that nobody uses, all different, so that a test disturbs no stack that runs. */
final class FreePorts {
  private FreePorts() {}

  static PortPlan plan() throws IOException {
    List<Integer> ports = Ports.free(7);
    return new PortPlan(
        ports.get(0),
        ports.get(1),
        ports.get(2),
        ports.get(3),
        ports.get(4),
        ports.get(5),
        ports.get(6));
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
