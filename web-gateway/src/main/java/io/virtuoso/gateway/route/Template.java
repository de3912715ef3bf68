package io.virtuoso.gateway.route;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text with named places, such as {@code confluence/{symbol}}, that reads and writes itself. */
final class Template {
  private static final Pattern PLACE = Pattern.compile("\\{([a-z_]+)}");

  private final String text;
  private final List<String> names = new ArrayList<>();
  private final Pattern pattern;

  /**
   * A template.
   *
   * @param value what may stand in a place, as a regular expression without groups
   */
  Template(String text, String value) {
    this.text = text;
    Matcher place = PLACE.matcher(text);
    StringBuilder regex = new StringBuilder();
    int end = 0;
    while (place.find()) {
      names.add(place.group(1));
      regex.append(Pattern.quote(text.substring(end, place.start()))).append('(').append(value);
      regex.append(')');
      end = place.end();
    }
    pattern = Pattern.compile(regex.append(Pattern.quote(text.substring(end))).toString());
  }

  /** The names of the places in their order. */
  List<String> names() {
    return List.copyOf(names);
  }

  /** What precedes the first place. */
  String head() {
    int place = text.indexOf('{');
    return place < 0 ? text : text.substring(0, place);
  }

  /** What stands in the places of {@code filled}; empty when it does not fit. */
  Optional<Map<String, String>> read(String filled) {
    Matcher matcher = pattern.matcher(filled);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      values.put(names.get(i), matcher.group(i + 1));
    }
    return Optional.of(values);
  }

  /**
   * This with its places filled.
   *
   * @param otherwise what stands for a value that is not there
   */
  String fill(Map<String, String> values, String otherwise) {
    return PLACE
        .matcher(text)
        .replaceAll(
            place -> Matcher.quoteReplacement(values.getOrDefault(place.group(1), otherwise)));
  }

  @Override
  public String toString() {
    return text;
  }
}
