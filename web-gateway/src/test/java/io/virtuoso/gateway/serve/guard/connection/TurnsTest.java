package io.virtuoso.gateway.serve.guard.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private static final int MANY = 5_000;

  private final List<String> asked = new ArrayList<>();
  private final Server server = new Server();
  private final EmbeddedChannel channel = new EmbeddedChannel(new Turns(), server);

  /** Takes requests, and answers each at once if it is told to. */
  private final class Server extends ChannelInboundHandlerAdapter {
    private boolean quick;
    private int depth;
    private int deepest;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      depth++;
      deepest = Math.max(deepest, depth);
      if (message instanceof HttpRequest request) {
        asked.add(request.uri());
      } else if (message instanceof LastHttpContent last) {
        last.release();
        if (quick) {
          var _ = context.writeAndFlush(response(HttpResponseStatus.OK));
        }
      }
      depth--;
    }
  }

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
  }

  @Test
  void theNextGoesWhenTheOneBeforeHasItsAnswer() {
    ask("/1");
    ask("/2");
    ask("/3");
    assertThat(asked).containsExactly("/1");
    answer(HttpResponseStatus.CONTINUE);
    assertThat(asked).as("no answer yet").containsExactly("/1");
    answer(HttpResponseStatus.OK);
    assertThat(asked).containsExactly("/1", "/2");
    answer(HttpResponseStatus.OK);
    assertThat(asked).containsExactly("/1", "/2", "/3");
  }

  @Test
  void howeverManyWaitTheyDoNotGoWithinEachOther() {
    ask("/first");
    List<String> uris = IntStream.range(0, MANY).mapToObj(i -> "/" + i).toList();
    uris.forEach(this::ask);
    server.quick = true;
    answer(HttpResponseStatus.OK);
    assertThat(asked).hasSize(MANY + 1).endsWith(uris.getLast()).containsAll(uris);
    assertThat(server.deepest).isEqualTo(1);
    assertThat(channel.outboundMessages()).hasSize(MANY + 1);
  }

  @Test
  void nothingMoreIsTakenFromAClientWhileManyWait() {
    ask("/first");
    IntStream.range(0, 63).forEach(i -> ask("/" + i));
    assertThat(channel.config().isAutoRead()).isTrue();
    ask("/64");
    assertThat(channel.config().isAutoRead()).isFalse();
    server.quick = true;
    answer(HttpResponseStatus.OK);
    assertThat(channel.config().isAutoRead()).isTrue();
  }

  @Test
  void whatWaitsWhenTheConnectionEndsIsReleased() {
    ask("/1");
    ByteBuf body = Unpooled.buffer().writeByte(1);
    channel.writeInbound(new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/2"));
    channel.writeInbound(new DefaultLastHttpContent(body));
    assertThat(body.refCnt()).isEqualTo(1);
    var _ = channel.close();
    assertThat(body.refCnt()).isZero();
  }

  private void ask(String uri) {
    channel.writeInbound(
        new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, uri),
        new DefaultLastHttpContent(Unpooled.EMPTY_BUFFER));
  }

  private void answer(HttpResponseStatus status) {
    var _ = channel.writeOneOutbound(response(status));
    channel.flushOutbound();
    channel.runPendingTasks();
  }

  private static DefaultFullHttpResponse response(HttpResponseStatus status) {
    return new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status);
  }
}
