package io.virtuoso.gateway.serve.page;

import static io.virtuoso.gateway.serve.page.StandingPage.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.virtuoso.gateway.fixture.Patience;
import io.virtuoso.model.document.Confluence;
import io.virtuoso.model.document.Confluence.FactorView;
import io.virtuoso.model.document.Confluence.Input;
import io.virtuoso.model.document.Document;
import io.virtuoso.model.document.Source;
import io.virtuoso.model.document.SymbolRow;
import io.virtuoso.model.wire.DocumentJson;
import jakarta.inject.Inject;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The pages in a real browser, with the stream's far end scripted and the browser's clock in the
 * test's hands. Skipped where there is no Chromium.
 */
@QuarkusTest
@TestProfile(PageRoutesTest.Faked.class)
class BrowserTest {
  private static final Pattern AGED_FROM_73_S =
      Pattern.compile(
          "^ETHUSDTbybit-lineartradesstalledsilent for 73 s((7[3-9]|[89]\\d|1[01]\\d)s|[2-9]m)$");
  private static final Path CHROMIUM =
      Path.of(System.getenv().getOrDefault("VIRTUOSO_CHROMIUM", "/usr/bin/chromium"));
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self';"
          + " frame-ancestors 'none'; object-src 'none'; require-trusted-types-for 'script'";
  private static Playwright playwright;
  private static Browser browser;

  @Inject FakeDocuments documents;
  @Inject StandingClock clock;

  private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
  private final ScriptedStream stream = new ScriptedStream();
  private final List<String> complaints = new ArrayList<>();
  private final List<String> foreign = new ArrayList<>();
  private Consumer<Route> metrics = Route::resume;
  private @Nullable BrowserContext context;

  @BeforeAll
  static void launch() {
    assumeTrue(Files.isExecutable(CHROMIUM), "no Chromium at " + CHROMIUM);
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(CHROMIUM)
                    .setArgs(
                        List.of(
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-quic",
                            "--no-first-run",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync")));
  }

  @AfterAll
  static void quit() {
    if (playwright != null) {
      playwright.close();
    }
  }

  @BeforeEach
  void clear() {
    clock.set(now);
    documents.clear();
    documents.put(Samples.status(now, Source.LIVE, null));
  }

  @AfterEach
  void close() {
    if (context != null) {
      context.close();
    }
    assertThat(complaints).as("errors and policy violations in the browser").isEmpty();
    assertThat(foreign).as("requests to other hosts").isEmpty();
  }

  @Test
  void theTableFollowsTheStream() {
    documents.put(Samples.overview(twoRows(), now, Source.LIVE));
    Page page = open("", 1280, 800, ColorScheme.DARK);
    Locator row = page.locator("tr[data-symbol=BTCUSDT]");
    assertThat(row.locator("[data-field=price]")).hasText("67,000.10");
    assertThat(stream.subscribed("scores")).isTrue();

    stream.rows("snapshot", 5, now, twoRows());
    SymbolRow moved = priced("BTCUSDT", "67123.40", 80.0);
    SymbolRow added = priced("SOLUSDT", "182.41", 91.0);
    stream.rows("delta", 6, now.plusMillis(250), List.of(moved, added));
    assertThat(row.locator("[data-field=price]")).hasText("67,123.40");
    assertThat(row.locator("[data-field=score]")).hasText("80.0");
    assertThat(page.locator("tbody tr")).hasCount(3);
    page.clock().runFor(3_000);
    assertThat(page.locator("tbody tr").first()).hasAttribute("data-symbol", "SOLUSDT");

    page.locator("[data-sort=symbol]").click();
    assertThat(page.locator("tbody tr").first()).hasAttribute("data-symbol", "BTCUSDT");
    assertThat(page.locator("th[aria-sort=ascending]")).hasText("Symbol");
  }

  @Test
  void withoutTheServerValuesAgeToGreyAndThenToADash() {
    List<SymbolRow> rows = Samples.manyRows(40, now);
    documents.put(Samples.overview(rows, now, Source.LIVE));
    Page page = open("", 1280, 800, ColorScheme.DARK);
    stream.rows("snapshot", 1, now, rows);
    stream.heartbeat(now);
    Locator price = page.locator("tbody [data-field=price]").first();
    Locator chip = page.locator("[data-field=chip]");
    assertThat(price).hasAttribute("data-state", "live");
    assertThat(chip).hasAttribute("data-state", "live");
    assertThat(page.locator("[data-chip-label]")).containsText("LIVE");
    picture(page, "desktop-live");

    stream.refuse();
    assertThat(page.locator("[data-chip-words]")).containsText("Connection lost, retrying in");
    page.clock().runFor(10_000);
    assertThat(price).hasAttribute("data-state", "delayed");
    assertThat(page.locator("[data-chip-label]")).not().containsText("LIVE");
    page.clock().runFor(30_000);
    assertThat(price).hasAttribute("data-state", "stale");
    assertThat(page.locator("tbody [data-field=change_24h][data-dir]")).hasCount(0);
    picture(page, "desktop-stale");

    page.clock().fastForward(16 * 60_000);
    page.clock().runFor(2_000);
    assertThat(price).hasText("—");
    assertThat(page.locator("tbody [data-field=score]").first()).hasText("—");
    assertThat(page.locator("tbody i:not(.n)")).hasCount(0);
    assertThat(chip).hasAttribute("data-state", "gone");
    picture(page, "desktop-gone");
  }

  @Test
  void aMuteServerIsNoticedByTheAgeOfTheData() {
    documents.put(Samples.overview(twoRows(), now, Source.LIVE));
    Page page = open("", 1280, 800, ColorScheme.DARK);
    stream.rows("snapshot", 1, now, twoRows());
    stream.data("status", 1, now, Samples.status(now, Source.LIVE, null).data());
    for (int beat = 1; beat <= 3; beat++) { // connected all the time, and nothing but heartbeats
      page.clock().runFor(4_000);
      stream.heartbeat(now.plusSeconds(4L * beat));
    }
    assertThat(page.locator("[data-chip-label]")).containsText("DELAYED");
    assertThat(page.locator("[data-chip-words]")).containsText("Engine unreachable for 1");
  }

  @Test
  void aMarketThatTurnsOutSimulatedIsMarked() {
    documents.put(Samples.overview(twoRows(), now, Source.LIVE));
    Page page = open("", 1280, 800, ColorScheme.DARK);
    assertThat(page.locator("[data-field=source]")).isHidden();
    stream.source("simulated");
    stream.rows("snapshot", 1, now, twoRows());
    assertThat(page.locator("[data-field=source]")).hasText("SIMULATED");
    assertThat(page.locator("[data-chip-label]")).not().containsText("LIVE");
  }

  @Test
  void theOrderStandsStillUnderThePointer() {
    documents.put(Samples.overview(twoRows(), now, Source.LIVE));
    Page page = open("", 1280, 800, ColorScheme.DARK);
    stream.rows("snapshot", 1, now, twoRows());
    page.locator("tbody tr").first().hover();
    stream.rows("delta", 2, now, List.of(priced("ETHUSDT", "3100.5", 99.0)));
    page.clock().runFor(3_000);
    assertThat(page.locator("tbody tr").first()).hasAttribute("data-symbol", "BTCUSDT");
    assertThat(page.locator("[data-field=order-note]")).containsText("moves pending");
    page.mouse().move(5, 5);
    page.clock().runFor(3_000);
    assertThat(page.locator("tbody tr").first()).hasAttribute("data-symbol", "ETHUSDT");
  }

  @Test
  void aGapIsAnsweredWithOneRequest() {
    documents.put(Samples.overview(twoRows(), now, Source.LIVE));
    Page page = open("", 1280, 800, ColorScheme.DARK);
    stream.rows("snapshot", 1, now, twoRows());
    long before = stream.asked("subscribe");
    for (long seq = 4; seq < 8; seq++) {
      stream.rows("delta", seq, now, List.of(priced("BTCUSDT", "1.5", 1.0)));
    }
    page.clock().runFor(100);
    stream.rows("snapshot", 9, now, List.of(priced("BTCUSDT", "2.5", 2.0)));
    assertThat(page.locator("tr[data-symbol=BTCUSDT] [data-field=price]")).hasText("2.5");
    assertThat(stream.asked("subscribe")).isEqualTo(before + 1);
  }

  @Test
  void aSymbolPageShowsItsCandlesAndFollowsItsScore() {
    documents.put(confluence(List.of(9.1, -4.2, 7.25, 3.0, 2.0)));
    Page page = open("dashboard/symbol/BTCUSDT", 1280, 1000, ColorScheme.DARK);
    assertThat(page.locator("[data-chart] canvas").first()).isVisible();
    assertThat(page.locator("[data-chart-note]")).containsText("1 gap without data, shaded");
    assertThat(page.locator("[data-interval='1m']")).hasAttribute("aria-pressed", "true");
    page.locator("details").first().locator("summary").click();
    picture(page, "symbol-desktop");

    var next = confluence(List.of(-9.1, -4.2, -7.25, -3.0, -2.0));
    stream.data("symbol:BTCUSDT", 1, now, next.data());
    assertThat(page.locator(".summary [data-field=score]")).hasText("24.4");
    assertThat(page.locator("[data-field=total]")).hasText("24.4");
    assertThat(page.locator("[data-contribution=orderflow] [data-field=contribution]"))
        .hasText("−9.1");
    assertThat(page.locator("[data-contribution=orderflow] rect.down")).hasCount(1);
  }

  @Test
  void whatIsNotLiveIsNamedInATableThatDoesNotWidenThePage() {
    documents.put(Samples.overview(twoRows(), now, Source.LIVE));
    Page page = open("", 1280, 800, ColorScheme.LIGHT);
    Locator notLive = page.locator("[data-rows=not-live]");
    page.locator("details.venues summary").click();
    assertThat(notLive).isHidden();

    stream.data("status", 1, now, Samples.statusNotLive(now).data());
    assertThat(notLive.locator("tbody tr")).hasCount(8);
    assertThat(notLive.locator("tbody tr").first())
        .hasText(AGED_FROM_73_S); // the page's clock goes on with every look
    assertThat(notLive.locator("tbody tr").nth(1)).containsText("4 more");
    assertFits(page);
    picture(page, "not-live-desktop");
    page.setViewportSize(390, 844);
    assertFits(page);

    stream.data("status", 2, now, Samples.status(now, Source.LIVE, null).data());
    assertThat(notLive).isHidden();
  }

  @Test
  void aPhoneGetsCardsThatFit() {
    List<SymbolRow> rows = Samples.manyRows(30, now);
    documents.put(Samples.overview(rows, now, Source.SIMULATED));
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      Page page = open("", 390, 844, scheme);
      assertThat(page.locator("[data-field=source]")).hasText("SIMULATED");
      assertFits(page);
      assertThat(page.locator("tbody tr").first().boundingBox().height).isGreaterThan(44);
      picture(page, "phone-" + (scheme == ColorScheme.LIGHT ? "light" : "dark"));
      page.setViewportSize(360, 740);
      assertFits(page);
      page.context().close();
    }
    documents.put(confluence(List.of(9.1, -4.2, 7.25, 3.0, 2.0)));
    Page symbol = open("dashboard/symbol/BTCUSDT", 390, 844, ColorScheme.DARK);
    assertThat(symbol.locator("[data-chart] canvas").first()).isVisible();
    assertFits(symbol);
    picture(symbol, "symbol-phone");
  }

  @Test
  void withoutDocumentsThePageSaysSoInEveryTheme() {
    documents.clear();
    Page page = open("", 1280, 800, ColorScheme.LIGHT);
    assertThat(page.locator("[data-field=banner]")).containsText("There is no market overview");
    assertThat(page.locator("[data-chip-label]")).hasText("NO DATA");
    assertThat(page.locator("dd").allTextContents()).hasSize(7).containsOnly("—");
    picture(page, "desktop-nothing");
  }

  @Test
  void theCachePageFollowsTheMetricsAndOwnsUpWhenTheyStop() throws IOException {
    JsonNode cases = Samples.cacheCases();
    AtomicBoolean answering = new AtomicBoolean(true);
    String body = "{\"data\":" + cases.at("/0/metrics") + "}";
    metrics =
        route -> {
          if (answering.get()) {
            route.fulfill(
                new Route.FulfillOptions().setContentType("application/json").setBody(body));
          } else {
            route.fulfill(new Route.FulfillOptions().setStatus(204));
          }
        };
    Page page = open("dashboard/cache", 1280, 900, ColorScheme.DARK);
    stream.data("status", 1, now, Samples.status(now, Source.LIVE, null).data());
    page.clock().runFor(2_100);
    Locator decisions = page.locator("[data-rows=decisions] tbody tr");
    assertThat(decisions).hasCount(2);
    assertThat(decisions.first().locator("td").last()).hasText("versions come every 0.25 s");
    assertThat(page.locator("[data-rows=routes] tbody tr").first()).containsText("99.8%");
    assertThat(page.locator("[data-field=round]")).containsText("Round 7");
    assertThat(page.locator("[data-chip-label]")).containsText("LIVE");
    picture(page, "cache-desktop");
    page.setViewportSize(390, 844);
    assertFits(page);
    picture(page, "cache-phone");
    answering.set(false);
    page.clock().runFor(20_000);
    assertThat(page.locator("[data-part=tiers]")).hasAttribute("data-state", "stale");
    assertThat(page.locator("[data-chip-label]")).not().containsText("LIVE");
  }

  @Test
  void thePerformancePageFollowsAndOwnsUpWhenItCannot() throws IOException {
    JsonNode cases = Samples.performanceCases();
    AtomicBoolean answering = new AtomicBoolean(true);
    String body = "{\"data\":" + cases.at("/0/performance") + "}";
    metrics =
        route -> {
          if (answering.get()) {
            route.fulfill(
                new Route.FulfillOptions().setContentType("application/json").setBody(body));
          } else {
            route.fulfill(new Route.FulfillOptions().setStatus(204));
          }
        };
    Page page = open("dashboard/performance", 1280, 900, ColorScheme.DARK);
    stream.data("status", 1, now, Samples.status(now, Source.LIVE, null).data());
    page.clock().runFor(2_100);
    Locator targets = page.locator("[data-rows=targets] tbody tr");
    assertThat(targets).hasCount(5);
    assertThat(targets.nth(3)).hasAttribute("data-verdict", "missed");
    assertThat(page.locator("[data-rows=slow] tbody tr").first()).containsText("engine 800 ms");
    picture(page, "performance-desktop");
    page.setViewportSize(390, 844);
    assertFits(page);
    picture(page, "performance-phone");
    answering.set(false);
    page.clock().runFor(20_000);
    assertThat(page.locator("[data-part=targets]")).hasAttribute("data-state", "stale");
  }

  private static String root() {
    return "http://localhost:" + RestAssured.port + "/";
  }

  private Page open(String path, int width, int height, ColorScheme scheme) {
    BrowserContext opened =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setColorScheme(scheme)
                .setReducedMotion(ReducedMotion.REDUCE));
    context = opened;
    opened.setDefaultTimeout(Patience.LONG_MS);
    StandingPage.stop(opened, now);
    Page page = opened.newPage();
    page.onConsoleMessage(message -> {
      if (message.type().equals("error")) {
        complaints.add(message.text());
      }
    });
    page.onPageError(complaints::add);
    page.route("**/*", this::guarded);
    page.route("**/api/market/*/candles**", this::candles);
    page.route("**/api/cache/metrics", route -> metrics.accept(route));
    page.route("**/api/performance", route -> metrics.accept(route));
    stream.attach(page);
    page.navigate(root() + path);
    StandingPage.await(page, () -> stream.subscribed("status"));
    return page;
  }

  /** Everything under the policy of production, and nothing from anywhere else. */
  private void guarded(Route route) {
    if (!route.request().url().startsWith(root())) {
      foreign.add(route.request().url());
      route.abort();
      return;
    }
    APIResponse response = route.fetch();
    Map<String, String> headers = new HashMap<>(response.headers());
    headers.put("content-security-policy", POLICY);
    route.fulfill(new Route.FulfillOptions().setResponse(response).setHeaders(headers));
  }

  private void candles(Route route) {
    try {
      String body = DocumentJson.mapper().writeValueAsString(CandleSamples.withOneGap(now));
      route.fulfill(new Route.FulfillOptions().setContentType("application/json").setBody(body));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private Document<Confluence> confluence(List<Double> contributions) {
    FactorView rsi =
        new FactorView(
            "rsi", 0.2, 0.52, 0.9, 1_200L, List.of(new Input("rsi_14", 63.25, "points")), null);
    FactorView cvd = new FactorView("cvd", 0.8, null, null, null, List.of(), "no trades for 40 s");
    return Samples.confluence("BTCUSDT", contributions, List.of(rsi, cvd), now);
  }

  private List<SymbolRow> twoRows() {
    return List.of(Samples.row("BTCUSDT", 71.44, now), Samples.row("ETHUSDT", 60.0, now));
  }

  private SymbolRow priced(String symbol, String price, double score) {
    SymbolRow row = Samples.row(symbol, score, now);
    return new SymbolRow(
        row.symbol(),
        row.venue(),
        new BigDecimal(price),
        row.change24h(),
        row.turnover24h(),
        row.score(),
        row.coverage(),
        row.confidence(),
        row.dimensions(),
        row.bookState(),
        row.asOf());
  }

  private static void assertFits(Page page) {
    Object width = page.evaluate("document.documentElement.scrollWidth <= innerWidth");
    assertThat(width).as("no sideways scrolling").isEqualTo(true);
  }

  private static void picture(Page page, String name) {
    page.screenshot(
        new Page.ScreenshotOptions().setPath(Path.of("target", "screenshots", name + ".png")));
  }
}
