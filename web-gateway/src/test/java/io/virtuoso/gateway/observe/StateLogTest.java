package io.virtuoso.gateway.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logging.MDC;
import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StateLogTest {
  private static final Logger LOGGER = Logger.getLogger("io.virtuoso.state");

  private final List<ExtLogRecord> lines = new ArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          ExtLogRecord copied = ExtLogRecord.wrap(line);
          copied.copyMdc();
          lines.add(copied);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    LOGGER.addHandler(handler);
  }

  @AfterEach
  void leave() {
    LOGGER.removeHandler(handler);
  }

  @Test
  void aChangeIsOneLineWithFourFieldsAndLeavesNoneBehind() {
    new StateLog().worse("tier", "redis", "down", "refused\r\nforged: line");
    assertThat(lines).hasSize(1);
    ExtLogRecord line = lines.getFirst();
    assertThat(line.getLevel()).isEqualTo(Level.WARNING);
    assertThat(line.getMessage()) // the flood guard may add how many lines it held back before
        .startsWith("tier redis is down: refused  forged: line")
        .doesNotContain("\r", "\n");
    assertThat(line.getMdcCopy())
        .containsEntry("event", "tier")
        .containsEntry("subject", "redis")
        .containsEntry("state", "down")
        .containsEntry("reason", "refused  forged: line");
    assertThat(MDC.get("event")).isNull();
  }
}
