package io.virtuoso.gateway.cache.fill;

import io.virtuoso.model.wire.DocumentKey;

/** Keys that are kept new although nobody asks for them by request. */
public interface WatchedKeys {
  /** From now on announcements of that key are followed; calls count. */
  void watch(DocumentKey key);

  /** Takes one {@link #watch} back. */
  void unwatch(DocumentKey key);
}
