package io.virtuoso.gateway.serve.guard.connection;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;

/**
 * Answers what needs nothing of Vert.x before Vert.x sees it. What it does not answer goes on
 * unchanged, and so does everything while an earlier answer is owed: the order is the client's.
 */
final class QuickAnswers extends ChannelInboundHandlerAdapter {
  private final Shortcut.Answers answers;
  private final Conversation conversation;
  private final ChannelHandlerContext encoder;
  private boolean answered;
  private boolean unflushed;
  private boolean closing;

  /**
   * Quick answers on one connection.
   *
   * @param encoder where Vert.x's answers become bytes; these are bytes already and leave behind it
   */
  QuickAnswers(Shortcut.Answers answers, Conversation conversation, ChannelHandlerContext encoder) {
    this.answers = answers;
    this.conversation = conversation;
    this.encoder = encoder;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest request) {
      ByteBuf answer = isOurs(context, message) ? answers.of(request) : null;
      if (answer != null) {
        send(context, answer);
        return;
      }
      closing |= !HttpUtil.isKeepAlive(request);
    } else if (answered && message instanceof LastHttpContent) {
      answered = false;
      ReferenceCountUtil.release(message); // the end of what has its answer
      return;
    }
    context.fireChannelRead(message);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (unflushed) {
      unflushed = false;
      context.flush();
    }
    context.fireChannelReadComplete();
  }

  /** Whether nobody is before it, and it will be taken. */
  private boolean isOurs(ChannelHandlerContext context, Object message) {
    return !closing
        && !(message instanceof LastHttpContent)
        && conversation.isAtLast()
        && context.channel().isWritable();
  }

  private void send(ChannelHandlerContext context, ByteBuf answer) {
    answered = true;
    unflushed = true;
    Future<?> _ = encoder.write(answer);
    Refusal refusal = conversation.answered();
    if (refusal != null) {
      refusal.send(context.pipeline().firstContext());
    }
  }
}
