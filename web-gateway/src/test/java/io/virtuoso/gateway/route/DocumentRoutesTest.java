package io.virtuoso.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.virtuoso.gateway.route.engine.EngineTargets.Target;
import io.virtuoso.gateway.route.query.BadQueryException;
import io.virtuoso.model.wire.DocumentClass;
import io.virtuoso.model.wire.DocumentKey;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentRoutesTest {
  private static final long MINUTE = 1_763_760_000_000L;

  private final DocumentRoutes routes = new DocumentRoutes();

  @ParameterizedTest
  @CsvSource({
    "/api/dashboard/overview, dashboard/overview, DASHBOARD_DATA",
    "/api/dashboard/mobile, dashboard/overview, DASHBOARD_DATA",
    "/api/dashboard/confluence/BTCUSDT, confluence/BTCUSDT, CONFLUENCE_SCORES",
    "/api/market/overview, market/overview, MARKET_OVERVIEW",
    "/api/market/symbols, market/symbols, TOP_SYMBOLS",
    "/api/market/movers, market/symbols, TOP_SYMBOLS",
    "/api/market/BTCUSDT/book, book/BTCUSDT, BOOK",
    "/api/market/BTCUSDT/candles, candles/BTCUSDT/1m/_-_-300, CANDLES",
  })
  void aPathNamesADocumentAndItsClass(String path, String key, DocumentClass documents) {
    DocumentRoute.Asked asked = asked(path, Map.of());
    assertThat(asked.key()).isEqualTo(new DocumentKey(key));
    assertThat(DocumentClass.of(asked.key())).isEqualTo(documents);
    assertThat(asked.route().documents()).isEqualTo(documents);
  }

  @ParameterizedTest
  @CsvSource({
    "dashboard/overview, /api/dashboard/overview",
    "confluence/ETHUSDT, /api/dashboard/confluence/ETHUSDT",
    "market/symbols, /api/market/symbols",
    "book/ETHUSDT, /api/market/ETHUSDT/book",
    "status, /api/status",
  })
  void aKeyNamesThePathAtWhichTheEngineHasIt(String key, String path) {
    assertThat(routes.of(new DocumentKey(key))).contains(new Target(path, Map.of()));
  }

  @Test
  void whatOnlyTheKeySaysBecomesTheEnginesQuery() {
    DocumentKey key =
        asked("/api/market/ETHUSDT/candles", Map.of("from", MINUTE + 7_000 + "", "interval", "5m"))
            .key();
    Map<String, String> query = new LinkedHashMap<>();
    query.put("interval", "5m");
    query.put("from", Long.toString(MINUTE));
    query.put("limit", "300");
    assertThat(routes.of(key)).contains(new Target("/api/market/ETHUSDT/candles", query));
    assertThat(routes.of(key).orElseThrow().query().keySet())
        .containsExactly("interval", "from", "limit");
  }

  @ParameterizedTest
  @CsvSource({"candles/ETHUSDT/1m", "book/ETHUSDT/2", "confluence", "market/nothing", "nothing"})
  void aKeyOfNoRouteIsNobodys(String key) {
    assertThat(routes.of(new DocumentKey(key))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "/api",
    "/api/market/overview/",
    "/api/market",
    "/api/market/A/b/candles",
    "/api/status"
  })
  void aPathOfNoRouteIsNobodys(String path) {
    assertThat(routes.at(path)).isEmpty();
  }

  @Test
  void everyMomentInsideABarIsThatBar() {
    String early = "2025-11-21T21:20:00Z";
    String late = "2025-11-21T21:20:59.999Z";
    assertThat(asked("/api/market/A1/candles", Map.of("from", early)))
        .isEqualTo(asked("/api/market/A1/candles", Map.of("from", late)));
  }

  @Test
  void viewsOfOneDocumentDiffer() {
    DocumentRoute.Asked five = asked("/api/market/A1/book", Map.of("depth", "5"));
    DocumentRoute.Asked six = asked("/api/market/A1/book", Map.of("depth", "6"));
    assertThat(five.key()).isEqualTo(six.key());
    assertThat(five.view()).isNotNull();
    assertThat(six.view()).isNotNull();
    assertThat(asked("/api/market/A1/book", Map.of("depth", "50")).view()).isNull();
  }

  @Test
  void aParameterThatIsNoneIsRefused() {
    assertThatThrownBy(() -> asked("/api/market/A1/book", Map.of("symbol", "B2")))
        .isInstanceOf(BadQueryException.class);
    assertThatThrownBy(() -> asked("/api/market/overview", Map.of("limit", "1")))
        .isInstanceOf(BadQueryException.class);
  }

  @Test
  void aSymbolOfTheWrongShapeCannotExist() {
    assertThatThrownBy(() -> asked("/api/market/btc/book", Map.of()))
        .isInstanceOf(UnknownDocumentException.class);
  }

  private DocumentRoute.Asked asked(String path, Map<String, String> query) {
    return routes.at(path).orElseThrow().asked(path, query);
  }
}
