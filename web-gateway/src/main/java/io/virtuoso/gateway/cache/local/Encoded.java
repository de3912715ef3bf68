package io.virtuoso.gateway.cache.local;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One body in every content coding that was asked for, each encoded once. Thread-safe. */
public final class Encoded {
  /** Up to this many bytes are encoded on the caller's thread: about a tenth of a millisecond. */
  private static final int INLINE = 8_192;

  private final byte[] identity;
  private final Executor worker;
  private final AtomicReference<@Nullable CompletableFuture<byte[]>> gzip = new AtomicReference<>();

  public Encoded(byte[] identity, Executor worker) {
    this.identity = identity;
    this.worker = worker;
  }

  /** The plain body; not a copy, so not to be changed. */
  public byte[] identity() {
    return identity;
  }

  /** Whether a compressed form is offered at all. */
  public boolean compressible() {
    return identity.length >= Gzip.WORTHWHILE;
  }

  /** The compressed body; large ones are encoded on the worker. */
  public CompletionStage<byte[]> gzip() {
    CompletableFuture<byte[]> known = gzip.get();
    if (known != null) {
      return known;
    }
    CompletableFuture<byte[]> mine = new CompletableFuture<>();
    CompletableFuture<byte[]> first = gzip.compareAndExchange(null, mine);
    if (first != null) {
      return first;
    }
    Runnable encode = () -> mine.complete(Gzip.encode(identity));
    if (identity.length <= INLINE) {
      encode.run();
    } else {
      worker.execute(encode);
    }
    return mine;
  }

  /** What this costs in memory once every coding was asked for, in bytes; an estimate. */
  public int weight() {
    return identity.length + identity.length / 3 + 256;
  }
}
