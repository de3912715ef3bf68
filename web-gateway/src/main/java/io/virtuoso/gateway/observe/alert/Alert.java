package io.virtuoso.gateway.observe.alert;

import java.time.Duration;
import java.time.Instant;

/**
 * One condition's state: raised when it was bad for some time on end, cleared when it was good for
 * some time on end. Guarded by {@link Alerts}.
 */
final class Alert {
  private final String name;
  private final long raiseNanos;
  private final long clearNanos;
  private boolean raised;
  private boolean turning;
  private long turningSince;
  private Instant since;
  private String detail = "not looked at yet";

  Alert(String name, Duration raiseAfter, Duration clearAfter, Instant now) {
    this.name = name;
    this.raiseNanos = raiseAfter.toNanos();
    this.clearNanos = clearAfter.toNanos();
    this.since = now;
  }

  /**
   * Takes a finding of {@code now}.
   *
   * @param nanos the same moment on the monotonic clock
   * @return whether the state changed
   */
  boolean look(Finding finding, Instant now, long nanos) {
    detail = finding.detail();
    boolean against = raised ? finding.isGood() : finding.verdict() == Finding.Verdict.BAD;
    if (!against) {
      turning = false;
      return false;
    }
    if (!turning) {
      turning = true;
      turningSince = nanos;
    }
    if (nanos - turningSince < (raised ? clearNanos : raiseNanos)) {
      return false;
    }
    raised = !raised;
    turning = false;
    since = now;
    return true;
  }

  boolean isRaised() {
    return raised;
  }

  AlertReport report() {
    return new AlertReport(name, raised ? "raised" : "clear", since, detail);
  }
}
