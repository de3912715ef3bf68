package io.virtuoso.gateway.cache.local;

import io.virtuoso.model.wire.Gzip;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One body in every content coding that was asked for, each encoded once. Thread-safe. */
public final class Encoded {
  /** Up to this many bytes are encoded on the caller's thread: about a tenth of a millisecond. */
  private static final int INLINE = 8_192;

  private final byte[] identity;
  private final Executor worker;
  private final Runnable grown;
  private final Map<Coding, CompletableFuture<byte[]>> coded = new ConcurrentHashMap<>(4);
  private final Set<Coding> asked = ConcurrentHashMap.newKeySet(4);
  private final AtomicInteger codedBytes = new AtomicInteger();

  public Encoded(byte[] identity, Executor worker) {
    this(identity, worker, () -> {});
  }

  /**
   * A body of which nothing is encoded yet.
   *
   * @param grown called after each coding, when {@link #bytes} has changed
   */
  public Encoded(byte[] identity, Executor worker, Runnable grown) {
    this.identity = identity;
    this.worker = worker;
    this.grown = grown;
  }

  /** The plain body; not a copy, so not to be changed. */
  public byte[] identity() {
    return identity;
  }

  /** Whether a compressed form is offered at all. */
  public boolean compressible() {
    return identity.length >= Gzip.WORTHWHILE;
  }

  /** The body in that coding if it has been encoded, or null. */
  public byte @Nullable [] ready(Coding coding) {
    asked.add(coding);
    CompletableFuture<byte[]> known = coded.get(coding);
    return known != null && known.state() == Future.State.SUCCESS ? known.resultNow() : null;
  }

  /** The body in that coding; large ones are encoded on the worker. */
  public CompletionStage<byte[]> in(Coding coding) {
    asked.add(coding);
    return encoded(coding);
  }

  /** Encodes this body in what readers asked of an older one; what is not there yet of it. */
  CompletableFuture<?>[] like(Encoded older) {
    return older.asked.stream()
        .filter(coding -> compressible())
        .map(this::encoded)
        .filter(each -> !each.isDone())
        .toArray(CompletableFuture<?>[]::new);
  }

  private CompletableFuture<byte[]> encoded(Coding coding) {
    CompletableFuture<byte[]> known = coded.get(coding);
    if (known != null) {
      return known;
    }
    CompletableFuture<byte[]> mine = new CompletableFuture<>();
    CompletableFuture<byte[]> first = coded.putIfAbsent(coding, mine);
    if (first != null) {
      return first;
    }
    Runnable encode =
        () -> {
          try {
            byte[] bytes = coding.encode(identity);
            codedBytes.addAndGet(bytes.length);
            mine.complete(bytes);
            grown.run();
          } catch (RuntimeException | Error failure) {
            coded.remove(coding, mine); // whoever asks next tries again
            mine.completeExceptionally(failure);
          }
        };
    if (identity.length <= INLINE) {
      encode.run();
    } else {
      worker.execute(encode);
    }
    return mine;
  }

  /** What this costs in memory once every coding was asked for, in bytes; an estimate. */
  public int weight() {
    return identity.length + identity.length / 2 + 256;
  }

  /** The bytes held at this moment: the plain body and every coding of it. */
  public int bytes() {
    return identity.length + codedBytes.get();
  }
}
