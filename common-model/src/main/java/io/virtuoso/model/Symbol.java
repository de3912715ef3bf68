package io.virtuoso.model;

import java.util.regex.Pattern;

/**
 * A canonical instrument name such as {@code BTCUSDT}: base and quote, no separator, the same on
 * every venue.
 *
 * @param code 2 to 20 characters of {@code A–Z} and {@code 0–9}
 */
public record Symbol(String code) implements Comparable<Symbol> {
  private static final Pattern SHAPE = Pattern.compile("[A-Z0-9]{2,20}");

  public Symbol {
    if (!isValid(code)) {
      throw new IllegalArgumentException("a symbol is 2 to 20 of A-Z and 0-9");
    }
  }

  /** Whether {@code code} has the shape of a canonical symbol; says nothing of its existence. */
  public static boolean isValid(String code) {
    return SHAPE.matcher(code).matches();
  }

  @Override
  public int compareTo(Symbol other) {
    return code.compareTo(other.code);
  }

  @Override
  public String toString() {
    return code;
  }
}
