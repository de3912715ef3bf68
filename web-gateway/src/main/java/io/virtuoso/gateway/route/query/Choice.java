package io.virtuoso.gateway.route.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One of a few words.
 *
 * @param words the first one is assumed
 */
record Choice(String name, String about, List<String> words) implements Parameter {
  Choice {
    words = List.copyOf(words);
  }

  @Override
  public Shape shape() {
    return new Shape("string", null, words, null, null, words.get(0));
  }

  @Override
  public String canonical(@Nullable String given, Query before) {
    if (given == null) {
      return words.get(0);
    }
    if (!words.contains(given)) {
      throw new BadQueryException(name, "one of " + String.join(", ", words));
    }
    return given;
  }
}
