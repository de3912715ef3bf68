package io.virtuoso.simulator.venue;

import io.virtuoso.simulator.wire.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** OKX's proof of a book: CRC-32 of the text of its 25 best levels, bid and ask by turns. */
final class OkxChecksum {
  private static final int LEVELS = 25;

  private final Listing listing;
  private final JsonText scratch = new JsonText();

  OkxChecksum(Listing listing) {
    this.listing = listing;
  }

  /** As a signed number of 32 bits. */
  int of(Levels bids, Levels asks) {
    StringBuilder text = new StringBuilder(1_024);
    for (int level = 0; level < LEVELS; level++) {
      append(text, bids, level);
      append(text, asks, level);
    }
    CRC32 crc = new CRC32();
    crc.update(text.toString().getBytes(StandardCharsets.US_ASCII));
    return (int) crc.getValue();
  }

  private void append(StringBuilder text, Levels side, int level) {
    if (level >= side.size()) {
      return;
    }
    if (!text.isEmpty()) {
      text.append(':');
    }
    text.append(unquoted(listing.price(scratch, side.price(level))));
    text.append(':');
    text.append(unquoted(listing.quantity(scratch, side.quantity(level))));
  }

  private static String unquoted(JsonText text) {
    String quoted = text.take();
    return quoted.substring(1, quoted.length() - 1);
  }
}
