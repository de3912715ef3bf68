package io.virtuoso.engine.publish;

import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import java.util.Collection;
import java.util.Collections;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The newest version of every document, in memory. Written by the pipeline, read by any thread.
 * Bounded by the number of followed symbols.
 */
public final class LatestDocuments implements DocumentSink {
  private final ConcurrentHashMap<DocumentKey, StoredDocument> latest = new ConcurrentHashMap<>();

  @Override
  public void publish(StoredDocument document) {
    latest.merge(
        document.key(),
        document,
        (held, offered) -> offered.version() > held.version() ? offered : held);
  }

  /** Forgets a document; the version that was held, or null. */
  public @Nullable StoredDocument remove(DocumentKey key) {
    return latest.remove(key);
  }

  /** The newest version, or null when there is none yet. */
  public @Nullable StoredDocument find(DocumentKey key) {
    return latest.get(key);
  }

  /** All of them; a live view. */
  public Collection<StoredDocument> all() {
    return Collections.unmodifiableCollection(latest.values());
  }
}
