package io.virtuoso.storm.drill;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** G9: one address opens many connections and sends a header a byte at a time. */
final class Slowloris implements Drill {
  private static final String ATTACKER = "127.0.0.2";
  private static final double PER_ADDRESS = 200;
  private static final double HEADER_DEADLINE_S = 10;
  private static final int CONNECT_MS = 2_000;

  @Override
  public String code() {
    return "G9";
  }

  @Override
  public String title() {
    return "slowloris";
  }

  @Override
  public void run(Arena arena, Report report) throws Exception {
    Duration deadline = report.scale().seconds(2, HEADER_DEADLINE_S);
    try (Gateway gateway =
        arena.startGateway(
            "gateway-besieged",
            Map.of("virtuoso.gateway.connections.head-deadline", GatewayDefaults.text(deadline)))) {
      arena.awaitFresh(gateway);
      besiege(gateway, report, deadline);
    }
  }

  private static void besiege(Gateway gateway, Report report, Duration deadline) throws Exception {
    int wanted = report.scale().count(500, 2_000);
    List<Socket> sockets = new ArrayList<>();
    try (Load load = Load.on(gateway.port(), report)) {
      for (int i = 0; i < wanted; i++) {
        open(gateway.port()).ifPresent(sockets::add);
      }
      long began = System.nanoTime();
      Thread.sleep(300);
      int held = drip(sockets);
      report.injected("connections opened", sockets.size());
      report.atMost("of them held by the gateway", held, PER_ADDRESS, "of " + wanted);
      // the drip goes on, so that no idle timer ends them
      Duration siege = deadline.plus(report.scale().seconds(4, 50));
      int left = held;
      while (left > 0 && System.nanoTime() - began < siege.toNanos()) {
        Thread.sleep(250);
        left = drip(sockets);
      }
      report.within(
          "the last of them gone",
          (System.nanoTime() - began) / 1_000_000,
          deadline.toMillis() + 1_000);
      report.exactly("left after the header's deadline", left, 0, "of " + held);
      Load.Found found = load.stop();
      report.served(found.all(), 100);
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  private static Optional<Socket> open(int port) throws IOException {
    Socket socket = new Socket();
    try {
      socket.bind(new InetSocketAddress(InetAddress.getByName(ATTACKER), 0));
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MS);
      socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\nX: ".getBytes(ISO_8859_1));
      socket.setSoTimeout(1);
      return Optional.of(socket);
    } catch (IOException refused) {
      socket.close();
      return Optional.empty();
    }
  }

  /** Sends one more byte on each and counts those that the gateway still holds. */
  private static int drip(List<Socket> sockets) {
    return (int) sockets.stream().filter(Slowloris::isHeld).count();
  }

  private static boolean isHeld(Socket socket) {
    try {
      socket.getOutputStream().write('x');
      while (socket.getInputStream().read() >= 0) {} // an answer to take leave with, perhaps
      return false;
    } catch (SocketTimeoutException silent) {
      return true; // nothing to read: neither answered nor closed
    } catch (IOException closed) {
      return false;
    }
  }
}
