package io.virtuoso.gateway.serve.stream;

/** Where one connection's frames go. */
interface Outlet {
  /** The connection's event loop; everything but {@link #pending} is called on it. */
  StreamLoop loop();

  /** Bytes handed over that the network has not yet taken; any thread. */
  long pending();

  /** Queues a frame; it leaves with the next {@link #flush}. */
  void write(Frame frame);

  void flush();

  /** Says why and closes; soon also when the other side does not answer. */
  void close(int code, String reason);
}
