package io.virtuoso.gateway.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FloodGuardTest {
  private static final int MANY = 1_000;

  private final FloodGuard guard = new FloodGuard();

  @Test
  void ofAFloodOnlyTheBeginningIsTold() {
    assertThat(passed("io.virtuoso.state")).isBetween(10L, MANY / 2L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"io.virtuoso.gateway.audit", "io.virtuoso.gateway.serve.guard.KeyCheck"})
  void whoDidWhatAndWhoTriesKeysIsToldInAnyFlood(String logger) {
    passed("io.virtuoso.state");
    assertThat(passed(logger)).isEqualTo(MANY);
  }

  private long passed(String logger) {
    return IntStream.range(0, MANY)
        .filter(i -> {
          LogRecord line = new LogRecord(Level.WARNING, "a line");
          line.setLoggerName(logger);
          return guard.isLoggable(line);
        })
        .count();
  }
}
