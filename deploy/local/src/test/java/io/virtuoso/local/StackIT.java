package io.virtuoso.local;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.TimeoutError;
import io.virtuoso.local.process.Child;
import io.virtuoso.local.process.Ports;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The whole of Virtuoso as {@code deploy/up --feed simulated} runs it, in a real browser, while
 * parts of it die and come back. The tests share one stack and leave it whole.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StackIT {
  private static final Path ROOT = Path.of(System.getProperty("virtuoso.root", "../.."));
  private static final List<String> SYMBOLS =
      List.of("BTCUSDT", "ETHUSDT", "SOLUSDT", "XRPUSDT", "DOGEUSDT", "LINKUSDT");
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Pattern SCORE = Pattern.compile("\\d{1,3}\\.\\d");
  private static final String OVERVIEW = "/api/dashboard/overview";

  private static PortPlan ports;
  private static Stack stack;
  private static Launch launch;
  private static Probe probe;
  private static Viewer viewer;

  @BeforeAll
  static void start() throws Exception {
    ports = FreePorts.plan();
    Options options =
        Options.parse(
            "--feed",
            "simulated",
            "--symbols",
            String.join(",", SYMBOLS),
            "--port",
            "" + ports.gateway());
    stack =
        new Stack(ROOT.toAbsolutePath(), Path.of("target/stack").toAbsolutePath(), options, ports);
    probe = new Probe();
    launch = new Launch(stack, options, probe, new CountDownLatch(1), System.out::println);
    launch.start();
    viewer = Viewer.of(ports.gatewayUrl());
  }

  @AfterAll
  static void stop() {
    if (viewer != null) {
      viewer.close();
    }
    List<Child> children = stack.children();
    stack.close();
    probe.close();
    assertThat(children).noneMatch(Child::isAlive);
    assertThat(FreePorts.of(ports)).allMatch(Ports::isFree);
  }

  @AfterEach
  void nothingWasWrongInTheBrowser() {
    viewer.assertContent();
  }

  @Test
  @Order(1)
  void theMarketPageShowsEveryScoreAndFollowsThem() {
    Page page = viewer.open("/");
    assertThat(page.locator("[data-field=source]")).hasText("SIMULATED");
    assertThat(page.locator("[data-chip-label]")).not().containsText("LIVE");
    Locator scores = page.locator("tbody [data-field=score]");
    until(
        page,
        () ->
            scores.allTextContents().stream().filter(SCORE.asMatchPredicate()).count()
                == SYMBOLS.size());
    assertThat(page.locator("tbody tr:has([data-field=score]) th").allTextContents())
        .containsExactlyInAnyOrderElementsOf(SYMBOLS);

    Map<String, Viewer.Cell> before = Viewer.cells(page);
    until(page, () -> changed(before, Viewer.cells(page), "score"));
    assertThat(page.locator("[data-field=chip]")).hasAttribute("data-state", "live");
    assertThat(Viewer.isStillTheSame(page)).isTrue();
    Probe.Answer answer = ask(OVERVIEW, Probe.Answer::isLive);
    assertThat(answer.source()).isEqualTo("simulated");
    assertThat(answer.scored()).isEqualTo(SYMBOLS.size());
  }

  @Test
  @Order(2)
  void contributionsAddUpToTheScoreAsShown() {
    Page page = viewer.open("/");
    page.locator("tr[data-symbol=ETHUSDT] a").click();
    assertThat(page).hasURL(Pattern.compile(".*/dashboard/symbol/ETHUSDT"));
    assertThat(page.locator("[data-field=source]")).hasText("SIMULATED");
    assertThat(page.locator("[data-chart] canvas").first()).isVisible();
    assertThat(page.locator("[data-chart-note]")).containsText("UTC");
    String before = page.locator("[data-field=total]").textContent();
    until(page, () -> !page.locator("[data-field=total]").textContent().equals(before));

    List<?> shown =
        (List<?>)
            page.evaluate(
                "() => ['[data-contribution] [data-field=contribution]', '[data-field=total]']"
                    + ".map(at => [...document.querySelectorAll(at)].map(one => one.textContent))");
    List<?> contributions = (List<?>) shown.get(0);
    double sum = contributions.stream().map(String::valueOf).mapToDouble(StackIT::points).sum();
    double score = points(String.valueOf(((List<?>) shown.get(1)).get(0)));
    assertThat(contributions).hasSize(6);
    // each is written with one decimal
    assertThat(sum).isCloseTo(score - 50, within(0.05 * (contributions.size() + 1) + 1e-9));
  }

  @Test
  @Order(3)
  void withoutRedisItGoesOnAndUsesItAgainWhenItReturns() throws Exception {
    Page page = viewer.open("/");
    assertThat(page.locator("[data-field=chip]")).hasAttribute("data-state", "live");
    child("redis").kill();
    long version = version(ask(OVERVIEW, answer -> answer.status() == 200));
    ask("/api/status", answer -> answer.body().at("/data/redis").asText().equals("down"));
    ask(OVERVIEW, answer -> version(answer) > version && !answer.dataState().equals("stale"));
    Map<String, Viewer.Cell> before = Viewer.cells(page);
    until(page, () -> changed(before, Viewer.cells(page), "price"));

    launch.startRedis();
    ask("/api/status", answer -> answer.body().at("/data/redis").asText().equals("up"));
    long later = version(ask(OVERVIEW, answer -> answer.status() == 200));
    ask(OVERVIEW, answer -> version(answer) > later && answer.isLive());
    assertThat(Viewer.isStillTheSame(page)).isTrue();
  }

  @Test
  @Order(4)
  void withoutTheEngineValuesAgeAndVanishAndNoneIsInvented() throws Exception {
    Page page = viewer.open("/");
    until(page, () -> states(page, "price").stream().allMatch("live"::equals));
    child("engine").kill();
    until(page, () -> states(page, "price").stream().allMatch("delayed"::equals));
    Map<String, Viewer.Cell> last = Viewer.cells(page);
    assertThat(page.locator("[data-chip-label]")).containsText("DELAYED");

    age(page, Duration.ofSeconds(20), last, "price", "stale");
    assertThat(states(page, "score")).containsOnly("delayed");
    assertThat(page.locator("[data-field=price][data-dir], [data-field=change24h][data-dir]"))
        .hasCount(0);
    assertThat(page.locator("[data-chip-label]")).containsText("STALE");
    assertThat(page.locator("[data-chip-words]"))
        .containsText(Pattern.compile("Engine unreachable|Connection lost|No update"));
    age(page, Duration.ofMinutes(1), last, "score", "stale");
    age(page, Duration.ofMinutes(16), last, "score", "gone");
    assertThat(states(page, "price")).containsOnly("gone");
    age(page, Duration.ofHours(3), last, "open_interest", "gone");
    assertThat(Viewer.cells(page).values()).allMatch(Viewer.Cell::isBlank);
    assertThat(page.locator("[data-chip-label]")).hasText("NO DATA");
    assertThat(page.locator("[data-chip-words]")).not().isEmpty();

    Probe.Answer stale =
        ask(OVERVIEW, answer -> answer.status() == 200 && answer.dataState().equals("stale"));
    Probe.Answer older = ask(OVERVIEW, answer -> answer.age() > stale.age());
    assertThat(older.dataState()).isEqualTo("stale");
    assertThat(version(older)).isEqualTo(version(stale));

    launch.restartEngine();
    ask(OVERVIEW, answer -> answer.isLive() && answer.tellsOfTheMarket());
    until(page, () -> states(page, "price").stream().allMatch("live"::equals));
    assertThat(page.locator("[data-chip-label]")).containsText("FRESH");
    assertThat(Viewer.isStillTheSame(page)).isTrue();
  }

  /** Lets the browser believe that so much time went by; no value may be another than before. */
  private static void age(
      Page page, Duration time, Map<String, Viewer.Cell> last, String field, String state) {
    page.clock().fastForward(time.toMillis());
    until(page, () -> states(page, field).stream().allMatch(state::equals));
    Viewer.cells(page)
        .forEach((place, cell) -> {
          if (!cell.isBlank()) {
            assertThat(cell.text())
                .as(place)
                .isEqualTo(Objects.requireNonNull(last.get(place), place).text());
          }
          assertThat(cell.isBlank())
              .as(place + " is " + cell.state())
              .isEqualTo(cell.state().equals("gone"));
        });
  }

  private static List<String> states(Page page, String field) {
    List<String> states =
        Viewer.cells(page).entrySet().stream()
            .filter(cell -> cell.getKey().endsWith(" " + field))
            .map(cell -> cell.getValue().state())
            .toList();
    assertThat(states).as(field).isNotEmpty();
    return states;
  }

  private static boolean changed(
      Map<String, Viewer.Cell> before, Map<String, Viewer.Cell> now, String field) {
    return now.entrySet().stream()
        .anyMatch(cell ->
            cell.getKey().endsWith(" " + field)
                && !cell.getValue().equals(before.get(cell.getKey())));
  }

  /** Points as written; what is absent adds nothing. */
  private static double points(String text) {
    return text.equals("—") ? 0 : Double.parseDouble(text.replace('−', '-'));
  }

  private static void until(Page page, BooleanSupplier condition) {
    var bound = new Page.WaitForConditionOptions().setTimeout((double) PATIENCE.toMillis());
    try {
      page.waitForCondition(condition, bound);
    } catch (TimeoutError never) {
      throw new AssertionError(
          page.locator("header").textContent().replace('\n', ' ') + Viewer.cells(page), never);
    }
  }

  private static Child child(String name) {
    return stack.children().stream()
        .filter(child -> child.name().equals(name) && child.isAlive())
        .findFirst()
        .orElseThrow();
  }

  private static long version(Probe.Answer answer) {
    return answer.body().at("/meta/version").asLong();
  }

  /** The first answer of the gateway for which the condition holds. */
  private static Probe.Answer ask(String path, Predicate<Probe.Answer> condition) {
    return Awaitility.await("an answer to " + path)
        .atMost(PATIENCE)
        .until(
            () -> probe.ask(ports.gatewayUrl() + path),
            found -> found.filter(condition).isPresent())
        .orElseThrow();
  }
}
