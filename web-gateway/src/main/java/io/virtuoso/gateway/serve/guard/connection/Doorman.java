package io.virtuoso.gateway.serve.guard.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Sees every connection that a server accepts before anybody else does. */
final class Doorman extends ChannelInboundHandlerAdapter {
  private final int port;

  /**
   * The doorman of one server.
   *
   * @param port as configured: 0 where any would do, as tests have it
   */
  Doorman(int port) {
    this.port = port;
  }

  @Override
  public void channelRead(ChannelHandlerContext server, Object message) {
    Door door = message instanceof Channel ? Doors.of(port) : null;
    if (door != null && message instanceof Channel connection && !door.admits(connection)) {
      connection.unsafe().closeForcibly(); // no event loop has it yet
      return;
    }
    server.fireChannelRead(message);
  }
}
