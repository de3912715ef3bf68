package io.virtuoso.gateway.observe;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;

/** Since when the gateway runs, by the wall clock. */
@Singleton
public final class Uptime {
  private final InstantSource clock;
  private final Instant startedAt;

  @Inject
  Uptime(InstantSource clock) {
    this.clock = clock;
    this.startedAt = clock.instant();
  }

  /** Observed so that it is made at the start and not when somebody first asks. */
  void begin(@Observes StartupEvent started) {}

  public Instant startedAt() {
    return startedAt;
  }

  /** Time since then, in ms, never negative. */
  public long millis() {
    return Math.max(0, clock.millis() - startedAt.toEpochMilli());
  }
}
