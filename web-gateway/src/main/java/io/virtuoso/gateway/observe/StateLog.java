package io.virtuoso.gateway.observe;

import jakarta.inject.Singleton;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/**
 * One line per change of state, always in the same shape: what happened, to whom, what it is now,
 * and why. The four are fields of the JSON line, under {@code mdc}, besides the sentence.
 */
@Singleton
public final class StateLog {
  private static final Logger LOG = Logger.getLogger("io.virtuoso.state");
  private static final int MAX_CHARS = 300;

  /** A change for the better, or a neutral one. */
  public void better(String event, String subject, String state, String reason) {
    write(Logger.Level.INFO, event, subject, state, reason);
  }

  /** A change that somebody may have to look at. */
  public void worse(String event, String subject, String state, String reason) {
    write(Logger.Level.WARN, event, subject, state, reason);
  }

  private static void write(
      Logger.Level level, String event, String subject, String state, String reason) {
    String who = subject.equals(event) ? subject : event + " " + subject;
    String why = plain(reason);
    MDC.put("event", event);
    MDC.put("subject", subject);
    MDC.put("state", state);
    MDC.put("reason", why);
    try {
      LOG.log(level, who + " is " + state + ": " + why);
    } finally {
      MDC.remove("event");
      MDC.remove("subject");
      MDC.remove("state");
      MDC.remove("reason");
    }
  }

  /** One line of printable characters, whatever came from outside. */
  static String plain(String text) {
    StringBuilder line = new StringBuilder(Math.min(text.length(), MAX_CHARS));
    for (int index = 0; index < text.length() && index < MAX_CHARS; index++) {
      char each = text.charAt(index);
      line.append(
          Character.isISOControl(each) || each == '\u2028' || each == '\u2029' ? ' ' : each);
    }
    return line.toString();
  }
}
