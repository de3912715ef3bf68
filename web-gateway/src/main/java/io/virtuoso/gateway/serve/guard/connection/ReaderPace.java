package io.virtuoso.gateway.serve.guard.connection;

import io.micrometer.core.instrument.Counter;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import java.time.Duration;

/**
 * Listens to a client no faster than it reads: while much is ready for it, nothing more is taken
 * from it, and when it then takes next to nothing for some time, it is let go.
 */
final class ReaderPace extends ChannelDuplexHandler {
  private static final long LITTLE = 16_384; // bytes per period

  private final Duration period;
  private final Conversation conversation;
  private final Deadline check;
  private long pending;
  private boolean wantsToRead;

  ReaderPace(Duration period, Conversation conversation, Counter slow) {
    this.period = period;
    this.conversation = conversation;
    this.check =
        new Deadline(context -> {
          long now = pendingBytes(context);
          if (pending - now < LITTLE) {
            slow.increment();
            Future<?> _ = context.close();
          } else {
            watch(context, now);
          }
        });
  }

  @Override
  public void read(ChannelHandlerContext context) {
    if (context.channel().isWritable()) {
      context.read();
    } else {
      wantsToRead = true;
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (!context.channel().isWritable()) {
      watch(context, pendingBytes(context));
    } else {
      check.cancel();
      if (wantsToRead) {
        wantsToRead = false;
        context.read();
      }
    }
    context.fireChannelWritabilityChanged();
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    Future<?> _ = context.write(message, promise);
    if (isInterim(message)) {
      return;
    }
    if (message instanceof HttpResponse) {
      conversation.answers();
    }
    if (message instanceof LastHttpContent) {
      Refusal refusal = conversation.answered();
      if (refusal != null) {
        refusal.send(context.pipeline().firstContext());
      }
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    check.cancel();
    context.fireChannelInactive();
  }

  /** {@code 100 Continue} is no answer yet. */
  static boolean isInterim(Object message) {
    return message instanceof HttpResponse response
        && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
  }

  private void watch(ChannelHandlerContext context, long bytes) {
    pending = bytes;
    check.start(context, period);
  }

  private static long pendingBytes(ChannelHandlerContext context) {
    ChannelOutboundBuffer buffer = context.channel().unsafe().outboundBuffer();
    return buffer == null ? 0 : buffer.totalPendingWriteBytes();
  }
}
