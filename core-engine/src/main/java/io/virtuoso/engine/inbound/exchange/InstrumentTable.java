package io.virtuoso.engine.inbound.exchange;

import io.virtuoso.engine.event.Instrument;
import io.virtuoso.model.Symbol;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The instruments that are followed on one venue, found by the exchange's own spelling without
 * allocating. Not thread-safe: owned by the decoder's thread.
 */
public final class InstrumentTable {
  /** How many instruments an open table takes in before it calls further ones unknown. */
  public static final int MAX_OPEN = 1000;

  /** Stands between base and quote in no venue's names. */
  private static final char NO_SEPARATOR = 0;

  /** How OKX's names end where sizes are contracts. */
  private static final String CONTRACTS = "-SWAP";

  private static final int MAX_NAME = 24;
  private static final int MIN_SYMBOL = 2;
  private static final int MAX_SYMBOL = 20;

  private final @Nullable String openVenue;
  private final char separator;
  private final List<Instrument> instruments = new ArrayList<>();
  private @Nullable Instrument[] slots;
  private long[] keys;
  private Map<String, BigDecimal> contracts = Map.of();
  private @Nullable Instrument latest;
  private long latestA;
  private long latestB;
  private long latestC;

  private InstrumentTable(@Nullable String openVenue, int capacity) {
    this.openVenue = openVenue;
    this.separator = openVenue == null ? NO_SEPARATOR : separatorOf(openVenue);
    slots = new Instrument[slotsFor(capacity)];
    keys = new long[slots.length * 3];
  }

  private static int slotsFor(int capacity) {
    return Integer.highestOneBit(Math.max(capacity, 4)) * 4;
  }

  private static char separatorOf(String venue) {
    return switch (venue) {
      case "okx", "okx-swap", "coinbase" -> '-';
      case "kraken" -> '/';
      default -> NO_SEPARATOR;
    };
  }

  /** A table of these instruments and no other, as for a live connection. */
  public static InstrumentTable of(Collection<Instrument> followed) {
    InstrumentTable table = new InstrumentTable(null, followed.size());
    table.follow(followed);
    return table;
  }

  /**
   * Follows these instruments and no others from now on.
   *
   * @throws IllegalArgumentException when one is listed twice or has no name
   */
  public void follow(Collection<Instrument> followed) {
    slots = new Instrument[slotsFor(followed.size())];
    keys = new long[slots.length * 3];
    instruments.clear();
    latest = null;
    latestA = 0;
    latestB = 0;
    latestC = 0;
    for (Instrument instrument : followed) {
      byte[] name = instrument.nativeName().getBytes(StandardCharsets.US_ASCII);
      if (name.length == 0 || name.length > MAX_NAME) {
        throw new IllegalArgumentException("an exchange's name has 1 to 24 characters");
      }
      if (find(name, 0, name.length) != null) {
        throw new IllegalArgumentException("listed twice: " + instrument);
      }
      add(instrument, name, 0, name.length);
    }
  }

  /**
   * A table that takes in whatever a recording mentions, as long as the name is a canonical symbol
   * in the venue's spelling, up to {@link #MAX_OPEN}. What is counted in contracts is left out:
   * nothing tells their value.
   */
  public static InstrumentTable open(String venue) {
    return open(venue, Map.of());
  }

  /**
   * Such a table that also takes in what is counted in contracts whose value is known.
   *
   * @param contracts base currency in one contract, by the venue's spelling
   */
  public static InstrumentTable open(String venue, Map<String, BigDecimal> contracts) {
    InstrumentTable table = new InstrumentTable(venue, MAX_OPEN);
    table.contracts = Map.copyOf(contracts);
    return table;
  }

  /** In the order in which they were listed or first seen. */
  public List<Instrument> instruments() {
    return List.copyOf(instruments);
  }

  /** The instrument that the exchange calls {@code text[offset … offset + length)}. */
  public @Nullable Instrument find(byte[] text, int offset, int length) {
    if (length == 0 || length > MAX_NAME) {
      return null;
    }
    long a = part(text, offset, length);
    long b = length > 8 ? part(text, offset + 8, length - 8) : 0;
    long c = length > 16 ? part(text, offset + 16, length - 16) : 0;
    if (a == latestA && b == latestB && c == latestC) {
      return latest;
    }
    for (int slot = slot(a, b, c); ; slot = (slot + 1) & (slots.length - 1)) {
      Instrument instrument = slots[slot];
      if (instrument == null) {
        return openVenue == null ? null : takeIn(openVenue, text, offset, length);
      }
      if (keys[slot * 3] == a && keys[slot * 3 + 1] == b && keys[slot * 3 + 2] == c) {
        latestA = a;
        latestB = b;
        latestC = c;
        latest = instrument;
        return instrument;
      }
    }
  }

  private @Nullable Instrument takeIn(String venue, byte[] text, int offset, int length) {
    if (instruments.size() >= MAX_OPEN || !isCanonical(text, offset, length)) {
      return null;
    }
    String name = new String(text, offset, length, StandardCharsets.US_ASCII);
    boolean counted = name.endsWith(CONTRACTS);
    BigDecimal contract = counted ? contracts.get(name) : BigDecimal.ONE;
    if (contract == null) {
      return null; // nothing tells what one is worth
    }
    String pair = counted ? name.substring(0, length - CONTRACTS.length()) : name;
    Symbol symbol = new Symbol(pair.replace(String.valueOf(separator), ""));
    Instrument instrument = new Instrument(venue, name, symbol, 0, 0, contract);
    add(instrument, text, offset, length);
    return instrument;
  }

  private void add(Instrument instrument, byte[] text, int offset, int length) {
    long a = part(text, offset, length);
    long b = length > 8 ? part(text, offset + 8, length - 8) : 0;
    long c = length > 16 ? part(text, offset + 16, length - 16) : 0;
    int slot = slot(a, b, c);
    while (slots[slot] != null) {
      slot = (slot + 1) & (slots.length - 1);
    }
    slots[slot] = instrument;
    keys[slot * 3] = a;
    keys[slot * 3 + 1] = b;
    keys[slot * 3 + 2] = c;
    instruments.add(instrument);
  }

  private int slot(long a, long b, long c) {
    long mixed = (a * 31 + b) * 31 + c;
    mixed *= 0x9E3779B97F4A7C15L;
    return (int) (mixed >>> 32) & (slots.length - 1);
  }

  private static long part(byte[] text, int offset, int length) {
    return Swar.first(Swar.load(text, offset), Math.min(length, Long.BYTES));
  }

  private boolean isCanonical(byte[] text, int offset, int length) {
    int letters = 0;
    for (int i = offset; i < offset + length; i++) {
      byte c = text[i];
      boolean letter = (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!letter && c != separator) {
        return false;
      }
      letters += letter ? 1 : 0;
    }
    return letters >= MIN_SYMBOL && letters <= MAX_SYMBOL;
  }
}
