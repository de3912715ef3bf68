package io.virtuoso.gateway.reference;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The environment variables that the services' own configuration files name. */
final class Environment {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]*)(?::([^}]*))?}");

  private Environment() {}

  /**
   * One row per variable, by name.
   *
   * @param files by the service that they belong to
   */
  static List<String> rows(Map<String, Path> files) throws IOException {
    Map<String, Map<String, String>> sets = new TreeMap<>();
    Map<String, String> defaults = new TreeMap<>();
    for (Map.Entry<String, Path> file : files.entrySet()) {
      walk(
          load(file.getValue()),
          "",
          (path, value) -> {
            Matcher variable = VARIABLE.matcher(value);
            while (variable.find()) {
              String standard = variable.group(2) == null ? "" : variable.group(2);
              defaults.put(variable.group(1), standard);
              sets.computeIfAbsent(variable.group(1), ignored -> new LinkedHashMap<>())
                  .merge(file.getKey(), "`" + path + "`", (one, two) -> one + ", " + two);
            }
          });
    }
    return sets.entrySet().stream()
        .map(each -> {
          String standard = defaults.getOrDefault(each.getKey(), "");
          StringBuilder targets = new StringBuilder();
          each.getValue()
              .forEach((service, properties) ->
                  targets
                      .append(targets.isEmpty() ? "" : "; ")
                      .append(service)
                      .append(": ")
                      .append(properties));
          return "| `%s` | %s | %s |"
              .formatted(each.getKey(), standard.isEmpty() ? "–" : "`" + standard + "`", targets);
        })
        .toList();
  }

  static Object load(Path yaml) throws IOException {
    try (Reader in = Files.newBufferedReader(yaml)) {
      return new Yaml(new SafeConstructor(new LoaderOptions())).load(in);
    }
  }

  private static void walk(Object node, String path, BiConsumer<String, String> leaf) {
    if (node instanceof Map<?, ?> map) {
      map.forEach((key, value) ->
          walk(value, path.isEmpty() ? String.valueOf(key) : path + "." + key, leaf));
    } else if (node != null) {
      leaf.accept(path, String.valueOf(node));
    }
  }
}
