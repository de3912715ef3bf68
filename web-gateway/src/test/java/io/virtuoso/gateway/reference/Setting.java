package io.virtuoso.gateway.reference;

/**
 * One thing that an operator may set.
 *
 * @param name the whole property; what an operator names stands in angle brackets
 * @param type as a person writes it
 * @param standard the default; empty when there is none
 * @param meaning the Javadoc as Markdown
 */
record Setting(String name, String type, String standard, String meaning) {
  String row() {
    return "| `%s` | %s | %s | %s |"
        .formatted(
            name, cell(type), standard.isEmpty() ? "–" : "`" + cell(standard) + "`", cell(meaning));
  }

  static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
