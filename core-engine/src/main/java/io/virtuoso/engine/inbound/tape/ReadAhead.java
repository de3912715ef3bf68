package io.virtuoso.engine.inbound.tape;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * A stream whose bytes another thread fetches ahead, up to {@link #BLOCKS} blocks, so that reading
 * and decompressing a file costs its reader next to nothing. The bytes, their order, and where a
 * failure stands among them are the source's.
 */
final class ReadAhead extends InputStream {
  private static final int BLOCKS = 4;
  private static final int BLOCK_BYTES = 1 << 18;
  private static final long PATIENCE_MS = 5_000;

  /** Opens what is read ahead, which may take some reading. */
  interface Source {
    InputStream open() throws IOException;
  }

  /** Some bytes; behind those of the last block is the end, or a failure. */
  private static final class Block {
    private final byte[] bytes = new byte[BLOCK_BYTES];
    private int size;
    private boolean last;
    private @Nullable IOException failure;
  }

  private final BlockingQueue<Block> full = new ArrayBlockingQueue<>(BLOCKS);
  private final BlockingQueue<Block> free = new ArrayBlockingQueue<>(BLOCKS);
  private final Thread thread;
  private @Nullable Block current;
  private int taken;

  /** Begins to read. */
  ReadAhead(Source source) {
    for (int i = 0; i < BLOCKS; i++) {
      free.add(new Block());
    }
    thread = new Thread(() -> fetch(source), "tape-ahead");
    thread.setDaemon(true);
    thread.start();
  }

  /** The thread that opens the stream also closes it, so that it is never closed while it reads. */
  private void fetch(Source source) {
    try (Opened opened = new Opened()) {
      Block block = free.take();
      while (fill(block, opened, source)) {
        full.put(block);
        block = free.take();
      }
      block.last = true;
      full.put(block);
      new CountDownLatch(1).await(); // open until closed, so that the position can be asked for
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether more may follow. */
  private static boolean fill(Block block, Opened opened, Source source) {
    block.size = 0;
    try {
      InputStream in = opened.stream(source);
      while (block.size < BLOCK_BYTES) {
        int read = in.read(block.bytes, block.size, BLOCK_BYTES - block.size);
        if (read < 0) {
          return false;
        }
        block.size += read;
      }
      return true;
    } catch (IOException failed) {
      block.failure = failed;
      return false;
    }
  }

  /** The stream once it is open. */
  private static final class Opened implements AutoCloseable {
    private @Nullable InputStream in;

    InputStream stream(Source source) throws IOException {
      InputStream open = in;
      if (open == null) {
        open = source.open();
        in = open;
      }
      return open;
    }

    @Override
    public void close() {
      try {
        if (in != null) {
          in.close();
        }
      } catch (IOException _) {
        // what was only read has nothing left to lose
      }
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    Block block = current;
    while (block == null || taken == block.size) {
      if (block != null && block.last) {
        if (block.failure != null) {
          throw block.failure;
        }
        return -1;
      }
      block = next(block);
    }
    int count = Math.min(length, block.size - taken);
    System.arraycopy(block.bytes, taken, into, offset, count);
    taken += count;
    return count;
  }

  private Block next(@Nullable Block read) throws IOException {
    try {
      if (read != null) {
        free.put(read);
      }
      Block next = full.take();
      current = next;
      taken = 0;
      return next;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for a file");
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(PATIENCE_MS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
