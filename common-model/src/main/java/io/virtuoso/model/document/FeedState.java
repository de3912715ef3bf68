package io.virtuoso.model.document;

/** How far a feed can be trusted right now. */
public enum FeedState {
  /** Sockets open, events arriving. */
  LIVE,
  /** Never connected yet, or between a loss and the next connection. */
  CONNECTING,
  /** Connected, but no event arrives. */
  STALLED,
  /** The exchange refused us (rate limit or ban) or cannot be reached. */
  DOWN
}
