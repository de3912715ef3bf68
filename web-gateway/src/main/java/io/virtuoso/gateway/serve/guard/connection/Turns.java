package io.virtuoso.gateway.serve.guard.connection;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Hands Vert.x a connection's requests one after the other, the next when the one before has its
 * answer. Vert.x itself starts a request that waits within the end of the one before, and some
 * hundreds that are answered at once overflow the stack: then one is never answered.
 */
final class Turns extends ChannelDuplexHandler {
  /** Pieces of requests that wait before nothing more is taken from the client. */
  private static final int MANY = 128;

  private final Queue<Object> waiting = new ArrayDeque<>();
  private boolean underWay;
  private boolean handingOver;
  private boolean paused;

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (waiting.isEmpty() && mayGo(message)) {
      pass(context, message);
      return;
    }
    waiting.add(message);
    if (!paused && waiting.size() >= MANY) {
      paused = true;
      context.channel().config().setAutoRead(false);
    }
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    boolean last = message instanceof LastHttpContent && !ReaderPace.isInterim(message);
    Future<?> _ = context.write(message, promise);
    if (last) {
      underWay = false;
      if (!waiting.isEmpty() && !handingOver) {
        context.executor().execute(() -> handOver(context)); // Vert.x has not ended this one yet
      }
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    drop();
    context.fireChannelInactive();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    drop();
  }

  private boolean mayGo(Object message) {
    return !underWay || !(message instanceof HttpRequest);
  }

  private void pass(ChannelHandlerContext context, Object message) {
    underWay |= message instanceof HttpRequest;
    context.fireChannelRead(message);
  }

  private void handOver(ChannelHandlerContext context) {
    if (handingOver || context.isRemoved()) {
      return;
    }
    handingOver = true;
    try {
      for (Object next = waiting.peek(); next != null && mayGo(next); next = waiting.peek()) {
        pass(context, waiting.remove());
      }
    } finally {
      handingOver = false;
    }
    context.fireChannelReadComplete(); // until then Vert.x flushes nothing
    if (paused && waiting.isEmpty()) {
      paused = false;
      context.channel().config().setAutoRead(true);
    }
  }

  private void drop() {
    for (Object next = waiting.poll(); next != null; next = waiting.poll()) {
      ReferenceCountUtil.release(next);
    }
  }
}
