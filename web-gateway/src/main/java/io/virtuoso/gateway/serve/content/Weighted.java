package io.virtuoso.gateway.serve.content;

import java.util.Locale;

/**
 * One member of a header that lists what a client takes, RFC 9110.
 *
 * @param value in lower case, without its parameters
 * @param weight 0 to 1000; 0 is a refusal, and what cannot be read is one
 */
record Weighted(String value, int weight) {
  private static final int WHOLE = 1_000;

  static Weighted of(String member) {
    int semicolon = member.indexOf(';');
    if (semicolon < 0) {
      return new Weighted(member.strip().toLowerCase(Locale.ROOT), WHOLE);
    }
    int weight = WHOLE;
    for (String parameter : member.substring(semicolon + 1).split(";", -1)) {
      int equals = parameter.indexOf('=');
      if (equals > 0 && parameter.substring(0, equals).strip().equalsIgnoreCase("q")) {
        weight = weight(parameter.substring(equals + 1).strip());
      }
    }
    return new Weighted(member.substring(0, semicolon).strip().toLowerCase(Locale.ROOT), weight);
  }

  private static int weight(String text) {
    try {
      double value = Double.parseDouble(text);
      return value >= 0 && value <= 1 ? (int) Math.round(value * WHOLE) : 0;
    } catch (NumberFormatException notANumber) {
      return 0;
    }
  }
}
