package io.virtuoso.gateway.serve.rest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.MultiMap;
import io.virtuoso.gateway.serve.guard.SecurityHeaders;
import java.nio.ByteBuffer;
import java.util.Map;

/**
 * The answers made of one form of a document during one second, byte by byte as they go over the
 * wire. Thread-safe. Each is written any number of times; the memory behind it is outside of the
 * heap and goes with the last reference to it, so that nobody frees what a slow client still reads.
 */
final class Packets {
  private final LiveHeaders live;
  private final ByteBuf whole;
  private final int headLength;
  private final ByteBuf unchanged;

  private Packets(LiveHeaders live, ByteBuf whole, int headLength, ByteBuf unchanged) {
    this.live = live;
    this.whole = whole;
    this.headLength = headLength;
    this.unchanged = unchanged;
  }

  static Packets of(AtHand.Copy copy) {
    Rendition.Form form = copy.form();
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    SecurityHeaders.addTo(headers, false);
    Heads.live(headers, copy.live());
    Heads.version(headers, copy.rendition(), Heads.NO_TIME);
    byte[] unchanged = head("304 Not Modified", headers);
    Heads.body(headers, form);
    byte[] head = head("200 OK", headers);
    ByteBuffer whole =
        ByteBuffer.allocateDirect(head.length + form.bytes().length)
            .put(head)
            .put(form.bytes())
            .flip();
    ByteBuffer small = ByteBuffer.allocateDirect(unchanged.length).put(unchanged).flip();
    return new Packets(
        copy.live(), Unpooled.wrappedBuffer(whole), head.length, Unpooled.wrappedBuffer(small));
  }

  /** Whether they say what those headers say. */
  boolean say(LiveHeaders now) {
    return live.equals(now);
  }

  /** Head and body; to be released by whoever gets it, like the others. */
  ByteBuf whole() {
    return whole.retainedDuplicate();
  }

  ByteBuf headOnly() {
    return whole.retainedSlice(0, headLength);
  }

  /** The answer to who has that version already. */
  ByteBuf unchanged() {
    return unchanged.retainedDuplicate();
  }

  private static byte[] head(String status, MultiMap headers) {
    StringBuilder head = new StringBuilder(1_024);
    head.append("HTTP/1.1 ").append(status).append("\r\n");
    for (Map.Entry<String, String> each : headers) {
      head.append(each.getKey()).append(": ").append(each.getValue()).append("\r\n");
    }
    return head.append("\r\n").toString().getBytes(ISO_8859_1);
  }
}
