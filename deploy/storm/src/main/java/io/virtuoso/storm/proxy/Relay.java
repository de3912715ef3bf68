package io.virtuoso.storm.proxy;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Passes connections on, each byte as it comes, between addresses of any kind: TCP on the one side
 * and a socket in the file system on the other, for example. Thread-safe.
 */
public final class Relay implements AutoCloseable {
  private static final int CHUNK = 16_384;

  private final ServerSocketChannel listener;
  private final SocketAddress to;
  private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();

  private Relay(ServerSocketChannel listener, SocketAddress to) {
    this.listener = listener;
    this.to = to;
  }

  /** Listens at once; whom it leads to need not be there yet. */
  public static Relay between(SocketAddress at, SocketAddress to) throws IOException {
    ServerSocketChannel listener =
        at instanceof UnixDomainSocketAddress
            ? ServerSocketChannel.open(StandardProtocolFamily.UNIX)
            : ServerSocketChannel.open();
    Relay relay = new Relay(listener.bind(at), to);
    Thread.ofVirtual().name("relay").start(relay::accept);
    return relay;
  }

  /** Where it listens, with the port that it was given. */
  public SocketAddress address() throws IOException {
    return listener.getLocalAddress();
  }

  private void accept() {
    while (listener.isOpen()) {
      try {
        SocketChannel client = listener.accept();
        Thread.ofVirtual().start(() -> pass(client));
      } catch (IOException ended) {
        // closed, or the client was gone before it was accepted
      }
    }
  }

  private void pass(SocketChannel client) {
    open.add(client);
    try (client;
        SocketChannel server = SocketChannel.open(to)) {
      open.add(server);
      Thread up = Thread.ofVirtual().start(() -> copy(client, server));
      copy(server, client);
      up.join();
      open.remove(server);
    } catch (IOException unreachable) {
      // the client finds its connection closed
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    open.remove(client);
  }

  /** Until either ends; then both do, for one of two sides is of no use to anybody here. */
  private static void copy(SocketChannel from, SocketChannel to) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK);
    try (from;
        to) {
      while (from.read(buffer) >= 0) {
        buffer.flip();
        while (buffer.hasRemaining()) {
          to.write(buffer);
        }
        buffer.clear();
      }
    } catch (IOException ended) {
      // both are closed by now
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (SocketChannel each : open) {
      each.close();
    }
  }
}
