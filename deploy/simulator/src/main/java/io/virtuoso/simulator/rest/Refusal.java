package io.virtuoso.simulator.rest;

/** A request that a venue answers with an error. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Reply reply;

  Refusal(Reply reply) {
    super(reply.body(), null, false, false);
    this.reply = reply;
  }

  Reply reply() {
    return reply;
  }
}
