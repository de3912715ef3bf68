package io.virtuoso.gateway.cache.policy;

import io.virtuoso.model.wire.DocumentClass;
import io.virtuoso.model.wire.DocumentKey;
import java.util.List;

/** What one round changes, with its reason in words. */
public sealed interface Decision {
  /** The class of documents that it is about. */
  DocumentClass documents();

  /** Evidence first, then what follows from it. */
  String reason();

  /** A soft limit is moved; ages in ms. */
  record MoveLimit(DocumentClass documents, long beforeMs, long afterMs, String reason)
      implements Decision {}

  /** Hot keys are kept new from now on, asked or not. */
  record Prewarm(DocumentClass documents, List<DocumentKey> keys, String reason)
      implements Decision {
    public Prewarm {
      keys = List.copyOf(keys);
    }
  }

  /** Cold keys are no longer kept new, and their local copies are given up. */
  record LetGo(DocumentClass documents, List<DocumentKey> keys, String reason) implements Decision {
    public LetGo {
      keys = List.copyOf(keys);
    }
  }
}
