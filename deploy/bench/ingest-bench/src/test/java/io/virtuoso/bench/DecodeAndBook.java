package io.virtuoso.bench;

import io.virtuoso.engine.event.BookUpdate;
import io.virtuoso.engine.event.Derivatives;
import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.event.Kline;
import io.virtuoso.engine.event.Liquidation;
import io.virtuoso.engine.event.MarketListener;
import io.virtuoso.engine.event.Quote;
import io.virtuoso.engine.event.TradeBatch;
import io.virtuoso.engine.inbound.exchange.FrameDecoder;
import io.virtuoso.engine.inbound.exchange.FrameDecoders;
import io.virtuoso.engine.inbound.exchange.InstrumentTable;
import io.virtuoso.engine.market.book.ResyncRequest;
import io.virtuoso.engine.market.book.SequencedBook;
import java.util.IdentityHashMap;

/** Ours up to the book: every event decoded exactly, every book kept. */
final class DecodeAndBook implements Contestant, MarketListener {
  private final FrameDecoder decoder;
  private final IdentityHashMap<Instrument, SequencedBook> books = new IdentityHashMap<>();
  private long result;

  DecodeAndBook(String venue) {
    decoder = FrameDecoders.of(venue, InstrumentTable.open(venue));
  }

  @Override
  public void frame(byte[] text, int offset, int length) {
    decoder.decode(text, offset, length, this);
  }

  @Override
  public long result() {
    return result + books.values().stream().mapToLong(SequencedBook::applied).sum();
  }

  @Override
  public void onBook(BookUpdate update) {
    SequencedBook book = books.get(update.instrument);
    if (book == null) {
      book = new SequencedBook(update.instrument, ResyncRequest.NONE);
      books.put(update.instrument, book);
    }
    book.apply(update);
  }

  @Override
  public void onTrades(TradeBatch trades) {
    result += trades.price(0);
  }

  @Override
  public void onQuote(Quote quote) {
    result += quote.bidPrice;
  }

  @Override
  public void onKline(Kline kline) {
    result += kline.close;
  }

  @Override
  public void onDerivatives(Derivatives derivatives) {
    result += derivatives.eventTimeMs;
  }

  @Override
  public void onLiquidation(Liquidation liquidation) {
    result += liquidation.price;
  }

  @Override
  public void onFeedGap(Instrument instrument) {
    result++;
  }
}
