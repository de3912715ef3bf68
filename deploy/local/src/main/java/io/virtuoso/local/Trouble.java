package io.virtuoso.local;

/** Why the stack cannot run; the message is for the person who started it. */
final class Trouble extends Exception {
  private static final long serialVersionUID = 1L;

  Trouble(String message) {
    super(message, null, false, false);
  }
}
