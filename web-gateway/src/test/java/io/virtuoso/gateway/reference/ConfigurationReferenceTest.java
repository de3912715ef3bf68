package io.virtuoso.gateway.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** {@code docs/configuration.md} says what the sources say. */
class ConfigurationReferenceTest {
  private static final Path ROOT = Path.of(System.getProperty("checkout.root"));
  private static final Path FILE = ROOT.resolve("docs/configuration.md");
  private static final String REGENERATE =
      "mvn -pl web-gateway -am test -Dtest=ConfigurationReferenceTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Dreference.write=true";

  private static final String HEAD =
      """
      # Configuration

      Generated from the sources; a test fails when they differ. To write it anew:

      ```
      REGENERATE
      ```

      Each property can be given as a system property, in `config/application.yaml` beside the program, or
      as an environment variable: its name in capitals with every other character an underscore, for example
      `VIRTUOSO_GATEWAY_TUNING_PERIOD=1m`. Durations are written `500ms`, `2s`, `3m`, `1h`. A value that
      cannot be read stops the start and says which one it is.
      """;

  private final SettingsSource source;

  ConfigurationReferenceTest() throws IOException {
    source =
        new SettingsSource(List.of(main("common-model"), main("core-engine"), main("web-gateway")));
  }

  @Test
  void theFileSaysWhatTheSourcesSay() throws IOException {
    String expected = reference();
    if (Boolean.getBoolean("reference.write")) {
      Files.writeString(FILE, expected);
    }
    assertThat(Files.exists(FILE) ? Files.readString(FILE) : "")
        .as("docs/configuration.md; to write it anew: %s", REGENERATE)
        .isEqualTo(expected);
  }

  @Test
  void everySettingSaysWhatItIs() {
    assertThat(source.prefixes()).contains("virtuoso", "virtuoso.gateway");
    for (String prefix : source.prefixes()) {
      assertThat(source.settings(prefix))
          .isNotEmpty()
          .allSatisfy(each -> assertThat(each.meaning()).as(each.name()).isNotEmpty());
    }
  }

  private String reference() throws IOException {
    List<String> lines = new ArrayList<>(HEAD.replace("REGENERATE", REGENERATE).lines().toList());
    Map<String, Path> files = new LinkedHashMap<>();
    files.put("gateway", resource("web-gateway", "application.yaml"));
    files.put("engine", resource("core-engine", "application.yaml"));
    lines.addAll(List.of("", "## Environment variables", ""));
    lines.addAll(List.of("| variable | default | sets |", "| --- | --- | --- |"));
    lines.addAll(Environment.rows(files));
    for (String prefix : source.prefixes()) {
      lines.addAll(List.of("", "## `" + prefix + "`", ""));
      lines.addAll(List.of("| property | type | default | meaning |", "| --- | --- | --- | --- |"));
      source.settings(prefix).forEach(each -> lines.add(each.row()));
    }
    lines.addAll(freshness());
    return String.join("\n", lines) + "\n";
  }

  /** The defaults that come as a file, one row per class. */
  private static List<String> freshness() throws IOException {
    Object root = Environment.load(resource("common-model", "META-INF/microprofile-config.yaml"));
    Map<?, ?> classes = (Map<?, ?>) child(child(root, "virtuoso"), "freshness");
    Set<String> columns = new LinkedHashSet<>();
    classes
        .values()
        .forEach(each ->
            ((Map<?, ?>) each).keySet().forEach(column -> columns.add(String.valueOf(column))));
    List<String> lines = new ArrayList<>();
    lines.addAll(List.of("", "## Defaults of `virtuoso.freshness.<name>`", ""));
    lines.add("| name | " + String.join(" | ", columns) + " |");
    lines.add("| --- |" + " --- |".repeat(columns.size()));
    classes.forEach((name, values) -> {
      List<String> cells =
          columns.stream().map(each -> String.valueOf(((Map<?, ?>) values).get(each))).toList();
      lines.add("| `" + name + "` | " + String.join(" | ", cells) + " |");
    });
    return lines;
  }

  private static Object child(Object node, String name) {
    return Objects.requireNonNull(((Map<?, ?>) node).get(name), name);
  }

  private static Path main(String module) {
    return ROOT.resolve(module).resolve("src/main/java");
  }

  private static Path resource(String module, String name) {
    return ROOT.resolve(module).resolve("src/main/resources").resolve(name);
  }
}
