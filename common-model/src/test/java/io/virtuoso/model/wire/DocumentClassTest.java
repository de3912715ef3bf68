package io.virtuoso.model.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentClassTest {
  @ParameterizedTest
  @CsvSource({
    "dashboard/overview,           dashboard_data",
    "dashboard/mobile,             dashboard_data",
    "dashboard/signals,            signal_analysis",
    "dashboard/alerts,             alerts",
    "dashboard/opportunities,      opportunities",
    "confluence/BTCUSDT,           confluence_scores",
    "market/overview,              market_overview",
    "market/symbols,               top_symbols",
    "market/movers,                movers",
    "market/beta/24,               technical_indicators",
    "market/correlation/24,        technical_indicators",
    "market/perpetuals,            market_details",
    "market/liquidations/BTCUSDT/4, market_details",
    "market/regimes,               market_details",
    "candles/BTCUSDT/1m/_-_-100,   candles",
    "book/BTCUSDT,                 book",
    "trades/BTCUSDT,               book",
    "signals/01hx,                 signal_ledger",
    "signals/performance/30,       track_record",
    "signals/proof,                track_record",
    "status,                       status",
    "weather,                      other",
    "market/weather,               other",
  })
  void everyDocumentHasItsClass(String key, String code) {
    assertThat(DocumentClass.of(new DocumentKey(key)).code()).isEqualTo(code);
    assertThat(DocumentClass.ofCode(code)).contains(DocumentClass.of(new DocumentKey(key)));
  }
}
