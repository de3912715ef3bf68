package io.virtuoso.storm.drill;

import io.virtuoso.local.process.Child;
import io.virtuoso.local.process.Leash;
import io.virtuoso.local.process.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** HAProxy in front of two gateways, as docs and deploy files put it there. */
final class Balancer implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(10);

  private final int port;
  private final Child child;

  Balancer(Arena arena, List<Gateway> gateways) throws IOException, InterruptedException {
    port = Ports.free(1).get(0);
    StringBuilder text = new StringBuilder();
    text.append(
        """
        global
          maxconn 2000
        defaults
          mode http
          timeout connect 500ms
          timeout check 2s
          timeout client 60s
          timeout server 5s
          timeout tunnel 60s
          retries 3
          option redispatch 1
          retry-on conn-failure empty-response
        frontend users
          bind 127.0.0.1:%d
          http-request disable-l7-retry unless METH_GET
          default_backend gateways
        backend gateways
          balance roundrobin
          option httpchk GET /q/health/ready
          default-server inter 200ms fall 2 rise 1
        """
            .formatted(port));
    for (Gateway each : gateways) {
      text.append(
          "  server %s 127.0.0.1:%d check port %d%n"
              .formatted(each.child().name(), each.port(), each.managementPort()));
    }
    Path file = arena.temporary().resolve("haproxy.cfg");
    Files.writeString(file, text);
    String program = Leash.onPath("haproxy").orElseThrow().toString();
    child = arena.start("haproxy", arena.tied(List.of(program, "-db", "-f", file.toString())));
    Patience.require("HAProxy accepts", START, () -> Ports.isAnswered(port));
  }

  static boolean isInstalled() {
    return Leash.onPath("haproxy").isPresent();
  }

  int port() {
    return port;
  }

  @Override
  public void close() {
    child.close();
  }
}
