package io.virtuoso.engine.inbound.exchange.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.virtuoso.engine.inbound.exchange.live.dialect.Heartbeat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeepAliveTest {
  private static final long QUIET_MS = Timings.USUAL.quiet().toMillis();
  private static final long GONE_MS = QUIET_MS + Timings.USUAL.pong().toMillis();

  private final FakeLoop loop = new FakeLoop();
  private final List<String> said = new ArrayList<>();
  private long goneAtMs;
  private long silentMs;

  private final KeepAlive.Line line =
      new KeepAlive.Line() {
        @Override
        public void say(String text) {
          said.add(text);
        }

        @Override
        public void ping() {
          said.add("a ping of the protocol");
        }

        @Override
        public void after(long delayMs, Runnable task) {
          loop.after(delayMs, task);
        }

        @Override
        public long millis() {
          return loop.millis();
        }

        @Override
        public void gone(long forMs) {
          assertThat(goneAtMs).as("told once").isZero();
          goneAtMs = loop.millis();
          silentMs = forMs;
        }
      };

  private KeepAlive begun(Heartbeat... heartbeat) {
    KeepAlive alive =
        new KeepAlive(
            Optional.of(heartbeat).filter(h -> h.length > 0).map(h -> h[0]), Timings.USUAL, line);
    alive.begin();
    return alive;
  }

  private void pass(long ms) {
    loop.advance(Duration.ofMillis(ms));
  }

  @Test
  void whoFallsSilentIsAskedAndGivenUpWhenNothingComes() {
    KeepAlive alive = begun();
    assertThat(said).as("whether it answers at all").containsExactly("a ping of the protocol");
    alive.answered();
    alive.heard();
    long lastMs = loop.millis();
    pass(QUIET_MS - 1);
    assertThat(said).hasSize(1);
    pass(KeepAlive.LOOK_EVERY_MS + 1);
    assertThat(said).as("asked").hasSize(2);
    pass(10 * GONE_MS);
    assertThat(said).as("once").hasSize(2);
    assertThat(goneAtMs - lastMs).isBetween(GONE_MS, GONE_MS + KeepAlive.LOOK_EVERY_MS);
    assertThat(silentMs).isEqualTo(GONE_MS);
  }

  @Test
  void anythingThatComesIsAnAnswer() {
    KeepAlive alive = begun();
    alive.answered();
    for (int i = 0; i < 100; i++) {
      alive.heard();
      pass(GONE_MS - KeepAlive.LOOK_EVERY_MS);
    }
    assertThat(goneAtMs).isZero();
    assertThat(said).as("asked in every silence, and when it opened").hasSize(101);
  }

  @Test
  void whoSpeaksIsNotAsked() {
    KeepAlive alive = begun();
    for (int i = 0; i < 1_000; i++) {
      alive.heard();
      pass(QUIET_MS - KeepAlive.LOOK_EVERY_MS);
    }
    assertThat(said).hasSize(1);
  }

  @Test
  void whoHasNeverAnsweredIsNotHeldToIt() {
    KeepAlive alive = begun();
    alive.heard();
    pass(100 * GONE_MS);
    assertThat(goneAtMs).isZero();
  }

  @Test
  void theExchangesOwnHeartbeatIsWhatIsAsked() {
    KeepAlive alive = begun(new Heartbeat(Duration.ofSeconds(20), "ping"));
    assertThat(said).containsExactly("ping");
    for (int s = 0; s < 61; s++) {
      alive.heard();
      pass(500);
      alive.heard();
      pass(500);
    }
    assertThat(said).as("and said every twenty seconds, whatever comes").hasSize(4);
    pass(2 * QUIET_MS);
    assertThat(said).containsOnly("ping").hasSize(5);
  }

  /** The answer came while nobody was there to read it, and is read right after the look. */
  @ParameterizedTest
  @ValueSource(longs = {300, 700, 1_100, 1_900, 2_700, 5_000, 3_600_000})
  void whatCameWhileWeWereStarvedIsNotMissed(long starvedMs) {
    KeepAlive alive = begun();
    alive.answered();
    for (long phase = 0; phase < GONE_MS - 2 * KeepAlive.LOOK_EVERY_MS; phase += 100) {
      alive.heard();
      pass(phase);
      loop.leap(Duration.ofMillis(starvedMs));
      alive.heard();
      pass(phase);
      assertThat(goneAtMs).as("starved %d ms after something came", phase).isZero();
    }
  }
}
