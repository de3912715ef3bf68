package io.virtuoso.gateway.serve.page;

import org.jspecify.annotations.Nullable;

/**
 * One value as it stands on a page.
 *
 * @param text what is read; a dash when there is no value or it is too old
 * @param title why it is a dash, or the full value where the text is a short form
 * @param state the {@code data-state} attribute
 * @param direction {@code up} or {@code down}; null when it has no side or is too old to be
 *     coloured
 */
public record Shown(String text, @Nullable String title, String state, @Nullable String direction) {

  /** The value {@code text} of that class at that age; a dash needs {@code why}. */
  static Shown of(String text, @Nullable String why, Freshness freshness, double ageMs) {
    return directed(text, why, freshness, ageMs, null);
  }

  /** The same with a side, taken from the sign of {@code lean}. */
  static Shown directed(
      String text, @Nullable String why, Freshness freshness, double ageMs, @Nullable Double lean) {
    if (text.equals(Numbers.NOTHING)) {
      return new Shown(text, why, Freshness.State.GONE.code(), null);
    }
    Freshness.State state = freshness.of(ageMs);
    return switch (state) {
      case GONE -> new Shown(Numbers.NOTHING, "too old to show", state.code(), null);
      case STALE -> new Shown(text, why, state.code(), null);
      case LIVE, DELAYED -> new Shown(text, why, state.code(), side(text, lean));
    };
  }

  /** No side for what is written as zero. */
  private static @Nullable String side(String text, @Nullable Double lean) {
    if (lean == null || lean == 0 || text.chars().noneMatch(c -> c >= '1' && c <= '9')) {
      return null;
    }
    return lean > 0 ? "up" : "down";
  }
}
