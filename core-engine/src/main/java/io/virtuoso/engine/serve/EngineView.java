package io.virtuoso.engine.serve;

import io.smallrye.mutiny.Uni;
import io.virtuoso.model.Interval;
import io.virtuoso.model.Symbol;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What HTTP needs of the running engine. */
public interface EngineView {
  /** Whether the engine follows that symbol. */
  boolean isFollowed(Symbol symbol);

  /** The newest version of a published document, or null when there is none yet. */
  @Nullable StoredDocument find(DocumentKey key);

  /**
   * Bars, asked of the pipeline that owns them; empty when none is known.
   *
   * @param fromMs inclusive, or null for no bound
   * @param toMs exclusive, or null for no bound
   */
  Uni<Optional<StoredDocument>> candles(
      Symbol symbol, Interval interval, @Nullable Long fromMs, @Nullable Long toMs, int limit);
}
