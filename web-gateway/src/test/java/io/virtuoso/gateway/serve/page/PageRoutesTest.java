package io.virtuoso.gateway.serve.page;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.virtuoso.gateway.route.NothingHonestException;
import io.virtuoso.model.Symbol;
import io.virtuoso.model.document.Confluence.FactorView;
import io.virtuoso.model.document.Confluence.Input;
import io.virtuoso.model.document.DashboardOverview;
import io.virtuoso.model.document.Document;
import io.virtuoso.model.document.MarketOverview;
import io.virtuoso.model.document.Missing;
import io.virtuoso.model.document.Source;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.Gzip;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(PageRoutesTest.Faked.class)
class PageRoutesTest {
  /** The whole gateway, except that documents come from the test. */
  public static class Faked implements QuarkusTestProfile {
    @Override
    public Set<Class<?>> getEnabledAlternatives() {
      return Set.of(FakeDocuments.class, StandingClock.class);
    }

    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "quarkus.devservices.enabled", "false",
          "quarkus.http.test-port", "0",
          // the build's own checkout.root is a system property of every test
          "smallrye.config.mapping.validate-unknown", "false");
    }
  }

  private static final String HOSTILE = "</script><img src=x onerror=alert(1)> \"'&\u2028<!--";
  private static final Pattern BOOT =
      Pattern.compile("<script type=\"application/json\" id=\"boot\">(.*?)</script>");

  @Inject FakeDocuments documents;
  @Inject StandingClock clock;
  private final Instant now = Instant.now();

  @BeforeEach
  void clear() {
    clock.set(now);
    documents.clear();
    documents.put(Samples.status(now, Source.LIVE, null));
  }

  @Test
  void theMarketIsReadableWithoutScripts() {
    documents.put(market(Source.LIVE));
    String html = page("/", 200).body().asString();
    assertThat(html)
        .contains("data-symbol=\"BTCUSDT\"", "67,000.10", "−1.24%", "71.4", ">5/6<", "31.2B")
        .contains("61▲ 39▼", "48.2%", "+0.0081%")
        .contains("title=\"no venue tells it\">—<")
        .contains("coverage 41% is too low for a score")
        .contains("data-field=\"price\" data-state=\"live\"");
    assertThat(html.indexOf("ETHUSDT")).as("best first").isGreaterThan(html.indexOf("BTCUSDT"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/dashboard", "/mobile"})
  void everyEntryIsTheSamePageAndIsNeverStored(String path) {
    documents.put(market(Source.LIVE));
    Response page = page(path, 200);
    assertThat(page.contentType()).isEqualToIgnoringCase("text/html;charset=utf-8");
    assertThat(page.header("Cache-Control")).isEqualTo("no-store");
    assertThat(page.body().asString()).contains("data-symbol=\"BTCUSDT\"");
  }

  @Test
  void whatIsInlinedIsWhatWasRendered() throws IOException {
    documents.put(market(Source.LIVE));
    JsonNode boot = boot(page("/", 200).body().asString());
    assertThat(boot.at("/page").asText()).isEqualTo("market");
    assertThat(boot.at("/market/rows/0/symbol").asText()).isEqualTo("BTCUSDT");
    assertThat(boot.at("/market/rows/0/price").asText()).isEqualTo("67000.10");
    assertThat(boot.at("/market/rows/1/score").isNull()).isTrue();
    assertThat(boot.at("/market/meta/source").asText()).isEqualTo("live");
    assertThat(boot.at("/status/data/feeds/0/exchange").asText()).isEqualTo(Samples.VENUE);
  }

  @ParameterizedTest
  @EnumSource(Source.class)
  void everyPageNamesItsSourceUnlessItIsLive(Source source) {
    documents.put(market(source));
    documents.put(Samples.status(now, source, null));
    boolean live = source == Source.LIVE;
    for (String path : List.of("/", "/dashboard/symbol/NOSUCHUSDT")) {
      String html = given().get(path).body().asString();
      assertThat(html.contains(">" + source + "</span>")).as(path).isEqualTo(!live);
    }
    String label = chip(given().get("/").body().asString());
    assertThat(label).startsWith(live ? "LIVE" : "FRESH");
  }

  @Test
  void withoutAnyDocumentEveryValueIsADashAndNoDigitIsInvented() {
    documents.clear();
    documents.fail(
        DocumentKey.DASHBOARD_OVERVIEW,
        new NothingHonestException(DocumentKey.DASHBOARD_OVERVIEW, "age 99"));
    documents.fail(DocumentKey.STATUS, new IllegalStateException("refused 127.0.0.1:6379"));
    String html = page("/", 200).body().asString();
    assertThat(html)
        .contains("No copy of the market overview is young enough to show")
        .contains("The engine status cannot be reached")
        .doesNotContain("6379");
    assertThat(chip(html)).isEqualTo("NO DATA");
    assertThat(values(html)).hasSizeGreaterThan(7).containsOnly("—");
  }

  @Test
  void oldValuesAreGreyThenGone() {
    Instant old = now.minusSeconds(40);
    Instant ancient = now.minusSeconds(3_600);
    documents.put(
        Samples.overview(
            List.of(Samples.row("OLDUSDT", 60.0, old), Samples.row("GONEUSDT", 50.1, ancient)),
            old,
            Source.LIVE));
    String html = page("/", 200).body().asString();
    String stale = row(html, "OLDUSDT");
    assertThat(stale)
        .contains("data-field=\"price\" data-state=\"stale\">67,000.10")
        .contains("data-field=\"score\" data-state=\"delayed\"")
        .doesNotContain("data-dir=\"down\"");
    assertThat(row(html, "GONEUSDT"))
        .contains("data-field=\"price\" data-state=\"gone\" title=\"too old to show\">—")
        .doesNotContain("67,000.10", "50.1");
    assertThat(chip(html)).startsWith("STALE");
  }

  @Test
  void aStalledFeedIsNamedWithItsReason() {
    documents.put(market(Source.LIVE));
    documents.put(Samples.status(now, Source.LIVE, "no frame for 31 s"));
    assertThat(page("/", 200).body().asString())
        .contains("Feed bybit-linear stalled (no frame for 31 s)");
  }

  @Test
  void aSilentEngineIsNamed() {
    Instant before = now.minusSeconds(25);
    documents.put(
        Samples.overview(List.of(Samples.row("BTCUSDT", 60.0, before)), before, Source.LIVE));
    documents.put(Samples.status(before, Source.LIVE, null));
    assertThat(page("/", 200).body().asString()).contains("Engine unreachable for 2");
  }

  @Test
  void hostileTextStaysText() throws IOException {
    MarketOverview market =
        new MarketOverview(
            1,
            0,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            0,
            List.of(new Missing("average_score", HOSTILE)));
    documents.put(
        Samples.overview(market, List.of(Samples.row("BTCUSDT", null, now)), now, Source.LIVE));
    documents.put(Samples.status(now, Source.LIVE, HOSTILE));
    String html = page("/", 200).body().asString();
    assertThat(html).doesNotContain("<img").doesNotContain("<!--");
    assertThat(html.split("</script>", -1)).as("no script is ended early").hasSize(3);
    assertThat(html).doesNotContain("\u2028<!");
    JsonNode reason = boot(html).at("/market/data/missing/0/reason");
    assertThat(reason.asText()).isEqualTo(HOSTILE);
  }

  @Test
  void aSymbolShowsItsPartsAndTheyAddUp() {
    FactorView present =
        new FactorView(
            "rsi", 0.2, 0.52, 0.9, 1_200L, List.of(new Input("rsi_14", 63.25, "points")), null);
    FactorView absent =
        new FactorView("cvd", 0.8, null, null, null, List.of(), "no trades for 40 s");
    List<Double> contributions = List.of(9.125, -1.5, 7.25, 3.0, 2.0);
    documents.put(Samples.confluence("PEPEUSDT", contributions, List.of(present, absent), now));
    String html = page("/dashboard/symbol/PEPEUSDT", 200).body().asString();
    assertThat(html)
        .contains("0.0₄1234", "title=\"0.00001234\"", "69.9", "+9.1", "−1.5", "+7.2")
        .contains("rsi 14 63.25 points", "no trades for 40 s", "not enough data for this dimension")
        .contains("data-chart=\"PEPEUSDT\"", "https://www.tradingview.com/");
    Matcher bars = Pattern.compile("x=\"([-0-9.]+)\" y=\"1\" width=\"([0-9.]+)\"").matcher(html);
    double reached = 0;
    for (double contribution : contributions) {
      assertThat(bars.find()).isTrue();
      double left = Double.parseDouble(bars.group(1));
      double width = Double.parseDouble(bars.group(2));
      assertThat(contribution < 0 ? left + width : left).isEqualTo(reached);
      reached += contribution;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"NOSUCHUSDT", "btcusdt", "B", "BTC%3Cb%3E", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"})
  void anUnknownSymbolIsNotFound(String symbol) {
    Response page =
        given().urlEncodingEnabled(false).get("/dashboard/symbol/" + symbol).andReturn();
    assertThat(page.statusCode()).isEqualTo(404);
    assertThat(page.header("Cache-Control")).isEqualTo("no-store");
    assertThat(page.body().asString()).contains("Unknown symbol").doesNotContain("<b>&lt;");
  }

  @Test
  void nothingHonestIsUnavailable() {
    DocumentKey key = DocumentKey.confluence(new Symbol("BTCUSDT"));
    documents.fail(key, new NothingHonestException(key, "old"));
    Response page = page("/dashboard/symbol/BTCUSDT", 503);
    assertThat(page.header("Retry-After")).isEqualTo("5");
    assertThat(page.body().asString())
        .contains("No copy of the score of BTCUSDT is young enough to show");
  }

  @Test
  void pagesNeedNoInlineScriptStyleOrForeignHost() {
    documents.put(market(Source.LIVE));
    documents.put(Samples.confluence("BTCUSDT", List.of(5.0), List.of(), now));
    for (String path :
        List.of(
            "/",
            "/dashboard/cache",
            "/dashboard/performance",
            "/dashboard/symbol/BTCUSDT",
            "/dashboard/symbol/X1")) {
      String html = given().get(path).body().asString();
      assertThat(html).doesNotContain("<style").doesNotContain(" style=");
      assertThat(html).doesNotContainPattern(" on[a-z]+=");
      assertThat(html).doesNotContainPattern("<script(?![^>]*( src=\"/assets/| id=\"boot\"))");
      assertThat(html).doesNotContainPattern("(src|<link[^>]* href)=\"(https?:)?//");
    }
  }

  @Test
  void theCachesAreReadableWithoutScriptsAndInventNoRatio() throws IOException {
    documents.put(market(Source.LIVE));
    String html = page("/dashboard/cache", 200).body().asString();
    assertThat(html)
        .contains("aria-current=\"page\">Cache<", "<th scope=\"row\">redis</th>")
        .contains("<th scope=\"row\">market overview</th>", "No round yet")
        .contains("no data yet")
        .doesNotContain("NaN", ">null<");
    assertThat(boot(html).at("/page").asText()).isEqualTo("cache");
    assertThat(page("/", 200).body().asString()).contains("href=\"/dashboard/cache\"");
  }

  @Test
  void thePerformanceIsReadableWithoutScriptsAndInventsNothing() throws IOException {
    documents.put(market(Source.LIVE));
    page("/", 200);
    String html = page("/dashboard/performance", 200).body().asString();
    assertThat(html)
        .contains("aria-current=\"page\">Performance<", "<th scope=\"row\">hit ratio</th>")
        .contains("<th scope=\"row\">availability</th>", "<th scope=\"row\">redis down</th>")
        .contains("<th scope=\"row\">/</th>")
        .doesNotContain("NaN", ">null<");
    assertThat(boot(html).at("/page").asText()).isEqualTo("performance");
  }

  @Test
  void assetsAreForEverAndCompressedOnce() {
    documents.put(market(Source.LIVE));
    String html = page("/", 200).body().asString();
    Matcher names = Pattern.compile("/assets/[^\"]+").matcher(html);
    int seen = 0;
    while (names.find()) {
      seen++;
      for (String coding : List.of("br", "gzip")) {
        Response asset = given().header("Accept-Encoding", coding).head(names.group());
        assertThat(asset.statusCode()).isEqualTo(200);
        assertThat(asset.header("Cache-Control")).contains("immutable", "max-age=31536000");
        assertThat(asset.header("Content-Encoding")).isEqualTo(coding);
      }
    }
    assertThat(seen).isGreaterThanOrEqualTo(2);
    assertThat(given().get("/assets/board-NOTTHERE.js").statusCode()).isEqualTo(404);
    assertThat(given().get("/assets/manifest.json").statusCode()).isEqualTo(404);
  }

  @Test
  void theFirstResponseStaysWithinItsBudget() {
    documents.put(Samples.overview(Samples.manyRows(300, now), now, Source.LIVE));
    String html = page("/", 200).body().asString();
    assertThat(html).contains("240 more symbols follow");
    // the coding that is served; brotli would be smaller still
    assertThat(Gzip.encode(html.getBytes(StandardCharsets.UTF_8)))
        .hasSizeLessThanOrEqualTo(20 * 1024);
  }

  private Document<DashboardOverview> market(Source source) {
    return Samples.overview(
        List.of(Samples.row("ETHUSDT", null, now), Samples.row("BTCUSDT", 71.44, now)),
        now,
        source);
  }

  private static Response page(String path, int status) {
    Response response = given().get(path).andReturn();
    assertThat(response.statusCode()).as(path).isEqualTo(status);
    return response;
  }

  private static JsonNode boot(String html) throws IOException {
    Matcher boot = BOOT.matcher(html);
    assertThat(boot.find()).isTrue();
    return new ObjectMapper().readTree(boot.group(1));
  }

  private static String chip(String html) {
    Matcher label = Pattern.compile("<b data-chip-label>(.*?)</b>").matcher(html);
    assertThat(label.find()).isTrue();
    return label.group(1);
  }

  private static String row(String html, String symbol) {
    int start = html.indexOf("data-symbol=\"" + symbol + "\"");
    return html.substring(start, html.indexOf("</tr>", start));
  }

  /** The text of every value on the page, feeds and words about the data apart. */
  private static List<String> values(String html) {
    return Pattern.compile("<(?:dd|td|b|small)[^>]* data-field=\"[a-z0-9_]+\"[^>]*>([^<]*)<")
        .matcher(html)
        .results()
        .map(match -> match.group(1))
        .toList();
  }
}
