package io.virtuoso.engine.inbound.exchange;

import io.virtuoso.engine.event.BookUpdate;
import io.virtuoso.engine.event.Derivatives;
import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.event.Kline;
import io.virtuoso.engine.event.Liquidation;
import io.virtuoso.engine.event.MarketListener;
import io.virtuoso.engine.event.Quote;
import io.virtuoso.engine.event.TradeBatch;
import io.virtuoso.model.Interval;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns every callback into a value, so that a test compares whole lists. Numbers are plain decimal
 * text without trailing zeros; levels read {@code price x quantity}.
 */
public final class RecordingListener implements MarketListener {
  /** What a listener can hear. */
  public sealed interface Heard {}

  /** One trade of a batch. */
  public record Trade(
      String symbol, long id, long timeMs, String price, String quantity, boolean takerBuy)
      implements Heard {}

  /** A book message. */
  public record Book(
      String symbol,
      BookUpdate.Kind kind,
      long eventTimeMs,
      long first,
      long last,
      long previous,
      List<String> bids,
      List<String> asks)
      implements Heard {}

  /** The best prices. */
  public record Best(
      String symbol,
      long eventTimeMs,
      long sequence,
      String bid,
      String bidQuantity,
      String ask,
      String askQuantity)
      implements Heard {}

  /** A bar; an unknown taker volume is empty. */
  public record Bar(
      String symbol,
      Interval interval,
      long openTimeMs,
      List<String> openHighLowClose,
      String volume,
      String takerBuyVolume,
      double quoteVolume,
      long trades,
      boolean closed)
      implements Heard {}

  /** What changed of the crowding numbers; the rest is NaN. */
  public record Crowding(
      String symbol,
      long eventTimeMs,
      double markPrice,
      double indexPrice,
      double fundingRate,
      double fundingIntervalHours,
      double openInterest,
      double longShortRatio)
      implements Heard {}

  /** A liquidation. */
  public record Forced(
      String symbol, long eventTimeMs, String price, String quantity, boolean longPosition)
      implements Heard {}

  /** A feed gap. */
  public record Gap(String symbol) implements Heard {}

  private final List<Heard> heard = new ArrayList<>();

  /** All so far, in order. */
  public List<Heard> heard() {
    return List.copyOf(heard);
  }

  /** How many so far are of {@code kind}. */
  public long count(Class<? extends Heard> kind) {
    return heard.stream().filter(kind::isInstance).count();
  }

  public void clear() {
    heard.clear();
  }

  private static String text(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }

  private static List<String> levels(Instrument instrument, BookUpdate.Levels levels) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < levels.size(); i++) {
      String price = text(instrument.price(levels.price(i)));
      texts.add(price + " x " + text(instrument.quantity(levels.quantity(i))));
    }
    return texts;
  }

  @Override
  public void onTrades(TradeBatch trades) {
    Instrument instrument = trades.instrument;
    for (int i = 0; i < trades.size(); i++) {
      heard.add(
          new Trade(
              instrument.symbol().code(),
              trades.id(i),
              trades.timeMs(i),
              text(instrument.price(trades.price(i))),
              text(instrument.quantity(trades.quantity(i))),
              trades.takerBuy(i)));
    }
  }

  @Override
  public void onBook(BookUpdate update) {
    Instrument instrument = update.instrument;
    heard.add(
        new Book(
            instrument.symbol().code(),
            update.kind,
            update.eventTimeMs,
            update.firstSequence,
            update.lastSequence,
            update.previousSequence,
            levels(instrument, update.bids),
            levels(instrument, update.asks)));
  }

  @Override
  public void onQuote(Quote quote) {
    Instrument instrument = quote.instrument;
    heard.add(
        new Best(
            instrument.symbol().code(),
            quote.eventTimeMs,
            quote.sequence,
            text(instrument.price(quote.bidPrice)),
            text(instrument.quantity(quote.bidQuantity)),
            text(instrument.price(quote.askPrice)),
            text(instrument.quantity(quote.askQuantity))));
  }

  @Override
  public void onKline(Kline kline) {
    Instrument instrument = kline.instrument;
    boolean takerKnown = kline.takerBuyVolume != Kline.UNKNOWN;
    heard.add(
        new Bar(
            instrument.symbol().code(),
            kline.interval,
            kline.openTimeMs,
            List.of(
                text(instrument.price(kline.open)),
                text(instrument.price(kline.high)),
                text(instrument.price(kline.low)),
                text(instrument.price(kline.close))),
            text(instrument.quantity(kline.volume)),
            takerKnown ? text(instrument.quantity(kline.takerBuyVolume)) : "",
            kline.quoteVolume,
            kline.trades,
            kline.closed));
  }

  @Override
  public void onDerivatives(Derivatives derivatives) {
    heard.add(
        new Crowding(
            derivatives.instrument.symbol().code(),
            derivatives.eventTimeMs,
            derivatives.markPrice,
            derivatives.indexPrice,
            derivatives.fundingRate,
            derivatives.fundingIntervalHours,
            derivatives.openInterest,
            derivatives.longShortRatio));
  }

  @Override
  public void onLiquidation(Liquidation liquidation) {
    Instrument instrument = liquidation.instrument;
    heard.add(
        new Forced(
            instrument.symbol().code(),
            liquidation.eventTimeMs,
            text(instrument.price(liquidation.price)),
            text(instrument.quantity(liquidation.quantity)),
            liquidation.longPosition));
  }

  @Override
  public void onFeedGap(Instrument instrument) {
    heard.add(new Gap(instrument.symbol().code()));
  }
}
