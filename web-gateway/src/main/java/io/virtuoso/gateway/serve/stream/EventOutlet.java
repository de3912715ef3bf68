package io.virtuoso.gateway.serve.stream;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.TimeUnit;

/** A response that never ends: server-sent events. */
final class EventOutlet implements Outlet {
  private static final long CLOSE_SECONDS = 2;

  private final HttpServerResponse response;
  private final Channel channel;
  private final StreamLoop loop;
  private final int maxBytes;

  /**
   * An outlet into the response to that request; on its event loop.
   *
   * @param maxBytes the queue's bound
   */
  EventOutlet(HttpServerRequest request, int maxBytes) {
    this.response = request.response().setWriteQueueMaxSize(maxBytes);
    this.channel = SocketOutlet.channelOf(request); // over HTTP/2 it carries others as well
    this.loop = StreamLoop.here(channel.eventLoop());
    this.maxBytes = maxBytes;
    channel.config().setOption(ChannelOption.SO_SNDBUF, SocketOutlet.KERNEL_BUFFER);
  }

  @Override
  public StreamLoop loop() {
    return loop;
  }

  @Override
  public long pending() {
    if (response.closed() || response.ended()) {
      return 0;
    }
    return response.writeQueueFull() ? maxBytes : SocketOutlet.pending(channel);
  }

  @Override
  public void write(Frame frame) {
    if (!response.closed() && !response.ended()) {
      response.write(frame.event());
    }
  }

  @Override
  public void flush() {
    // the framework flushes by itself
  }

  @Override
  public void close(int code, String reason) {
    if (!response.closed() && !response.ended()) {
      response.end();
      var _ = channel.eventLoop().schedule(() -> response.reset(), CLOSE_SECONDS, TimeUnit.SECONDS);
    }
  }
}
