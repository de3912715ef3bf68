package io.virtuoso.storm.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** TCP, a socket in the file system, and TCP again, as {@link LossyNetwork} joins them. */
@Timeout(60)
class RelayTest {
  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  @TempDir Path directory;
  private ServerSocketChannel server;
  private Relay far;
  private Relay near;

  @BeforeEach
  void start() throws IOException {
    server = ServerSocketChannel.open().bind(ANY_PORT);
    SocketAddress middle = UnixDomainSocketAddress.of(directory.resolve("middle"));
    far = Relay.between(middle, server.getLocalAddress());
    near = Relay.between(ANY_PORT, middle);
  }

  @AfterEach
  void stop() throws IOException {
    near.close();
    far.close();
    server.close();
  }

  @Test
  void bytesPassUnchangedBothWays() throws Exception {
    byte[] question = random(300_000, 7);
    byte[] answer = random(500_000, 8);
    CompletableFuture<byte[]> heard = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> answer(heard, question.length, answer));
    try (SocketChannel client = SocketChannel.open(near.address())) {
      write(client, question);
      assertThat(Channels.newInputStream(client).readAllBytes()).isEqualTo(answer);
    }
    assertThat(heard.get()).isEqualTo(question);
  }

  @Test
  void theEndOfOneSideIsTheEndOfTheOther() throws IOException {
    try (SocketChannel client = SocketChannel.open(near.address())) {
      write(client, new byte[] {1});
      try (SocketChannel accepted = server.accept()) {
        assertThat(Channels.newInputStream(accepted).read()).isEqualTo(1);
        client.shutdownOutput();
        assertThat(Channels.newInputStream(accepted).read()).isEqualTo(-1);
      }
    }
  }

  @Test
  void whoeverIsLedToNobodyIsClosed() throws IOException {
    server.close();
    try (SocketChannel client = SocketChannel.open(near.address())) {
      assertThat(isOver(client)).isTrue();
    }
  }

  @Test
  void closingEndsWhatPasses() throws IOException {
    try (SocketChannel client = SocketChannel.open(near.address())) {
      write(client, new byte[] {1});
      try (SocketChannel accepted = server.accept()) {
        assertThat(Channels.newInputStream(accepted).read()).isEqualTo(1);
        near.close();
        assertThat(isOver(client)).isTrue();
        assertThat(isOver(accepted)).isTrue();
      }
    }
  }

  private void answer(CompletableFuture<byte[]> heard, int length, byte[] answer) {
    try (SocketChannel accepted = server.accept()) {
      heard.complete(Channels.newInputStream(accepted).readNBytes(length));
      write(accepted, answer);
    } catch (IOException e) {
      heard.completeExceptionally(e);
    }
  }

  /** Whether it was ended in order or reset; waits until it was. */
  private static boolean isOver(SocketChannel channel) {
    try {
      return channel.read(ByteBuffer.allocate(1)) < 0;
    } catch (IOException reset) {
      return true;
    }
  }

  private static void write(SocketChannel to, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      to.write(buffer);
    }
  }

  private static byte[] random(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
