package io.virtuoso.gateway.serve.performance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.virtuoso.gateway.fixture.Client;
import io.virtuoso.gateway.fixture.Surroundings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What is shipped for Prometheus and Grafana speaks of metrics that a running gateway exposes. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
@SuppressWarnings("NullAway") // Quarkus fills the fields in before each test
class MonitoringTest {
  private static final Path ROOT = Path.of(System.getProperty("checkout.root"));
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
  private static final Pattern NO_METRIC =
      Pattern.compile("\\{[^}]*}|\"[^\"]*\"|\\[[^\\]]*]|\\b(by|without)\\s*\\([^)]*\\)|\\b\\d\\S*");
  private static final Set<String> WORDS =
      Set.of(
          "sum",
          "max",
          "min",
          "avg",
          "rate",
          "increase",
          "vector",
          "absent",
          "histogram_quantile",
          "and",
          "or",
          "unless");

  @TestHTTPResource("/")
  URI base;

  @TestHTTPResource(value = "/", management = true)
  URI management;

  @BeforeEach
  void beAsked() {
    Client client = new Client(base);
    client.get("/api/status");
    client.get("/api/market/overview");
  }

  @Test
  void everyAlertRuleNamesWhatIsExposed() throws IOException {
    List<String> expressions = rules().findValuesAsText("expr");
    assertThat(expressions).hasSizeGreaterThan(10);
    assertExposed(expressions);
  }

  @Test
  void everyPanelNamesWhatIsExposed() throws IOException {
    JsonNode board = JSON.readTree(ROOT.resolve("deploy/monitoring/dashboard.json").toFile());
    List<String> expressions = board.findValuesAsText("expr");
    assertThat(expressions).hasSizeGreaterThan(15);
    assertExposed(expressions);
  }

  @Test
  void everyAlertHasAPlaceInTheRunbook() throws IOException {
    String book = Files.readString(ROOT.resolve("docs/observability.md"));
    for (String alert : rules().findValuesAsText("alert")) {
      assertThat(book).contains("#### " + alert + "\n");
    }
  }

  @Test
  void everyMetricOfOursIsInTheReference() throws IOException {
    String reference = Files.readString(ROOT.resolve("docs/observability.md"));
    for (String metric : exposed()) {
      if (metric.startsWith("virtuoso_")) {
        String family = metric.replaceAll("_(bucket|count|sum|max)$", "");
        assertThat(reference).contains("`" + family + "`");
      }
    }
  }

  private void assertExposed(List<String> expressions) throws IOException {
    Set<String> known = exposed();
    known.addAll(rules().findValuesAsText("record"));
    for (String expression : expressions) {
      assertThat(known).as(expression).containsAll(metrics(expression));
    }
  }

  private static Set<String> metrics(String expression) {
    return NAME.matcher(NO_METRIC.matcher(expression).replaceAll(" "))
        .results()
        .map(MatchResult::group)
        .filter(name -> !WORDS.contains(name))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static JsonNode rules() throws IOException {
    Object read =
        new Yaml(new SafeConstructor(new LoaderOptions()))
            .load(Files.readString(ROOT.resolve("deploy/monitoring/alerts.yaml")));
    return JSON.valueToTree(read);
  }

  private Set<String> exposed() {
    return new String(new Client(management).get("/q/metrics").body(), UTF_8)
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split("[{ ]", 2)[0])
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
