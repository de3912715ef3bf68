package io.virtuoso.bench.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One WebSocket that reads as fast as it can and looks only at when a delta was true. */
public final class Listener {
  private static final int BEGINNING = 256;
  private static final int PING = 9;
  private static final int CLOSE = 8;

  /** Who is told of what a listener hears. */
  public interface Ear {
    /** A frame that was true at that moment, ms since the epoch. */
    void heard(long asOfMs);

    /** The server closed. */
    void closed(int code);
  }

  private final SocketChannel socket;
  private final Ear ear;
  private final Stamps stamps;
  private final @Nullable Consumer<byte[]> whole;
  private final byte[] start = new byte[BEGINNING];
  private final byte[] head = new byte[10];
  private byte[] full = new byte[0];
  private int headLength;
  private int opcode;
  private long left = -1;
  private int kept;
  private int fullLength;
  private boolean upgraded;
  private int handshake;

  /**
   * A listener on that socket.
   *
   * @param stamps shared by all
   * @param whole is given every delta; null when nobody wants them
   */
  public Listener(SocketChannel socket, Ear ear, Stamps stamps, @Nullable Consumer<byte[]> whole) {
    this.stamps = stamps;
    this.socket = socket;
    this.ear = ear;
    this.whole = whole;
  }

  /** Whether the answer to the upgrade is over. */
  public boolean isUpgraded() {
    return upgraded;
  }

  /** Takes what has arrived. */
  public void take(ByteBuffer in) throws IOException {
    while (in.hasRemaining()) {
      if (!upgraded) {
        byte next = in.get();
        handshake = next == "\r\n\r\n".charAt(handshake) ? handshake + 1 : next == '\r' ? 1 : 0;
        upgraded = handshake == 4;
      } else if (left < 0) {
        head[headLength++] = in.get();
        readHead();
      } else {
        readPayload(in);
      }
    }
  }

  private void readHead() {
    if (headLength < 2) {
      return;
    }
    int length = head[1] & 0x7f;
    int wanted = length == 126 ? 4 : length == 127 ? 10 : 2;
    if (headLength < wanted) {
      return;
    }
    ByteBuffer all = ByteBuffer.wrap(head);
    left = wanted == 2 ? length : wanted == 4 ? all.getShort(2) & 0xffff : all.getLong(2);
    opcode = head[0] & 0x0f;
    headLength = 0;
    kept = 0;
    fullLength = 0;
    if (whole != null && full.length < left) {
      full = new byte[(int) left];
    }
  }

  private void readPayload(ByteBuffer in) throws IOException {
    int here = (int) Math.min(left, in.remaining());
    int keep = Math.min(here, BEGINNING - kept);
    in.get(in.position(), start, kept, keep);
    kept += keep;
    if (whole != null) {
      in.get(in.position(), full, fullLength, here);
      fullLength += here;
    }
    in.position(in.position() + here);
    left -= here;
    if (left == 0) {
      left = -1;
      finished();
    }
  }

  private void finished() throws IOException {
    if (opcode == PING) {
      socket.write(Masked.frame(10, Arrays.copyOf(start, kept)));
    } else if (opcode == CLOSE) {
      ear.closed(kept < 2 ? 1005 : ((start[0] & 0xff) << 8) | (start[1] & 0xff));
    } else {
      long asOf = stamps.read(start, kept);
      if (asOf != Stamps.NONE) {
        ear.heard(asOf);
        if (whole != null) {
          whole.accept(Arrays.copyOf(full, fullLength));
        }
      }
    }
  }
}
