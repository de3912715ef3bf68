package io.virtuoso.gateway.observe;

import io.quarkus.logging.LoggingFilter;
import java.util.Set;
import java.util.logging.Filter;
import java.util.logging.LogRecord;

/**
 * At most ten lines a second reach the console, so that what fails often does not fill disks or
 * cost more than the failure itself. The first line after a flood says how many are missing.
 */
@LoggingFilter(name = "flood-guard")
public final class FloodGuard implements Filter {
  private static final int LINES_PER_SECOND = 10;

  /** What nobody may drown in other lines; whoever writes it limits it. */
  private static final Set<String> ALWAYS =
      Set.of("io.virtuoso.gateway.audit", "io.virtuoso.gateway.serve.guard.KeyCheck");

  private final LineRate rate = new LineRate(LINES_PER_SECOND, System::nanoTime);

  @Override
  public boolean isLoggable(LogRecord line) {
    if (ALWAYS.contains(String.valueOf(line.getLoggerName()))) {
      return true;
    }
    if (!rate.passes()) {
      return false;
    }
    long missing = rate.takeHeld();
    if (missing > 0) {
      line.setMessage(line.getMessage() + " (" + missing + " lines before this one are left out)");
    }
    return true;
  }
}
