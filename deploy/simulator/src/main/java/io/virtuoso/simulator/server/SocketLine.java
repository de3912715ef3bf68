package io.virtuoso.simulator.server;

import io.netty.channel.Channel;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.virtuoso.simulator.fault.FaultOrder.DropMode;

/**
 * A WebSocket. Its clock is real: a market that is driven by hand may leave its clients no time to
 * answer.
 */
final class SocketLine implements Line {
  /** A client that lets this much pile up is cut off, as real exchanges do. */
  private static final int MOST_BYTES_WAITING = 2 * 1024 * 1024;

  private final ServerWebSocket socket;
  private final Channel channel;

  SocketLine(ServerWebSocket socket, Channel channel) {
    this.socket = socket;
    this.channel = channel;
    socket.setWriteQueueMaxSize(MOST_BYTES_WAITING);
  }

  @Override
  public boolean full() {
    return !socket.isClosed() && socket.writeQueueFull(); // which throws when it is
  }

  @Override
  public void text(String frame) {
    var _ = socket.writeTextMessage(frame);
  }

  @Override
  public void ping(String payload) {
    var _ = socket.writePing(Buffer.buffer(payload));
  }

  @Override
  public void close(int code, String reason) {
    var _ = socket.close((short) code, reason);
  }

  @Override
  public void drop(DropMode mode) {
    switch (mode) {
      case FIN -> Cut.close(channel);
      case RST -> Cut.reset(channel);
      case SILENT -> channel.config().setAutoRead(false);
    }
  }

  @Override
  public long nanos() {
    return System.nanoTime();
  }
}
