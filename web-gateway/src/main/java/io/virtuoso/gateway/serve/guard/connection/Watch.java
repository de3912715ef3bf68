package io.virtuoso.gateway.serve.guard.connection;

import io.micrometer.core.instrument.Counter;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.vertx.core.http.HttpServerOptions;

/** Waits until Vert.x has set a connection up, and puts our handlers among its own. */
final class Watch extends ChannelInboundHandlerAdapter {
  private static final String DECODER = "httpDecoder";
  private static final String HANDLER = "handler";

  private final ConnectionLimits limits;
  private final HttpServerOptions options;
  private final Counter slow;

  Watch(ConnectionLimits limits, HttpServerOptions options, Counter slow) {
    this.limits = limits;
    this.options = options;
    this.slow = slow;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    ChannelPipeline pipeline = context.pipeline();
    if (pipeline.get(DECODER) != null && pipeline.get(HANDLER) != null) {
      Conversation conversation = new Conversation();
      pipeline.replace(
          DECODER, DECODER, new StrictRequestDecoder(options, limits, conversation, slow));
      pipeline.addBefore(HANDLER, "pace", new ReaderPace(limits.slowRead(), conversation, slow));
    }
    context.fireChannelActive();
    pipeline.remove(this);
  }
}
