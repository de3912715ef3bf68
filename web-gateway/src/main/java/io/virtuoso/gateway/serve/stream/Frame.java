package io.virtuoso.gateway.serve.stream;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One message as the bytes that travel, encoded once for however many connections it goes to: a
 * whole WebSocket frame, and the same text as a server-sent event. Immutable; thread-safe.
 */
final class Frame {
  private static final byte FINAL_TEXT = (byte) 0x81;
  private static final int SHORT_LENGTH = 125;
  private static final int LONG_LENGTH = 0xffff;

  private static final byte[] NOTHING = {};
  private static final byte[] PING = {(byte) 0x89, 0};

  private final int headBytes;
  private final int jsonBytes;
  private final @Nullable String id;
  private final ByteBuf socket;
  private volatile @Nullable Buffer event;

  private Frame(byte[] json, @Nullable String id, ByteBuffer room, byte[] trailer) {
    this.id = id;
    this.headBytes = head(room, json.length).position();
    this.jsonBytes = json.length;
    // never released by us: the garbage collector frees the memory once no connection holds it
    this.socket = Unpooled.wrappedBuffer(room.put(json).put(trailer).flip());
  }

  /** A message for one connection. */
  static Frame once(byte[] json) {
    return new Frame(json, null, ByteBuffer.allocate(room(json)), NOTHING);
  }

  /** A message for many: outside the heap, so that no connection copies it on its way out. */
  static Frame shared(byte[] json) {
    return new Frame(json, null, ByteBuffer.allocateDirect(room(json)), NOTHING);
  }

  /**
   * The same with the position that a client may resume at.
   *
   * @param id of the event
   */
  static Frame shared(byte[] json, String id) {
    return new Frame(json, id, ByteBuffer.allocateDirect(room(json)), NOTHING);
  }

  /** The same and a ping behind it: on a socket they travel together. */
  Frame withPing() {
    byte[] json = json();
    return new Frame(json, id, ByteBuffer.allocate(room(json) + PING.length), PING);
  }

  /** A copy of the message, UTF-8. */
  byte[] json() {
    byte[] copy = new byte[jsonBytes];
    socket.getBytes(headBytes, copy);
    return copy;
  }

  /** What one connection's queue holds of it, in bytes. */
  int bytes() {
    return socket.readableBytes();
  }

  /** A whole text frame, unmasked, and the ping if there is one; the caller's to release. */
  ByteBuf socket() {
    return socket.retainedDuplicate();
  }

  /** A whole event. */
  Buffer event() {
    Buffer made = event;
    if (made == null) {
      String head = id == null ? "data: " : "id: " + id + "\ndata: ";
      made = Buffer.buffer(head).appendBytes(json()).appendBytes("\n\n".getBytes(US_ASCII));
      event = made;
    }
    return made;
  }

  private static int room(byte[] json) {
    return json.length + Short.BYTES + Long.BYTES;
  }

  private static ByteBuffer head(ByteBuffer frame, int length) {
    frame.put(FINAL_TEXT);
    if (length <= SHORT_LENGTH) {
      return frame.put((byte) length);
    }
    return length <= LONG_LENGTH
        ? frame.put((byte) 126).putShort((short) length)
        : frame.put((byte) 127).putLong(length);
  }
}
