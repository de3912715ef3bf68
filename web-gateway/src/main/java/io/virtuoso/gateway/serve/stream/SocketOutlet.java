package io.virtuoso.gateway.serve.stream;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.UserData;
import io.quarkus.websockets.next.WebSocketConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * A WebSocket. Frames go past the framework straight into the connection's Netty channel: there a
 * frame encoded once is written to thousands, and the queue can be measured in bytes.
 */
final class SocketOutlet implements Outlet {
  /** Where the upgrade leaves the channel for the endpoint. */
  static final UserData.TypedKey<Channel> CHANNEL = new UserData.TypedKey<>("virtuoso.channel");

  /** What the kernel may hold of a slow connection before the queue here begins to grow, bytes. */
  static final int KERNEL_BUFFER = 128 * 1_024;

  private static final Logger LOG = Logger.getLogger(SocketOutlet.class);

  private final WebSocketConnection connection;
  private final Channel channel;
  private final StreamLoop loop;

  /**
   * Where a frame enters the pipeline: what is left of it is encryption, if any, and the socket.
   */
  private final ChannelHandlerContext exit;

  private boolean parted;

  private SocketOutlet(WebSocketConnection connection, Channel channel) {
    this.connection = connection;
    this.channel = channel;
    this.loop = StreamLoop.here(channel.eventLoop());
    this.exit = exitOf(channel.pipeline());
  }

  /** The outlet of a connection that has just been opened; on its event loop. */
  static SocketOutlet of(WebSocketConnection connection) {
    Channel channel = connection.userData().get(CHANNEL);
    channel.config().setOption(ChannelOption.SO_SNDBUF, KERNEL_BUFFER);
    return new SocketOutlet(connection, channel);
  }

  /**
   * Puts the checks in the way of what comes in; on the connection's event loop.
   *
   * @param heard is run when the client answers a ping
   */
  void listen(Runnable heard) {
    WholeMessages.installOn(
        channel,
        new WholeMessages.Ear() {
          @Override
          public void answered() {
            heard.run();
          }

          @Override
          public void parted() {
            parted = true;
          }
        });
  }

  static Channel channelOf(HttpServerRequest request) {
    return ((HttpServerConnection) request.connection()).channel();
  }

  /** The context in front of which only encryption stands, or nothing. */
  private static ChannelHandlerContext exitOf(ChannelPipeline pipeline) {
    SslHandler encryption = pipeline.get(SslHandler.class);
    if (encryption == null) {
      return pipeline.firstContext();
    }
    List<String> names = pipeline.names();
    int at = names.indexOf(pipeline.context(encryption).name());
    return pipeline.context(names.get(at + 1));
  }

  /** Bytes that wait in that channel; any thread. */
  static long pending(Channel channel) {
    ChannelOutboundBuffer queue = channel.unsafe().outboundBuffer();
    return queue == null ? 0 : queue.totalPendingWriteBytes();
  }

  @Override
  public StreamLoop loop() {
    return loop;
  }

  @Override
  public long pending() {
    return pending(channel);
  }

  @Override
  public void write(Frame frame) {
    if (!parted) {
      var _ = exit.write(frame.socket(), exit.voidPromise());
    }
  }

  @Override
  public void flush() {
    exit.flush();
  }

  @Override
  public void close(int code, String reason) {
    if (parted || connection.isClosed()) {
      return;
    }
    connection
        .close(new CloseReason(code, reason))
        .subscribe()
        .with(done -> {}, failure -> LOG.debug("a stream was closed already", failure));
    Entrance.cutLater(channel);
  }
}
