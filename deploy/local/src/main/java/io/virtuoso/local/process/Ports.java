package io.virtuoso.local.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Loopback ports. */
public final class Ports {
  private static final int PATIENCE_MS = 500;

  private Ports() {}

  public static boolean isFree(int port) {
    return obstacle(port).isEmpty();
  }

  /** Why nothing can listen on that port; empty when something can. */
  public static Optional<String> obstacle(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return Optional.empty();
    } catch (IOException refused) {
      String why = String.valueOf(refused.getMessage()).toLowerCase(Locale.ROOT);
      return Optional.of(
          why.contains("permission")
              ? "Port " + port + " may only be used by root"
              : "Port " + port + " is taken");
    }
  }

  /** Whether something accepts connections there. */
  public static boolean isAnswered(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MS);
      return true;
    } catch (IOException nobody) {
      return false;
    }
  }

  /** {@code preferred} when it is free, otherwise any that is. */
  public static int freeNear(int preferred) throws IOException {
    if (isFree(preferred)) {
      return preferred;
    }
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** So many ports that nobody uses, all different. */
  public static List<Integer> free(int count) throws IOException {
    List<ServerSocket> held = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      return held.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      for (ServerSocket socket : held) {
        socket.close();
      }
    }
  }
}
