package io.virtuoso.gateway.serve.rest;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quarkus.virtual.threads.VirtualThreads;
import io.virtuoso.gateway.GatewaySettings;
import io.virtuoso.gateway.cache.local.Encoded;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Answers computed from a document, each computed and encoded once per version. Thread-safe. */
@Singleton
final class Views {
  private static final Duration UNASKED = Duration.ofSeconds(30);

  private final Cache<Key, View> views;
  private final ExecutorService worker;

  private record Key(DocumentKey document, long version, String query) {}

  /**
   * A computed answer.
   *
   * @param next query of the page after this one; null on the last
   */
  record View(Encoded body, @Nullable String next) {}

  /** What a computation yields; a class because a record must not hold an array. */
  static final class Computed {
    private final byte[] body;
    private final @Nullable String next;

    /**
     * A computed body, owned by this object from here on.
     *
     * @param next see {@link View}
     */
    Computed(byte[] body, @Nullable String next) {
      this.body = body;
      this.next = next;
    }

    byte[] body() {
      return body;
    }

    @Nullable String next() {
      return next;
    }
  }

  @Inject
  Views(GatewaySettings settings, @VirtualThreads ExecutorService worker) {
    this.worker = worker;
    this.views =
        Caffeine.newBuilder()
            .maximumWeight(settings.local().maxViewBytes().asLongValue())
            .weigher((Key key, View view) -> view.body.weight() + key.query.length())
            .expireAfterAccess(UNASKED)
            .build();
  }

  /**
   * The view that {@code query} asks for.
   *
   * @param query canonical, so that one view has one key
   */
  View of(StoredDocument document, String query, Function<StoredDocument, Computed> compute) {
    return views.get(
        new Key(document.key(), document.version(), query),
        absent -> {
          Computed computed = compute.apply(document);
          return new View(new Encoded(computed.body, worker), computed.next);
        });
  }
}
