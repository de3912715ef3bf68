package io.virtuoso.engine.inbound.exchange.live;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.http.impl.WebSocketInternal;
import org.jspecify.annotations.Nullable;

/** WebSockets over Vert.x. Pings of the server are answered by Vert.x itself. */
final class VertxSockets implements Sockets {
  /** Bytes; a longer message closes the connection. */
  static final int MAX_MESSAGE = 16 << 20;

  private static final int MAX_CONNECTIONS = 256;

  private final WebSocketClient client;
  private final Endpoint endpoint;

  VertxSockets(Vertx vertx, String baseUrl, Timings timings) {
    endpoint = Endpoint.of(baseUrl);
    WebSocketClientOptions options = new WebSocketClientOptions();
    options.setMaxFrameSize(MAX_MESSAGE);
    options.setMaxMessageSize(MAX_MESSAGE);
    options.setMaxConnections(MAX_CONNECTIONS);
    options.setConnectTimeout(Math.toIntExact(timings.connect().toMillis()));
    options.setClosingTimeout(1);
    client = vertx.createWebSocketClient(options);
  }

  @Override
  public Future<Socket> connect(String path, Listener listener) {
    WebSocketConnectOptions options = new WebSocketConnectOptions();
    options.setHost(endpoint.host());
    options.setPort(endpoint.port());
    options.setSsl(endpoint.secure());
    options.setURI(endpoint.below(path));
    options.putHeader("User-Agent", VertxRest.USER_AGENT);
    try {
      ClientWebSocket socket = client.webSocket();
      Messages messages = new Messages(socket, listener);
      socket.frameHandler(messages::frame);
      socket.pongHandler(_ -> listener.pong());
      socket.exceptionHandler(messages::failed);
      socket.closeHandler(_ -> messages.closed());
      return socket
          .connect(options)
          .map(open -> {
            hear(open, listener);
            return new Open(open);
          });
    } catch (IllegalStateException e) { // Vert.x is closing
      return Future.failedFuture(e);
    }
  }

  @Override
  public void close() {
    client.close();
  }

  /**
   * Vert.x tells of whole frames, and a book of some megabytes can be on its way for long: who is
   * sending one is not to be taken for gone.
   */
  private static void hear(WebSocket socket, Listener listener) {
    ((WebSocketInternal) socket)
        .channelHandlerContext()
        .pipeline()
        .addFirst(
            new ChannelInboundHandlerAdapter() {
              @Override
              public void channelRead(ChannelHandlerContext context, Object bytes) {
                listener.heard();
                context.fireChannelRead(bytes);
              }
            });
  }

  private record Open(WebSocket socket) implements Socket {
    @Override
    public Future<Void> send(String text) {
      return socket.writeTextMessage(text);
    }

    @Override
    public Future<Void> ping() {
      return socket.writePing(Buffer.buffer());
    }

    @Override
    public void close() {
      socket.close();
    }
  }

  /** Puts fragmented messages together without ever making a string of them. */
  private static final class Messages {
    private final ClientWebSocket socket;
    private final Listener listener;
    private @Nullable Buffer begun;
    private @Nullable Throwable failure;

    Messages(ClientWebSocket socket, Listener listener) {
      this.socket = socket;
      this.listener = listener;
    }

    void frame(WebSocketFrame frame) {
      if (frame.isText()) {
        if (frame.isFinal()) {
          listener.text(frame.binaryData());
        } else {
          begun = Buffer.buffer().appendBuffer(frame.binaryData());
        }
      } else if (frame.isContinuation() && begun != null) {
        if (begun.length() + frame.binaryData().length() > MAX_MESSAGE) {
          begun = null;
          failure = new IllegalStateException("a message of more than " + MAX_MESSAGE + " bytes");
          socket.close((short) 1009);
          return;
        }
        begun.appendBuffer(frame.binaryData());
        if (frame.isFinal()) {
          Buffer whole = begun;
          begun = null;
          listener.text(whole);
        }
      }
    }

    void failed(Throwable cause) {
      failure = cause;
    }

    void closed() {
      Throwable cause = failure;
      if (cause != null) {
        listener.closed(LossCause.BROKEN, String.valueOf(cause.getMessage()));
      } else if (socket.closeStatusCode() == null) {
        listener.closed(LossCause.CLOSED, "without a word");
      } else {
        listener.closed(LossCause.CLOSED, "code " + socket.closeStatusCode());
      }
    }
  }
}
