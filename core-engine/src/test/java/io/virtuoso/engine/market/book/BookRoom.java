package io.virtuoso.engine.market.book;

import io.virtuoso.engine.event.BookUpdate;
import io.virtuoso.engine.event.Derivatives;
import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.event.Kline;
import io.virtuoso.engine.event.Liquidation;
import io.virtuoso.engine.event.MarketListener;
import io.virtuoso.engine.event.Quote;
import io.virtuoso.engine.event.Side;
import io.virtuoso.engine.event.TradeBatch;
import io.virtuoso.engine.inbound.exchange.FrameDecoder;
import io.virtuoso.engine.inbound.exchange.FrameDecoders;
import io.virtuoso.engine.inbound.exchange.InstrumentTable;
import io.virtuoso.engine.market.Recorded;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The books of one venue, fed with raw frames through its decoder. */
public final class BookRoom implements MarketListener {
  private final FrameDecoder decoder;
  private final Map<String, SequencedBook> books = new LinkedHashMap<>();
  private final Map<String, Instrument> instruments = new LinkedHashMap<>();
  private final Map<String, Form> forms = new LinkedHashMap<>();
  private final List<String> trades = new ArrayList<>();
  private final Map<String, Integer> counts = new LinkedHashMap<>();
  private @Nullable BookOutcome outcome;
  private String symbol = "";

  /** How a book is told, as far as its messages have shown, and the newest checksum. */
  private record Form(int depth, int pricePlaces, int quantityPlaces, long checksum) {
    static Form of(BookUpdate update) {
      return new Form(update.depth, update.pricePlaces, update.quantityPlaces, update.checksum);
    }

    Form with(Form other) {
      return new Form(
          Math.max(depth, other.depth),
          Math.max(pricePlaces, other.pricePlaces),
          Math.max(quantityPlaces, other.quantityPlaces),
          other.checksum);
    }
  }

  public BookRoom(String venue) {
    decoder = FrameDecoders.of(venue, InstrumentTable.open(venue));
  }

  /** Feeds one frame; what became of its book message, or null when it had none. */
  public @Nullable BookOutcome feed(String frame) {
    byte[] text = frame.getBytes(StandardCharsets.UTF_8);
    outcome = null;
    decoder.decode(text, 0, text.length, this);
    return outcome;
  }

  /** Whose message the last book message was. */
  public String symbol() {
    return symbol;
  }

  public Map<String, SequencedBook> books() {
    return books;
  }

  public SequencedBook book(String of) {
    return Objects.requireNonNull(books.get(of), of);
  }

  /** Id, price, quantity, taker's side and time of every trade. */
  public List<String> trades() {
    return trades;
  }

  public int count(String kind) {
    return counts.getOrDefault(kind, 0);
  }

  /** Every level as plain decimals, best first; empty while the book is not live. */
  public List<String> levels(String of, Side side) {
    OrderBook book = book(of).book();
    List<String> levels = new ArrayList<>();
    for (int i = 0; book != null && i < book.levels(side); i++) {
      levels.add(text(book.price(side, i)) + " x " + text(book.quantity(side, i)));
    }
    return levels;
  }

  private static String text(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }

  /** Applies a snapshot of the book that {@code other} has, as the venue would send it now. */
  public BookOutcome cure(String of, BookRoom other, BookUpdate.Kind kind) {
    Instrument instrument = Objects.requireNonNull(instruments.get(of));
    BookUpdate snapshot = new BookUpdate(instrument);
    for (int pass = 0; pass < 2; pass++) { // the first only finds the scales
      snapshot.bids.clear();
      snapshot.asks.clear();
      other.levels(of, Side.BID).forEach(level -> add(instrument, level, snapshot.bids));
      other.levels(of, Side.ASK).forEach(level -> add(instrument, level, snapshot.asks));
    }
    snapshot.kind = kind;
    snapshot.lastSequence = other.book(of).sequence();
    Form form = Objects.requireNonNull(other.forms.get(of));
    snapshot.depth = form.depth();
    snapshot.pricePlaces = form.pricePlaces();
    snapshot.quantityPlaces = form.quantityPlaces();
    snapshot.checksum = form.checksum();
    return book(of).apply(snapshot);
  }

  private static void add(Instrument instrument, String level, BookUpdate.Levels into) {
    int x = level.indexOf(" x ");
    into.add(
        Recorded.ticks(instrument, level.substring(0, x)),
        Recorded.lots(instrument, level.substring(x + 3)));
  }

  private void count(String kind, int number) {
    counts.merge(kind, number, Integer::sum);
  }

  @Override
  public void onBook(BookUpdate update) {
    symbol = update.instrument.symbol().code();
    if (instruments.computeIfAbsent(symbol, _ -> update.instrument) != update.instrument) {
      return; // of the same name, and another book
    }
    forms.merge(symbol, Form.of(update), Form::with);
    SequencedBook book =
        books.computeIfAbsent(
            symbol, _ -> new SequencedBook(update.instrument, ResyncRequest.NONE));
    outcome = book.apply(update);
    count(update.kind == BookUpdate.Kind.DELTA ? "delta" : "snapshot", 1);
  }

  @Override
  public void onTrades(TradeBatch batch) {
    Instrument instrument = batch.instrument;
    for (int i = 0; i < batch.size(); i++) {
      trades.add(
          "%d %s %s %s %d"
              .formatted(
                  batch.id(i),
                  text(instrument.price(batch.price(i))),
                  text(instrument.quantity(batch.quantity(i))),
                  batch.takerBuy(i) ? "buy" : "sell",
                  batch.timeMs(i)));
    }
    count("trade", batch.size());
  }

  @Override
  public void onQuote(Quote quote) {
    count("quote", 1);
  }

  @Override
  public void onKline(Kline kline) {
    count("kline", 1);
  }

  @Override
  public void onDerivatives(Derivatives derivatives) {
    count("derivatives", 1);
  }

  @Override
  public void onLiquidation(Liquidation liquidation) {
    count("liquidation", 1);
  }

  @Override
  public void onFeedGap(Instrument instrument) {
    SequencedBook begun = books.get(instrument.symbol().code());
    if (begun != null) {
      begun.onFeedGap();
    }
  }
}
