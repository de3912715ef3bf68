package io.virtuoso.gateway.serve.rest;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quarkus.virtual.threads.VirtualThreads;
import io.virtuoso.gateway.GatewaySettings;
import io.virtuoso.gateway.cache.local.Encoded;
import io.virtuoso.gateway.cache.local.LocalCache;
import io.virtuoso.gateway.route.DocumentRoute;
import io.virtuoso.gateway.route.query.View;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/** The latest version of each answer, computed and encoded once. Bounded; thread-safe. */
@Singleton
final class Renditions {
  private static final Duration UNASKED = Duration.ofSeconds(30);

  private final Cache<Key, Rendition> latest;
  private final LocalCache local;
  private final ExecutorService worker;

  /**
   * Which answer.
   *
   * @param view its canonical spelling; empty for the document itself
   */
  private record Key(DocumentKey document, String view) {
    static Key of(DocumentRoute.Asked asked) {
      View.Asked view = asked.view();
      return new Key(asked.key(), view == null ? "" : view.canonical());
    }
  }

  @Inject
  Renditions(GatewaySettings settings, LocalCache local, @VirtualThreads ExecutorService worker) {
    this.local = local;
    this.worker = worker;
    this.latest =
        Caffeine.newBuilder()
            .maximumWeight(settings.local().maxViewBytes().asLongValue())
            .weigher((Key key, Rendition value) -> value.weight() + key.view.length())
            .expireAfterAccess(UNASKED)
            .executor(Runnable::run) // a thread woken for it would take our core from us
            .build();
  }

  /** The answer made from exactly that version, if it is there already; else null. */
  @Nullable Rendition ready(DocumentRoute.Asked asked, StoredDocument document) {
    Rendition found = latest.getIfPresent(Key.of(asked));
    return found != null && found.document().version() == document.version() ? found : null;
  }

  /** The answer made from that version. */
  Rendition of(DocumentRoute.Asked asked, StoredDocument document) {
    Rendition kept =
        latest
            .asMap()
            .compute(
                Key.of(asked),
                (key, old) ->
                    old != null && old.document().version() >= document.version()
                        ? old
                        : make(asked, document));
    return kept.document().version() == document.version() ? kept : make(asked, document);
  }

  private Rendition make(DocumentRoute.Asked asked, StoredDocument document) {
    View.Asked view = asked.view();
    if (view == null) {
      return new Rendition(document, local.encoded(document), "", null);
    }
    View.Computed computed = view.computation().apply(document);
    String link =
        computed.next() == null
            ? null
            : "<%s?%s>; rel=\"next\"".formatted(asked.path(), computed.next());
    String suffix = "-" + Integer.toHexString(view.canonical().hashCode());
    return new Rendition(document, new Encoded(computed.body(), worker), suffix, link);
  }
}
