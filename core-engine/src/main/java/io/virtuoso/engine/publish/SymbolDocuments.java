package io.virtuoso.engine.publish;

import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.event.Side;
import io.virtuoso.engine.market.book.OrderBook;
import io.virtuoso.engine.market.book.SequencedBook;
import io.virtuoso.engine.market.candle.Bar;
import io.virtuoso.engine.market.candle.BarRange;
import io.virtuoso.model.Interval;
import io.virtuoso.model.document.Book;
import io.virtuoso.model.document.Candles;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One symbol's market state as documents: exact decimals, best or oldest first. */
public final class SymbolDocuments {
  private static final int BOOK_DEPTH = 50;

  private final Instrument instrument;

  public SymbolDocuments(Instrument instrument) {
    this.instrument = instrument;
  }

  /** The name of a book's state in documents: {@code none}, {@code syncing} or {@code live}. */
  public static String stateOf(SequencedBook book) {
    return switch (book.state()) {
      case EMPTY -> "none";
      case SYNCING -> "syncing";
      case LIVE -> SequencedBook.State.LIVE.name().toLowerCase(Locale.ROOT);
    };
  }

  /** The best levels; none while the book is not live. */
  public Book book(SequencedBook sequenced) {
    OrderBook book = sequenced.book();
    return new Book(
        instrument.symbol(),
        instrument.venue(),
        stateOf(sequenced),
        sequenced.sequence(),
        book == null ? 0 : book.levels(Side.BID),
        book == null ? 0 : book.levels(Side.ASK),
        book == null ? List.of() : levels(book, Side.BID, BOOK_DEPTH),
        book == null ? List.of() : levels(book, Side.ASK, BOOK_DEPTH));
  }

  /** The best {@code depth} levels of one side. */
  public static List<Book.Level> levels(OrderBook book, Side side, int depth) {
    List<Book.Level> levels = new ArrayList<>();
    for (int i = 0; i < Math.min(depth, book.levels(side)); i++) {
      levels.add(new Book.Level(book.price(side, i), book.quantity(side, i)));
    }
    return levels;
  }

  /** Bars with the gaps between them. */
  public Candles candles(Interval interval, BarRange range) {
    return new Candles(
        instrument.symbol(),
        instrument.venue(),
        interval.code(),
        range.bars().stream().map(SymbolDocuments::bar).toList(),
        range.gaps().stream()
            .map(gap ->
                new Candles.Gap(
                    Instant.ofEpochMilli(gap.fromMs()), Instant.ofEpochMilli(gap.toMs())))
            .toList());
  }

  private static Candles.Bar bar(Bar bar) {
    return new Candles.Bar(
        Instant.ofEpochMilli(bar.openTimeMs()),
        bar.exactOpen(),
        bar.exactHigh(),
        bar.exactLow(),
        bar.exactClose(),
        bar.exactVolume(),
        bar.exactQuoteVolume(),
        bar.exactTakerBuyVolume(),
        bar.trades() < 0 ? null : bar.trades(),
        bar.isClosed(),
        bar.isPartial());
  }
}
