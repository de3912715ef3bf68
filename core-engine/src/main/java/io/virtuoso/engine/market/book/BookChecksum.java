package io.virtuoso.engine.market.book;

import io.virtuoso.engine.event.BookUpdate;
import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.event.Scale;
import java.util.zip.CRC32;

/**
 * CRC-32 over the text of the best levels, as a venue prescribes it. Allocates nothing.
 *
 * <p>Not thread-safe: owned by its book.
 */
final class BookChecksum {
  private static final int OKX_LEVELS = 25;
  private static final int KRAKEN_LEVELS = 10;
  private static final int NUMBER = 40;

  private enum Text {
    /** {@code bid price:size:ask price:size:…}, numbers without trailing zeros. */
    OKX,
    /** Asks, then bids, numbers as written without their points and leading zeros. */
    KRAKEN
  }

  private final Text text;
  private final int depth;
  private final byte[] bytes;
  private final CRC32 crc = new CRC32();
  private int length;
  private int pricePlaces;
  private int quantityPlaces;

  private BookChecksum(Text text, int depth) {
    this.text = text;
    this.depth = depth;
    this.bytes = new byte[depth * 4 * NUMBER];
  }

  static BookChecksum ofOkx() {
    return new BookChecksum(Text.OKX, OKX_LEVELS);
  }

  static BookChecksum ofKraken() {
    return new BookChecksum(Text.KRAKEN, KRAKEN_LEVELS);
  }

  /** Of a book as it stands after {@code update}, which tells how its numbers are written. */
  long of(OrderBook book, BookUpdate update) {
    length = 0;
    switch (text) {
      case OKX -> interleaved(book, update.instrument);
      case KRAKEN -> {
        learnPlaces(update);
        digits(book, book.asks);
        digits(book, book.bids);
      }
    }
    crc.reset();
    crc.update(bytes, 0, length);
    return crc.getValue();
  }

  private void interleaved(OrderBook book, Instrument instrument) {
    for (int i = 0; i < depth; i++) {
      decimals(book, book.bids, i, instrument);
      decimals(book, book.asks, i, instrument);
    }
    length = Math.max(0, length - 1); // the last colon
  }

  private void decimals(OrderBook book, Ladder side, int i, Instrument instrument) {
    if (i < side.size()) {
      decimal(side.price(i), book.priceScale());
      decimal(
          side.quantity(i) / instrument.contractUnits(),
          book.quantityScale() - instrument.contractScale());
    }
  }

  private void decimal(long units, int scale) {
    long rest = units;
    int places = scale;
    while (places > 0 && rest % 10 == 0) {
      rest /= 10;
      places--;
    }
    if (places <= 0) {
      number(rest, 1);
    } else {
      long one = Scale.power(places);
      number(rest / one, 1);
      bytes[length++] = '.';
      number(rest % one, places);
    }
    bytes[length++] = ':';
  }

  /** All numbers of a pair are written alike, but a message that only removes has few of them. */
  private void learnPlaces(BookUpdate update) {
    if (update.kind != BookUpdate.Kind.DELTA) {
      pricePlaces = 0;
      quantityPlaces = 0;
    }
    pricePlaces = Math.max(pricePlaces, update.pricePlaces);
    quantityPlaces = Math.max(quantityPlaces, update.quantityPlaces);
  }

  private void digits(OrderBook book, Ladder side) {
    int levels = Math.min(depth, side.size());
    for (int i = 0; i < levels; i++) {
      digits(side.price(i), book.priceScale(), pricePlaces);
      digits(side.quantity(i), book.quantityScale(), quantityPlaces);
    }
  }

  /** A number written with {@code places} decimal places, its point left out. */
  private void digits(long units, int scale, int places) {
    number(scale > places ? units / Scale.power(scale - places) : units, 1);
    for (int i = scale; i < places; i++) {
      bytes[length++] = '0';
    }
  }

  /** The digits of a number, with zeros in front up to {@code least} of them. */
  private void number(long value, int least) {
    int digits = 1;
    while (digits < 18 && value >= Scale.power(digits)) {
      digits++;
    }
    if (value >= Scale.power(18)) {
      digits = 19;
    }
    digits = Math.max(digits, least);
    long rest = value;
    for (int i = length + digits - 1; i >= length; i--) {
      bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length += digits;
  }
}
