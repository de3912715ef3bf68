package io.virtuoso.bench.request;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswerReaderTest {
  private static final byte[] ANSWERS =
      """
      HTTP/1.1 200 OK\r
      Date: today\r
      CONTENT-Length:  5\r
      \r
      12345HTTP/1.1 304 Not Modified\r
      Content-Length: 5\r
      \r
      HTTP/1.1 503 No\r
      content-length: 0\r
      \r
      """
          .getBytes(US_ASCII);

  @Test
  void answersEndWhereTheyEndHoweverTheyArrive() throws ProtocolException {
    for (int size = 1; size <= ANSWERS.length; size++) {
      AnswerReader reader = new AnswerReader();
      List<Integer> seen = new ArrayList<>();
      for (int at = 0; at < ANSWERS.length; at += size) {
        ByteBuffer part = ByteBuffer.wrap(ANSWERS, at, Math.min(size, ANSWERS.length - at));
        while (part.hasRemaining()) {
          if (reader.take(part)) {
            seen.add(reader.status());
          }
        }
      }
      assertThat(seen).as("in parts of %d bytes", size).containsExactly(200, 304, 503);
    }
  }

  @Test
  void whatHasNoEndIsRefused() {
    ByteBuffer endless = ByteBuffer.wrap("HTTP/1.1 200 OK\r\n\r\n".getBytes(US_ASCII));
    assertThatThrownBy(() -> new AnswerReader().take(endless))
        .isInstanceOf(ProtocolException.class);
    ByteBuffer headOnly = ByteBuffer.wrap("x".repeat(10_000).getBytes(US_ASCII));
    assertThatThrownBy(() -> new AnswerReader().take(headOnly))
        .isInstanceOf(ProtocolException.class);
  }
}
