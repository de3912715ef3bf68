package io.virtuoso.gateway.serve.guard.connection;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class QuickAnswersTest {
  private static final String QUICK = "/quick";

  private final Conversation conversation = new Conversation();
  private ByteBuf version = Unpooled.copiedBuffer("one", ISO_8859_1);
  private final EmbeddedChannel channel = new EmbeddedChannel();

  QuickAnswersTest() {
    channel
        .pipeline()
        .addLast("httpEncoder", new NoOneComesHere())
        .addLast(
            new QuickAnswers(
                request -> request.uri().equals(QUICK) ? version.retainedDuplicate() : null,
                conversation,
                channel.pipeline().context("httpEncoder")));
  }

  /** An encoder that must not see what is bytes already. */
  private static final class NoOneComesHere extends ChannelOutboundHandlerAdapter {
    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
      throw new AssertionError("encoded twice: " + message);
    }
  }

  @Test
  void answersAndKeepsTheWholeRequestToItself() {
    ask(QUICK);
    assertThat(sent()).isEqualTo("one");
    assertThat(channel.<Object>readInbound()).isNull();
  }

  @Test
  void whatItDoesNotAnswerGoesOnUnchanged() {
    HttpRequest passed = ask("/slow");
    assertThat(channel.<Object>readInbound()).isSameAs(passed);
    assertThat(channel.<Object>readInbound()).isSameAs(LastHttpContent.EMPTY_LAST_CONTENT);
    assertThat(channel.<Object>readOutbound()).isNull();
  }

  @Test
  void nobodyIsAnsweredBeforeWhoeverAskedEarlier() {
    ask("/slow");
    HttpRequest behind = ask(QUICK);
    assertThat(channel.<Object>readOutbound()).isNull();
    assertThat(channel.inboundMessages()).contains(behind);
    conversation.answered();
    conversation.answered();
    ask(QUICK);
    assertThat(sent()).isEqualTo("one");
  }

  @Test
  void afterALastRequestNothingIsAnswered() {
    HttpRequest last = request("/slow");
    last.headers().set(HttpHeaderNames.CONNECTION, "close");
    ask(last);
    conversation.answered();
    ask(QUICK);
    assertThat(channel.<Object>readOutbound()).isNull();
  }

  @Test
  void aClientThatDoesNotReadGoesTheOrdinaryWay() {
    channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(1, 2));
    conversation.asked();
    channel.pipeline().fireChannelRead(request(QUICK)); // not flushed: no end of reading yet
    channel.pipeline().fireChannelRead(LastHttpContent.EMPTY_LAST_CONTENT);
    assertThat(channel.isWritable()).isFalse();
    HttpRequest behind = request(QUICK);
    conversation.asked();
    channel.pipeline().fireChannelRead(behind);
    assertThat(channel.<Object>readInbound()).isSameAs(behind);
    channel.pipeline().fireChannelReadComplete();
    assertThat(sent()).isEqualTo("one");
    assertThat(channel.<Object>readOutbound()).isNull();
  }

  @Test
  void aVersionThatIsReplacedWhileItIsWrittenIsWrittenToItsEndAndLetGo() {
    ByteBuf old = version;
    conversation.asked();
    channel.pipeline().fireChannelRead(request(QUICK));
    channel.pipeline().fireChannelRead(LastHttpContent.EMPTY_LAST_CONTENT);
    version = Unpooled.copiedBuffer("two", ISO_8859_1);
    assertThat(old.refCnt()).isEqualTo(2);
    conversation.asked();
    channel.pipeline().fireChannelRead(request(QUICK));
    channel.pipeline().fireChannelRead(LastHttpContent.EMPTY_LAST_CONTENT);
    channel.pipeline().fireChannelReadComplete();
    assertThat(sent()).isEqualTo("one");
    assertThat(sent()).isEqualTo("two");
    assertThat(old.refCnt()).isEqualTo(1);
    assertThat(version.refCnt()).isEqualTo(1);
  }

  @Test
  void aConnectionThatEndsGivesBackWhatItWasToBeSent() {
    conversation.asked();
    channel.pipeline().fireChannelRead(request(QUICK));
    Future<?> _ = channel.close();
    assertThat(version.refCnt()).isEqualTo(1);
  }

  private HttpRequest ask(String target) {
    return ask(request(target));
  }

  private HttpRequest ask(HttpRequest request) {
    conversation.asked();
    channel.writeInbound(request, LastHttpContent.EMPTY_LAST_CONTENT);
    return request;
  }

  private String sent() {
    ByteBuf sent = channel.readOutbound();
    try {
      return sent.toString(ISO_8859_1);
    } finally {
      sent.release();
    }
  }

  private static HttpRequest request(String target) {
    return new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, target);
  }
}
