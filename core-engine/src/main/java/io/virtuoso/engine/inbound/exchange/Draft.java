package io.virtuoso.engine.inbound.exchange;

import io.virtuoso.engine.event.BookUpdate;
import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.event.MarketListener;
import io.virtuoso.model.Symbol;
import org.jspecify.annotations.Nullable;

/**
 * What a frame has told so far: its instrument and the scales in which its numbers are counted.
 *
 * <p>A frame is read in passes. A price that comes before its symbol, or that has more digits than
 * the scale of this pass, asks for another one; only the last pass counts. So all numbers of a
 * frame share one scale, members may come in any order, and a refused frame leaves its instrument
 * alone.
 */
public final class Draft {
  /** What a carrier belongs to before its first message. */
  public static final Instrument NOBODY = new Instrument("none", "NONE", new Symbol("NONE"), 0, 0);

  /** More levels or rows than any exchange sends in one message. */
  public static final int MAX_ROWS = 100_000;

  private final JsonCursor in = new JsonCursor();
  private final InstrumentTable instruments;
  private byte[] frame = {};
  private int offset;
  private int length;
  private @Nullable Instrument instrument;
  private @Nullable Instrument latest;
  private @Nullable Message message;
  private boolean unknownSymbol;
  private boolean postponed;
  private int priceScale;
  private int quantityScale;
  private int pricePlaces;
  private int quantityPlaces;

  Draft(InstrumentTable instruments) {
    this.instruments = instruments;
  }

  /** The cursor in the frame. */
  public JsonCursor in() {
    return in;
  }

  void begin(byte[] bytes, int from, int count) {
    frame = bytes;
    offset = from;
    length = count;
    instrument = null;
    unknownSymbol = false;
    startPass(0, 0);
  }

  /** Starts the frame again when the pass just ended was not the last; false when it was. */
  boolean passAgain() {
    if (instrument == null || isLastPass()) {
      return false;
    }
    startPass(pricePlaces, quantityPlaces);
    return true;
  }

  /** Whether the numbers that this pass has read so far are good, and not to be read again. */
  public boolean isLastPass() {
    boolean finer = pricePlaces > priceScale || quantityPlaces > quantityScale;
    return !postponed && !finer;
  }

  private void startPass(int forPrices, int forQuantities) {
    message = null;
    postponed = false;
    countIn(forPrices, forQuantities);
    in.begin(frame, offset, length);
  }

  private void countIn(int forPrices, int forQuantities) {
    priceScale = forPrices;
    pricePlaces = forPrices;
    quantityScale = forQuantities;
    quantityPlaces = forQuantities;
  }

  /** Lets a message read on from here. */
  public FrameDecoder.Outcome read(Message next) {
    message = next;
    return next.read(this);
  }

  /** Lets a message read a value that was passed over before it was known what it is. */
  public FrameDecoder.Outcome readAt(int valueStart, Message next) {
    int here = in.position();
    in.seek(valueStart);
    FrameDecoder.Outcome outcome = read(next);
    in.seek(here);
    return outcome;
  }

  FrameDecoder.Outcome deliver(MarketListener listener) {
    if (unknownSymbol) {
      return FrameDecoder.Outcome.UNKNOWN_SYMBOL;
    }
    if (instrument == null || message == null) {
      return FrameDecoder.Outcome.REJECTED;
    }
    instrument.needPriceScale(priceScale);
    instrument.needQuantityScale(quantityScale);
    latest = instrument;
    message.deliver(instrument, listener);
    return FrameDecoder.Outcome.EVENTS;
  }

  /** Reads the name of the frame's instrument; a second, different one makes it malformed. */
  public void symbol() {
    in.string();
    symbol(in.textStart(), in.textLength());
  }

  /** Takes {@code length} bytes of the frame at {@code start} for the name of its instrument. */
  public void symbol(int start, int length) {
    symbol(frame, start, length);
  }

  /** Takes {@code length} bytes of {@code text} at {@code start} for the instrument's name. */
  public void symbol(byte[] text, int start, int length) {
    Instrument named = instruments.find(text, start, length);
    if (named == null) {
      unknownSymbol = true;
    } else {
      belongTo(named);
    }
  }

  /** The instrument of that name, without taking the frame for its own; null when unknown. */
  public @Nullable Instrument lookUp(int start, int length) {
    return instruments.find(frame, start, length);
  }

  /** Takes the frame for the instrument of the last one; false when there was none. */
  public boolean symbolOfLatest() {
    if (latest == null) {
      return false;
    }
    belongTo(latest);
    return true;
  }

  private void belongTo(Instrument named) {
    if (instrument == named) {
      return;
    }
    if (instrument != null) {
      throw in.malformed();
    }
    instrument = named;
    countIn(named.priceScale(), named.quantityScale());
  }

  /** Reads a price, in ticks; must be above 0. */
  public long price() {
    long ticks = priceOrZero();
    if (ticks == 0 && isZero()) {
      throw in.malformed();
    }
    return ticks;
  }

  /** Reads a price, in ticks. */
  public long priceOrZero() {
    if (instrument == null) {
      return postpone();
    }
    long ticks = in.scaled(priceScale);
    if (in.scale() > pricePlaces) {
      pricePlaces = in.scale();
    }
    return ticks;
  }

  /** Reads a quantity, in lots; 0 is allowed. */
  public long quantity() {
    if (instrument == null) {
      return postpone();
    }
    if (!instrument.isCountedInBase()) {
      return contracts(instrument);
    }
    long lots = in.scaled(quantityScale);
    if (in.scale() > quantityPlaces) {
      quantityPlaces = in.scale();
    }
    return lots;
  }

  /** Contracts times contract value, exact. */
  private long contracts(Instrument of) {
    long contracts = in.scaled(Math.max(0, quantityScale - of.contractScale()));
    int places = in.scale() + of.contractScale();
    if (places > quantityPlaces) {
      quantityPlaces = places;
    }
    if (places > quantityScale) {
      return 0; // means nothing before the next pass
    }
    if (contracts > Long.MAX_VALUE / of.contractUnits()) {
      throw in.malformed();
    }
    return contracts * of.contractUnits();
  }

  /** Reads a quantity, in lots; must be above 0. */
  public long traded() {
    long lots = quantity();
    if (lots == 0 && isZero() && quantityPlaces <= quantityScale) {
      throw in.malformed();
    }
    return lots;
  }

  private boolean isZero() {
    return instrument != null && in.scale() == 0; // in too coarse a scale 0.05 may read as 0
  }

  private long postpone() {
    postponed = true;
    in.skip();
    return 0;
  }

  /** Reads an array of {@code [price, quantity, …]} into {@code levels}. */
  public void levels(BookUpdate.Levels levels) {
    levels.clear();
    in.enterArray();
    while (in.nextElement()) {
      in.enterArray();
      in.requireElement();
      long price = price();
      in.requireElement();
      long quantity = quantity();
      while (in.nextElement()) {
        in.skip();
      }
      level(levels, price, quantity);
    }
  }

  /** Adds one level, unless there are too many. */
  public void level(BookUpdate.Levels levels, long price, long quantity) {
    if (levels.size() == MAX_ROWS) {
      throw in.malformed();
    }
    levels.add(price, quantity);
  }

  /** The set {@code seen} with member {@code name} in it, which must be below 64 and new. */
  public long once(long seen, int name) {
    long bit = 1L << name;
    if ((seen & bit) != 0) {
      throw in.malformed();
    }
    return seen | bit;
  }
}
