package io.virtuoso.gateway.cache.fill;

import io.virtuoso.model.wire.Announcement;
import io.virtuoso.model.wire.DocumentKey;
import java.util.function.Consumer;

/** {@link WatchedKeys} for one who also wants to know what is watched and announced. */
public interface FollowedKeys extends WatchedKeys {
  /** Whether anybody watches that key. */
  boolean isWatched(DocumentKey key);

  /** Calls back for every announcement, on the thread that brought it: return quickly. */
  void onAnnounced(Consumer<Announcement> listener);
}
