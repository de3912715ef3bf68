package io.virtuoso.simulator.market;

/**
 * One candle. Prices in ticks, volumes in lots, turnover in ticks times lots, times in ms since
 * 1970.
 *
 * @param openTime first ms of the bar
 * @param volume traded quantity
 * @param turnover traded price times quantity
 * @param buyVolume part of the volume whose taker bought
 * @param buyTurnover part of the turnover whose taker bought
 * @param trades number of trades
 * @param firstTradeId id of the first trade, -1 without any
 * @param lastTradeId id of the last trade, -1 without any
 * @param openInterest contracts open at the end of the bar, in base currency, one side
 * @param longShare share of accounts that are long at the end of the bar, 0 to 1
 */
public record Bar(
    long openTime,
    long open,
    long high,
    long low,
    long close,
    long volume,
    long turnover,
    long buyVolume,
    long buyTurnover,
    long trades,
    long firstTradeId,
    long lastTradeId,
    double openInterest,
    double longShare) {}
