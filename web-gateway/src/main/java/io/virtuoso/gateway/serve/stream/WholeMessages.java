package io.virtuoso.gateway.serve.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketServerExtensionHandler;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * What comes in, strictly after the protocol: a client that breaks it is told so with the code that
 * the protocol has for it. The framework by itself hangs up without a word, takes frames with
 * reserved bits, and fails on a message whose first fragment is empty.
 */
final class WholeMessages extends WebSocketFrameAggregator {
  /** What is told of a client. */
  interface Ear {
    /** It answered a ping, of which the framework hears nothing. */
    void answered();

    /** It broke the protocol; the goodbye is the last thing that may be written. */
    void parted();
  }

  private static final int MAX_BYTES = 16_384;
  private static final int LAST_CODE = 4_999;
  private static final String LAST_HANDLER = "handler";

  private final Ear ear;
  private boolean parted;

  private WholeMessages(Ear ear) {
    super(MAX_BYTES);
    this.ear = ear;
  }

  /**
   * Leaves an upgrade that has not been answered yet without extensions: compressed, every
   * connection's bytes would be its own.
   */
  static void declineExtensionsOn(Channel channel) {
    WebSocketServerExtensionHandler offers =
        channel.pipeline().get(WebSocketServerExtensionHandler.class);
    if (offers != null) {
      channel.pipeline().remove(offers);
    }
  }

  /** Puts the checks before the framework's own handler; on the channel's event loop. */
  static void installOn(Channel channel, Ear ear) {
    ChannelPipeline pipeline = channel.pipeline();
    WebSocket13FrameDecoder lenient = pipeline.get(WebSocket13FrameDecoder.class);
    if (lenient == null || pipeline.get(LAST_HANDLER) == null) {
      return; // closed already
    }
    WebSocketDecoderConfig strict =
        WebSocketDecoderConfig.newBuilder()
            .maxFramePayloadLength(MAX_BYTES)
            .allowExtensions(false)
            .closeOnProtocolViolation(false) // whatever is found, one place tells of it
            .withUTF8Validator(false) // it comes as a handler of its own
            .build();
    // behind the encoder, or what is said of a violation would leave without being encoded
    pipeline.addBefore(LAST_HANDLER, "virtuoso-frames", new StrictFrames(strict));
    pipeline.addBefore(LAST_HANDLER, "virtuoso-utf8", new Utf8FrameValidator(false));
    pipeline.addBefore(LAST_HANDLER, "virtuoso-whole", new WholeMessages(ear));
    pipeline.remove(lenient);
    Entrance.open(channel);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
    if (parted) {
      ReferenceCountUtil.release(message);
    } else if (message instanceof PongWebSocketFrame answer) {
      answer.release();
      ear.answered();
    } else {
      super.channelRead(context, message);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable failure) throws Exception {
    if (failure instanceof CorruptedWebSocketFrameException violation) {
      part(context, violation.closeStatus());
    } else {
      super.exceptionCaught(context, failure);
    }
  }

  @Override
  protected void handleOversizedMessage(ChannelHandlerContext context, WebSocketFrame oversized) {
    part(context, WebSocketCloseStatus.MESSAGE_TOO_BIG);
  }

  private void part(ChannelHandlerContext context, WebSocketCloseStatus status) {
    if (!parted) {
      parted = true;
      ear.parted();
      Entrance.shut(context.channel(), context.writeAndFlush(new CloseWebSocketFrame(status)));
    }
  }

  /** Reads frames, and names what is wrong with a close frame instead of only hanging up. */
  private static final class StrictFrames extends WebSocket13FrameDecoder {
    StrictFrames(WebSocketDecoderConfig config) {
      super(config);
    }

    @Override
    protected void checkCloseFrameBody(ChannelHandlerContext context, @Nullable ByteBuf body) {
      WebSocketCloseStatus fault = body == null ? null : fault(body);
      if (fault == null) {
        super.checkCloseFrameBody(context, body);
      } else {
        throw new CorruptedWebSocketFrameException(fault, "not a close frame");
      }
    }

    private static @Nullable WebSocketCloseStatus fault(ByteBuf body) {
      int length = body.readableBytes();
      if (length == 0) {
        return null;
      }
      int code = length < Short.BYTES ? 0 : body.getUnsignedShort(body.readerIndex());
      if (!WebSocketCloseStatus.isValidStatusCode(code) || code > LAST_CODE) {
        return WebSocketCloseStatus.PROTOCOL_ERROR;
      }
      int reason = body.readerIndex() + Short.BYTES;
      boolean text =
          length == Short.BYTES || ByteBufUtil.isText(body, reason, length - Short.BYTES, UTF_8);
      return text ? null : WebSocketCloseStatus.INVALID_PAYLOAD_DATA;
    }
  }
}
