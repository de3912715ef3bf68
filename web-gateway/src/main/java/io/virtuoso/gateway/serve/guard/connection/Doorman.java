package io.virtuoso.gateway.serve.guard.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetSocketAddress;

/** Sees every connection that a server accepts before anybody else does. */
final class Doorman extends ChannelInboundHandlerAdapter {
  @Override
  public void channelRead(ChannelHandlerContext server, Object message) {
    if (message instanceof Channel connection
        && server.channel().localAddress() instanceof InetSocketAddress local) {
      Door door = Doors.of(local.getPort());
      if (door != null && !door.admits(connection)) {
        connection.unsafe().closeForcibly(); // no event loop has it yet
        return;
      }
    }
    server.fireChannelRead(message);
  }
}
