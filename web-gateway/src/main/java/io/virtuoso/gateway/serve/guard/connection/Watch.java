package io.virtuoso.gateway.serve.guard.connection;

import io.micrometer.core.instrument.Counter;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.stream.ChunkedWriteHandler;
import io.vertx.core.http.HttpServerOptions;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Waits until Vert.x has set a connection up, and puts our handlers among its own. */
final class Watch extends ChannelInboundHandlerAdapter {
  private static final String DECODER = "httpDecoder";
  private static final String ENCODER = "httpEncoder";
  private static final String HANDLER = "handler";

  private final ConnectionLimits limits;
  private final HttpServerOptions options;
  private final @Nullable Shortcut shortcut;
  private final Counter slow;

  Watch(
      ConnectionLimits limits,
      HttpServerOptions options,
      @Nullable Shortcut shortcut,
      Counter slow) {
    this.shortcut = shortcut;
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
      shorten(context, conversation);
      pipeline.addBefore(HANDLER, "turns", new Turns());
    }
    context.fireChannelActive();
    pipeline.remove(this);
  }

  /** Only where bytes leave as they are written: not with TLS, nor with files in pieces. */
  private void shorten(ChannelHandlerContext context, Conversation conversation) {
    ChannelPipeline pipeline = context.pipeline();
    ChannelHandlerContext encoder = pipeline.context(ENCODER);
    if (shortcut != null
        && encoder != null
        && pipeline.get(SslHandler.class) == null
        && pipeline.get(ChunkedWriteHandler.class) == null
        && context.channel().remoteAddress() instanceof InetSocketAddress peer) {
      pipeline.addBefore(
          HANDLER, "quick", new QuickAnswers(shortcut.to(peer), conversation, encoder));
    }
  }
}
