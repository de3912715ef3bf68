package io.virtuoso.engine.event;

/**
 * Takes decoded messages in the order of arrival. A message reaches the listener only when it was
 * decoded whole; a damaged one reaches it as nothing at all. The carriers are reused: keep no
 * reference to them.
 */
public interface MarketListener {
  void onTrades(TradeBatch trades);

  void onBook(BookUpdate update);

  void onQuote(Quote quote);

  void onKline(Kline kline);

  void onDerivatives(Derivatives derivatives);

  void onLiquidation(Liquidation liquidation);

  /**
   * Messages of this instrument may have been lost, for example because its connection was: what is
   * built from a sequence must be rebuilt.
   */
  void onFeedGap(Instrument instrument);
}
