package io.virtuoso.engine.inbound.exchange.live.dialect;

/** What a text frame is to the connection that received it. */
public enum FrameKind {
  /** Market data: the proof that the connection lives. */
  DATA,
  /** A request was accepted; a promise, not yet data. */
  ACKNOWLEDGED,
  /** A request was refused. */
  REFUSED,
  /** The server is about to stop. */
  SHUTDOWN,
  /** An answer to our heartbeat: the other side is there, which is no proof of data. */
  PONG,
  /** What else is no proof of data: heartbeats of the exchange's own, greetings. */
  OTHER
}
