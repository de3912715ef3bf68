package io.virtuoso.engine.inbound.exchange.live;

/** Instrument lists in the exchanges' shapes. */
public final class FakeInstruments {
  /** Lists BTCUSDT, a quarterly future of the same name's family, and a halted ETHUSDT. */
  public static final String USDM =
      """
      {"timezone":"UTC","rateLimits":[
        {"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE","intervalNum":1,"limit":1200},
        {"rateLimitType":"ORDERS","interval":"MINUTE","intervalNum":1,"limit":9}],
       "symbols":[
        {"symbol":"BTCUSDT","contractType":"PERPETUAL","status":"TRADING","baseAsset":"BTC",
         "quoteAsset":"USDT","filters":[{"filterType":"PRICE_FILTER","tickSize":"0.10"},
         {"filterType":"LOT_SIZE","stepSize":"0.001"},{"filterType":"MAX_NUM_ORDERS","limit":9}]},
        {"symbol":"BTCUSDT_270326","contractType":"CURRENT_QUARTER","status":"TRADING",
         "baseAsset":"BTC","quoteAsset":"USDT","filters":[
         {"filterType":"PRICE_FILTER","tickSize":"0.1"},{"filterType":"LOT_SIZE","stepSize":"1"}]},
        {"symbol":"ETHUSDT","contractType":"PERPETUAL","status":"SETTLING","baseAsset":"ETH",
         "quoteAsset":"USDT","filters":[{"filterType":"PRICE_FILTER","tickSize":"0.01"},
         {"filterType":"LOT_SIZE","stepSize":"1"}]}],
       "assets":[]}
      """;

  /** Lists BTCUSDT in steps of 0.5 and 0.001, and a dated contract. */
  public static final String BYBIT =
      """
      {"retCode":0,"retMsg":"OK","result":{"category":"linear","nextPageCursor":"","list":[
        {"symbol":"BTCUSDT","contractType":"LinearPerpetual","status":"Trading","baseCoin":"BTC",
         "quoteCoin":"USDT","priceFilter":{"tickSize":"0.50"},"lotSizeFilter":{"qtyStep":"0.001"}},
        {"symbol":"BTC-26MAR27","contractType":"LinearFutures","status":"Trading",
         "baseCoin":"BTC","quoteCoin":"USDC","priceFilter":{"tickSize":"0.5"},
         "lotSizeFilter":{"qtyStep":"0.001"}}]},"retExtInfo":{},"time":1700000000000}
      """;

  private FakeInstruments() {}
}
