package io.virtuoso.gateway.serve.page;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.time.Instant;
import java.time.InstantSource;

/** The server's wall clock in a test's hands: no page is older than the test wants it. */
@Alternative
@ApplicationScoped
class StandingClock implements InstantSource {
  private volatile Instant now = Instant.now();

  void set(Instant now) {
    this.now = now;
  }

  @Override
  public Instant instant() {
    return now;
  }
}
