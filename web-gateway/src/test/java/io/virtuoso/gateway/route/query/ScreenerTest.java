package io.virtuoso.gateway.route.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.virtuoso.gateway.fixture.Documents;
import io.virtuoso.model.wire.DocumentJson;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScreenerTest {
  private static final StoredDocument TABLE =
      Documents.of(
          DocumentKey.MARKET_SYMBOLS,
          1_763_807_465_123L,
          Documents.table(
              Documents.row("AUSDT", "71.5", -2, 1),
              Documents.row("BUSDT", "null", 5, 0.3),
              Documents.row("CUSDT", "40", 1, 0.9),
              Documents.row("DUSDT", "71.5", 9, 0.8),
              Documents.row("EUSDT", "88", 3, 0.7)));

  private final Screener screener = new Screener();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "-|-|A B C D E",
        "-score|-|E A D C B",
        "score|-|C A D E B",
        "-symbol|-|E D C B A",
        "change_24h|-|A C E B D",
        "-change_24h|-|D B E C A",
        "-score|score>70,coverage>=0.8|A D",
        "symbol|confidence>0|''",
        "symbol|orderflow>=61.5|A B C D E",
        "symbol|score=40|C",
        "symbol|change_24h<-1.5|A",
        "price|turnover_24h<=1000.5|A B C D E"
      })
  void sortsAndFilters(@Nullable String sort, @Nullable String filter, String expected) {
    assertThat(symbols(screener.select(TABLE, ScreenerQuery.of(sort, filter, null, null))))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"-score,1", "-score,2", "score,2", "symbol,3", "-change_24h,2"})
  void pagesAddUpToTheWhole(String sort, String limit) throws Exception {
    String whole = symbols(screener.select(TABLE, ScreenerQuery.of(sort, null, null, null)));
    List<String> seen = new ArrayList<>();
    Map<String, String> query = new HashMap<>(Map.of("sort", sort, "limit", limit));
    while (true) {
      View.Computed page =
          screener.select(
              TABLE,
              ScreenerQuery.of(
                  query.get("sort"), query.get("filter"), query.get("limit"), query.get("after")));
      seen.add(symbols(page));
      String next = page.next();
      if (next == null) {
        break;
      }
      query.clear();
      for (String each : next.split("&", -1)) {
        String[] pair = each.split("=", 2);
        query.put(pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
      }
    }
    assertThat(String.join(" ", seen)).isEqualTo(whole);
  }

  @Test
  void theAnswerKeepsTheShapeAndTheMetaOfTheTable() throws Exception {
    JsonNode answer =
        DocumentJson.mapper()
            .readTree(screener.select(TABLE, ScreenerQuery.of(null, null, "2", null)).body());
    JsonNode table = DocumentJson.mapper().readTree(TABLE.body());
    assertThat(answer.get("meta")).isEqualTo(table.get("meta"));
    assertThat(answer.at("/data/rows/0")).isEqualTo(table.at("/data/rows/0"));
    assertThat(answer.at("/data/coverage").doubleValue()).isEqualTo(1.0);
    assertThat(answer.at("/data/matching").intValue()).isEqualTo(5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "scores|-|-|-",
        "venue|-|-|-",
        "--score|-|-|-",
        "''|-|-|-",
        "-|score|-|-",
        "-|score>|-|-",
        "-|score>abc|-|-",
        "-|score>1e9|-|-",
        "-|venue=1|-|-",
        "-|score>1,score>1,score>1,score>1,score>1,score>1,score>1,score>1,score>1|-|-",
        "-|-|0|-",
        "-|-|501|-",
        "-|-|+5|-",
        "-|-|-|???",
        "-|-|-|AAAA"
      })
  void whatCannotBeReadIsRefused(
      @Nullable String sort,
      @Nullable String filter,
      @Nullable String limit,
      @Nullable String after) {
    assertThatThrownBy(() -> ScreenerQuery.of(sort, filter, limit, after))
        .isInstanceOf(BadQueryException.class);
  }

  private static String symbols(View.Computed page) {
    try {
      List<String> symbols = new ArrayList<>();
      for (JsonNode row : DocumentJson.mapper().readTree(page.body()).at("/data/rows")) {
        symbols.add(row.get("symbol").asText().replace("USDT", ""));
      }
      return String.join(" ", symbols);
    } catch (java.io.IOException impossible) {
      throw new java.io.UncheckedIOException(impossible);
    }
  }
}
