package io.virtuoso.bench.stream;

import java.nio.ByteBuffer;

/** Frames as a client sends them; masked with zeros, which is a mask as good as any. */
public final class Masked {
  private Masked() {}

  /** A whole frame of at most 125 bytes. */
  public static ByteBuffer frame(int opcode, byte[] payload) {
    return ByteBuffer.allocate(6 + payload.length)
        .put((byte) (0x80 | opcode))
        .put((byte) (0x80 | payload.length))
        .putInt(0)
        .put(payload)
        .flip();
  }
}
