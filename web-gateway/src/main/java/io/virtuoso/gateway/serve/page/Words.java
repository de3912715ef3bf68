package io.virtuoso.gateway.serve.page;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Names of documents as a person reads them. */
final class Words {
  private static final Set<String> ACRONYMS = Set.of("rsi", "cci", "cmf", "obv", "cvd", "vwap");

  private Words() {}

  /** {@code price structure} from {@code price_structure}, {@code order flow} from its code. */
  static String of(String name) {
    return name.replace('_', ' ').replaceFirst("^order(flow|book)$", "order $1");
  }

  /** The same for a factor, of which some are known by their initials. */
  static String factor(String name) {
    return Arrays.stream(name.split("_", -1))
        .map(part -> ACRONYMS.contains(part) ? part.toUpperCase(Locale.ROOT) : part)
        .collect(Collectors.joining(" "));
  }
}
