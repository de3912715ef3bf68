package io.virtuoso.simulator.venue;

/** The path of a socket, where a venue splits its streams by path. */
public enum Route {
  /** The venue has one path, or the client used the old one. */
  NONE,
  PUBLIC,
  MARKET,
  BUSINESS
}
