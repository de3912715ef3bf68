package io.virtuoso.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Locale;
import java.util.Optional;

/** Loopback ports. */
final class Ports {
  private static final int PATIENCE_MS = 500;

  private Ports() {}

  static boolean isFree(int port) {
    return obstacle(port).isEmpty();
  }

  /** Why nothing can listen on that port; empty when something can. */
  static Optional<String> obstacle(int port) {
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
  static boolean isAnswered(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MS);
      return true;
    } catch (IOException nobody) {
      return false;
    }
  }

  /** {@code preferred} when it is free, otherwise any that is. */
  static int freeNear(int preferred) throws IOException {
    if (isFree(preferred)) {
      return preferred;
    }
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
