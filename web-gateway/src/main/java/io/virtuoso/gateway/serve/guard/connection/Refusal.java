package io.virtuoso.gateway.serve.guard.connection;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.concurrent.Future;
import io.virtuoso.gateway.serve.guard.SecurityHeaders;
import io.virtuoso.gateway.serve.problem.Problem;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** The answer to what never became a request; the connection ends with it. */
enum Refusal {
  BAD_REQUEST(400, "Bad Request", "malformed", "This is not a well-formed HTTP request."),
  TIMEOUT(408, "Request Timeout", "too_slow", "The request took too long to arrive."),
  BODY(413, "Content Too Large", "too_large", "The request's body is longer than is read."),
  TARGET(414, "URI Too Long", "target_too_long", "The request's target is too long."),
  HEAD(431, "Request Header Fields Too Large", "head_too_large", "The request's head is too long."),
  VERSION(505, "HTTP Version Not Supported", "http_version", "This speaks HTTP/1.1.");

  private static final int TRACE_BYTES = 16;
  private static final long LINGER_MS = 1_000;

  private final int status;
  private final String reason;
  private final String code;
  private final String detail;

  Refusal(int status, String reason, String code, String detail) {
    this.status = status;
    this.reason = reason;
    this.code = code;
    this.detail = detail;
  }

  /** Sends the refusal past all other handlers, and hangs up. */
  void send(ChannelHandlerContext context) {
    hangUp(context, bytes());
  }

  /** Ends the connection after what was written to it already. */
  static void hangUp(ChannelHandlerContext context) {
    hangUp(context, Unpooled.EMPTY_BUFFER);
  }

  /**
   * Closes our direction at once and the other a moment later, for a client that is still sending
   * would otherwise see a reset in place of the answer.
   */
  private static void hangUp(ChannelHandlerContext context, ByteBuf last) {
    Channel connection = context.channel();
    context
        .writeAndFlush(last)
        .addListener(sent -> {
          if (connection instanceof DuplexChannel duplex) {
            Future<?> _ = duplex.shutdownOutput();
          }
          Future<?> _ =
              connection.eventLoop().schedule(() -> close(connection), LINGER_MS, MILLISECONDS);
        });
  }

  private static void close(Channel connection) {
    Future<?> _ = connection.close();
  }

  private ByteBuf bytes() {
    byte[] id = new byte[TRACE_BYTES];
    ThreadLocalRandom.current().nextBytes(id);
    String trace = HexFormat.of().formatHex(id);
    byte[] body = Problem.of(status, code, detail).at(null, trace).json();
    StringBuilder head = new StringBuilder(1_024);
    head.append("HTTP/1.1 ").append(status).append(' ').append(reason).append("\r\n");
    SecurityHeaders.forEach(
        (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    head.append("Content-Type: ").append(Problem.MEDIA_TYPE).append("\r\n");
    head.append("Cache-Control: no-store\r\nConnection: close\r\n");
    head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
    return Unpooled.wrappedBuffer(head.toString().getBytes(ISO_8859_1), body);
  }
}
