package io.virtuoso.gateway.serve.stream;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where a stream's bytes come in. They wait here from the upgrade until the checks of the stream
 * stand, which is a turn of the event loop later: a client that has read the answer meanwhile would
 * be judged by the framework's own. And they end here once nothing more of the client is wanted.
 * Owned by the channel's event loop.
 */
final class Entrance extends ChannelInboundHandlerAdapter {
  private static final long LINGER_SECONDS = 2;

  private @Nullable Queue<Object> held;
  private boolean shut;

  /** What comes from now on waits until {@link #open}. */
  static void holdOn(Channel channel) {
    Entrance entrance = channel.pipeline().get(Entrance.class);
    if (entrance == null) {
      entrance = new Entrance();
      channel.pipeline().addFirst(entrance);
    }
    entrance.held = new ArrayDeque<>();
  }

  /** Lets in what has come since, if it was held. */
  static void open(Channel channel) {
    ChannelHandlerContext context = channel.pipeline().context(Entrance.class);
    if (context != null) {
      ((Entrance) context.handler()).release(context);
    }
  }

  /**
   * Hears nothing more, and ends the connection when the other side does, or soon. Closed with
   * bytes unread, the system would reset it, and what was said last be lost on its way.
   *
   * @param lastWord the writing of what was said last
   */
  static void shut(Channel channel, ChannelFuture lastWord) {
    Entrance entrance = channel.pipeline().get(Entrance.class);
    if (entrance != null) {
      entrance.shut = true;
    }
    if (channel instanceof DuplexChannel duplex) {
      var _ =
          lastWord.addListener(said -> {
            var _ = duplex.shutdownOutput();
          });
    }
    cutLater(channel);
  }

  /** Cuts the connection in two seconds: who does not read takes no goodbye either. */
  static void cutLater(Channel channel) {
    var _ = channel.eventLoop().schedule(() -> cut(channel), LINGER_SECONDS, TimeUnit.SECONDS);
  }

  /** From the far end of the pipeline, for the framework would wait for the other side. */
  private static void cut(Channel channel) {
    ChannelPipeline pipeline = channel.pipeline();
    ChannelHandlerContext first = pipeline.firstContext();
    if (first != null) {
      var _ = first.close();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (shut) {
      ReferenceCountUtil.release(message);
    } else if (held != null) {
      held.add(message);
    } else {
      context.fireChannelRead(message);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    shut = true;
    release(context);
    context.fireChannelInactive();
  }

  private void release(ChannelHandlerContext context) {
    Queue<Object> waiting = held;
    if (waiting != null) {
      held = null;
      waiting.forEach(message -> channelRead(context, message));
      context.fireChannelReadComplete();
    }
  }
}
