package io.virtuoso.simulator.venue;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * Kraken's proof of a book: CRC-32 of the digits of its ten best asks and then its ten best bids,
 * without points and without zeros in front.
 */
final class KrakenChecksum {
  private static final int LEVELS = 10;

  private KrakenChecksum() {}

  /** As an unsigned number of 32 bits. */
  static long of(Listing listing, Levels bids, Levels asks) {
    StringBuilder digits = new StringBuilder(512);
    append(digits, listing, asks);
    append(digits, listing, bids);
    CRC32 crc = new CRC32();
    crc.update(digits.toString().getBytes(StandardCharsets.US_ASCII));
    return crc.getValue();
  }

  private static void append(StringBuilder digits, Listing listing, Levels side) {
    for (int level = 0; level < Math.min(LEVELS, side.size()); level++) {
      digits
          .append(listing.priceDigits(side.price(level)))
          .append(listing.quantityDigits(side.quantity(level)));
    }
  }
}
