package io.virtuoso.gateway;

import com.github.benmanes.caffeine.cache.Ticker;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** The gateway's two clocks: the wall clock judges ages, the monotonic one everything else. */
final class Clocks {
  @Produces
  @Singleton
  InstantSource wall() {
    return InstantSource.system();
  }

  @Produces
  @Singleton
  Ticker monotonic() {
    return Ticker.systemTicker();
  }
}
