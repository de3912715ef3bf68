package io.virtuoso.storm.proxy;

/** Which way the bytes go. */
public enum Direction {
  /** From the client to the server. */
  UP,
  /** From the server to the client. */
  DOWN,
  BOTH;

  boolean covers(Direction way) {
    return this == BOTH || this == way;
  }
}
