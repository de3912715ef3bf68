package io.virtuoso.gateway.observe;

import java.util.Locale;

/** Where the copy that was served came from. */
public enum Tier {
  LOCAL,
  REDIS,
  MEMCACHED,
  ENGINE,
  /** Nowhere: nothing was served, or no document was asked for. */
  NONE;

  private final String code = name().toLowerCase(Locale.ROOT);

  /** The name as a label, and in {@code Cache-Status}. */
  public String code() {
    return code;
  }

  /** The tier of that name; {@link #NONE} when there is none. */
  public static Tier ofCode(String code) {
    for (Tier each : values()) {
      if (each.code.equals(code)) {
        return each;
      }
    }
    return NONE;
  }
}
