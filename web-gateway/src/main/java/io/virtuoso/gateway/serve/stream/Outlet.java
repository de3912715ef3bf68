package io.virtuoso.gateway.serve.stream;

/** Where a subscriber's frames go. */
interface Outlet {
  /**
   * Sends a text frame.
   *
   * @param written called once, when the frame has left or never will
   */
  void send(String frame, Runnable written);

  void close(int code, String reason);
}
