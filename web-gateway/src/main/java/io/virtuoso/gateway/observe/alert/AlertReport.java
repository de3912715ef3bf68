package io.virtuoso.gateway.observe.alert;

import java.time.Instant;

/**
 * An alert as an operator sees it.
 *
 * @param state {@code raised} or {@code clear}
 * @param since when it became so
 * @param detail what the last look found
 */
public record AlertReport(String name, String state, Instant since, String detail) {
  public boolean raised() {
    return state.equals("raised");
  }
}
