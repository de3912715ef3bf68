package io.virtuoso.gateway.serve.guard.connection;

import io.micrometer.core.instrument.Counter;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AsciiString;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The decoder of Vert.x for those who mean well. What two programs could read in two ways is
 * refused, and so is what takes too long to arrive.
 */
final class StrictRequestDecoder extends VertxHttpRequestDecoder {
  private final ConnectionLimits limits;
  private final Conversation conversation;
  private final Deadline deadline;
  private final RequestRules rules = new RequestRules();
  private long bodyBytes;
  private boolean everAsked;

  /** Where in a request the connection is. */
  private enum Part {
    NONE,
    HEAD,
    BODY
  }

  private Part part = Part.NONE;

  StrictRequestDecoder(
      HttpServerOptions options, ConnectionLimits limits, Conversation conversation, Counter slow) {
    super(options);
    this.limits = limits;
    this.conversation = conversation;
    this.deadline =
        new Deadline(context -> {
          slow.increment();
          tooSlow(context);
        });
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
    if (conversation.isRefused()) {
      ReferenceCountUtil.release(message); // nothing after the refused request means anything
      return;
    }
    super.channelRead(context, message);
    if (conversation.isRefused()) {
      return;
    }
    if (part == Part.NONE && actualReadableBytes() > 0) {
      part = Part.HEAD;
    }
    switch (part) {
      case NONE -> deadline.cancel();
      case HEAD -> deadline.start(context, limits.head());
      case BODY -> deadline.start(context, limits.body());
    }
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out)
      throws Exception {
    if (conversation.isRefused()) {
      in.skipBytes(in.readableBytes());
      return;
    }
    int known = out.size();
    int unread = in.readableBytes();
    super.decode(context, in, out);
    if (out.size() == known && in.readableBytes() < unread && part == Part.NONE) {
      part = Part.HEAD; // a line of it
    }
    for (int i = known; i < out.size(); i++) {
      boolean isHead = out.get(i) instanceof HttpRequest;
      Refusal refusal = judge(out.get(i));
      if (refusal != null) {
        drop(out, i);
        in.skipBytes(in.readableBytes());
        if (isHead) {
          refuse(context, refusal);
        } else {
          interrupt(context, refusal);
        }
        return;
      }
    }
  }

  @Override
  protected AsciiString splitHeaderName(byte[] line, int start, int length) {
    AsciiString name = super.splitHeaderName(line, start, length);
    rules.named(name);
    return name;
  }

  @Override
  protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
    rules.framedTwice();
    super.handleTransferEncodingChunkedWithContentLength(message);
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext context) throws Exception {
    deadline.cancel(); // the connection has become a WebSocket
    super.handlerRemoved0(context);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) throws Exception {
    deadline.cancel();
    super.channelInactive(context);
  }

  /** What is wrong with that piece of a request; null when nothing is. */
  private @Nullable Refusal judge(Object piece) {
    Refusal refusal = null;
    if (piece instanceof HttpRequest request) {
      refusal = rules.judge(request, limits.maxBody());
      rules.reset();
      bodyBytes = 0;
      part = Part.BODY;
      deadline.cancel();
      everAsked = true;
      if (refusal == null) {
        conversation.asked();
      }
    } else if (piece instanceof HttpContent content) {
      bodyBytes += content.content().readableBytes();
      if (content.decoderResult().isFailure()) {
        refusal = Refusal.BAD_REQUEST;
      } else if (bodyBytes > limits.maxBody()) {
        refusal = Refusal.BODY;
      }
    }
    if (piece instanceof LastHttpContent) {
      part = Part.NONE;
      deadline.cancel();
    }
    return refusal;
  }

  private void refuse(ChannelHandlerContext context, Refusal refusal) {
    part = Part.NONE;
    if (conversation.refuse(refusal)) {
      refusal.send(context);
    } else {
      deadline.start(context, limits.body()); // for the answers that are still owed
    }
  }

  /** What is wrong came after the request was passed on, and was perhaps answered. */
  private void interrupt(ChannelHandlerContext context, Refusal refusal) {
    part = Part.NONE;
    if (conversation.interrupt(refusal)) {
      refusal.send(context);
    } else {
      Refusal.hangUp(context);
    }
  }

  private void tooSlow(ChannelHandlerContext context) {
    if (part == Part.HEAD && !everAsked && conversation.refuse(Refusal.TIMEOUT)) {
      Refusal.TIMEOUT.send(context);
    } else {
      Future<?> _ = context.close();
    }
  }

  private static void drop(List<Object> out, int from) {
    while (out.size() > from) {
      ReferenceCountUtil.release(out.remove(out.size() - 1));
    }
  }
}
