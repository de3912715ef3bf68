package io.virtuoso.gateway.route.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A whole number from 1 to a bound, without sign or leading zeros. */
record Count(String name, String about, int most, int assumed) implements Parameter {
  @Override
  public Shape shape() {
    return new Shape("integer", null, List.of(), 1, most, Integer.toString(assumed));
  }

  @Override
  public String canonical(@Nullable String given, Query before) {
    return Integer.toString(read(name, given, most, assumed));
  }

  /** The number that {@code given} spells. */
  static int read(String name, @Nullable String given, int most, int assumed) {
    if (given == null) {
      return assumed;
    }
    try {
      int value = Integer.parseInt(given);
      if (value >= 1 && value <= most && Integer.toString(value).equals(given)) {
        return value;
      }
    } catch (NumberFormatException notANumber) {
      throw bad(name, most);
    }
    throw bad(name, most);
  }

  private static BadQueryException bad(String name, int most) {
    return new BadQueryException(name, "a whole number from 1 to " + most);
  }
}
