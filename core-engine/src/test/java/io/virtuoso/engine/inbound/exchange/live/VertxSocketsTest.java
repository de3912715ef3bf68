package io.virtuoso.engine.inbound.exchange.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VertxSocketsTest {
  private final Vertx vertx = Vertx.vertx();
  private final FakeExchange exchange = new FakeExchange(vertx);
  private final FakeLine line = FakeLine.to(vertx, exchange.port(), false);
  private final VertxSockets sockets =
      new VertxSockets(vertx, "ws://127.0.0.1:" + line.port(), Timings.USUAL);

  @AfterEach
  void close() {
    sockets.close();
    Wait.on(vertx.close());
  }

  private static final class Heard implements Sockets.Listener {
    final BlockingQueue<String> events = new LinkedBlockingQueue<>();

    @Override
    public void heard() {
      events.add("bytes");
    }

    @Override
    public void text(Buffer frame) {
      events.add("text of " + frame.length());
    }

    @Override
    public void pong() {
      events.add("pong");
    }

    @Override
    public void closed(LossCause cause, String detail) {
      events.add("closed");
    }
  }

  /** A book of some megabytes may be on its way for longer than anybody is waited for. */
  @Test
  void bytesAreHeardLongBeforeTheirMessageIsWhole() throws InterruptedException {
    Heard heard = new Heard();
    Wait.on(sockets.connect("/", heard));
    int length = 60_000;
    Buffer head = Buffer.buffer(new byte[] {(byte) 0x81, 126});
    line.inject(head.appendUnsignedShort(length).appendBytes(new byte[1_000]));
    assertThat(Wait.on(heard.events)).isEqualTo("bytes");
    line.inject(Buffer.buffer(new byte[1_000]));
    assertThat(Wait.on(heard.events)).isEqualTo("bytes");
    line.inject(Buffer.buffer(new byte[length - 2_000]));
    String last = Wait.on(heard.events);
    while (last.equals("bytes")) {
      last = Wait.on(heard.events);
    }
    assertThat(last).isEqualTo("text of " + length);
  }

  @Test
  void pingsAreSentAndTheirAnswersHeard() throws InterruptedException {
    Heard heard = new Heard();
    Sockets.Socket socket = Wait.on(sockets.connect("/", heard));
    Wait.on(socket.ping());
    Wait.on(Wait.on(exchange.peers).pings);
    assertThat(Wait.on(heard.events)).isEqualTo("bytes");
    assertThat(Wait.on(heard.events)).isEqualTo("pong");
  }
}
