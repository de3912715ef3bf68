package io.virtuoso.storm.drill;

import java.time.Duration;
import java.util.Locale;

/** How long a drill lasts, and how exactly its timing targets are meant. */
public enum Scale {
  /** Seconds, for every build, on machines that do other things too. */
  SHORT(8),
  /** As long as the targets were written for, on a machine of one's own. */
  LONG(1);

  private final double slack;

  Scale(double slack) {
    this.slack = slack;
  }

  public static Scale of(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  /** By what timing targets are multiplied. */
  double slack() {
    return slack;
  }

  /** Until when an answer is worth something: a user's patience, or that of a shared machine. */
  Duration deadline() {
    return seconds(4, 1);
  }

  /** The one or the other, in s. */
  Duration seconds(double brief, double full) {
    return Duration.ofMillis((long) (1_000 * (this == SHORT ? brief : full)));
  }

  /** The one or the other. */
  int count(int brief, int full) {
    return this == SHORT ? brief : full;
  }
}
