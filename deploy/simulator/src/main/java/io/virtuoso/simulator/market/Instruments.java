package io.virtuoso.simulator.market;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The pairs the simulated exchange can list: twenty well-known ones, and generated ones beyond. */
public final class Instruments {
  /** More symbols than this are refused. */
  public static final int MOST = 500;

  private static final String QUOTE = "USDT";
  private static final Pattern NAME = Pattern.compile("[A-Z0-9]{1,16}USDT");

  private static final List<Instrument> KNOWN =
      List.of(
          pair("BTC", 1, 3, 95_000, 1.00, 0.004, 1.5),
          pair("ETH", 2, 3, 3_400, 1.10, 0.018, 1.4),
          pair("SOL", 2, 2, 190, 1.30, 0.026, 1.3),
          pair("AVAX", 3, 1, 32, 1.30, 0.028, 0.9),
          pair("XRP", 4, 1, 1.45, 1.00, 0.028, 1.2),
          pair("BNB", 2, 2, 640, 0.80, 0.014, 1.0),
          pair("DOGE", 5, 0, 0.31, 1.40, 0.030, 1.2),
          pair("ADA", 4, 0, 0.92, 1.20, 0.027, 1.0),
          pair("LINK", 3, 1, 17.5, 1.20, 0.027, 0.9),
          pair("DOT", 3, 1, 7.2, 1.15, 0.025, 0.8),
          pair("LTC", 2, 2, 98, 0.95, 0.022, 0.8),
          pair("BCH", 2, 2, 455, 1.00, 0.024, 0.8),
          pair("UNI", 3, 1, 11.4, 1.20, 0.030, 0.8),
          pair("ATOM", 3, 1, 8.1, 1.10, 0.025, 0.7),
          pair("NEAR", 3, 1, 6.3, 1.30, 0.031, 0.8),
          pair("APT", 3, 1, 11.9, 1.25, 0.030, 0.8),
          pair("ARB", 4, 0, 0.88, 1.35, 0.032, 0.8),
          pair("OP", 4, 0, 2.05, 1.35, 0.032, 0.8),
          pair("SUI", 4, 0, 3.6, 1.40, 0.034, 1.1),
          pair("FIL", 3, 1, 5.2, 1.15, 0.028, 0.7));

  private static final Map<String, Instrument> BY_SYMBOL =
      KNOWN.stream().collect(Collectors.toMap(Instrument::symbol, Function.identity()));

  private Instruments() {}

  /**
   * The first {@code count} pairs: the known ones first, then generated names such as {@code
   * SIM021USDT}.
   */
  public static List<Instrument> first(int count) {
    if (count < 1 || count > MOST) {
      throw new IllegalArgumentException("symbols must be 1 to " + MOST + ": " + count);
    }
    List<Instrument> chosen = new ArrayList<>(KNOWN.subList(0, Math.min(count, KNOWN.size())));
    for (int number = chosen.size() + 1; number <= count; number++) {
      chosen.add(invented("SIM%03d".formatted(number) + QUOTE));
    }
    return List.copyOf(chosen);
  }

  /** The named pairs; a name that is not known gets a character derived from its letters. */
  public static List<Instrument> named(List<String> symbols) {
    if (symbols.isEmpty() || symbols.size() > MOST) {
      throw new IllegalArgumentException("symbols must be 1 to " + MOST + ": " + symbols.size());
    }
    return symbols.stream().distinct().map(Instruments::named).toList();
  }

  private static Instrument named(String symbol) {
    if (!NAME.matcher(symbol).matches()) {
      throw new IllegalArgumentException("a symbol looks like BTCUSDT, not '" + symbol + "'");
    }
    Instrument known = BY_SYMBOL.get(symbol);
    return known == null ? invented(symbol) : known;
  }

  private static Instrument invented(String symbol) {
    SplittableRandom random = new SplittableRandom(symbol.hashCode());
    double price = StrictMath.exp(random.nextDouble(-1.5, 5.5));
    int priceDecimals = 5 - Math.max(0, (int) StrictMath.floor(StrictMath.log10(price)) + 1);
    int quantityDecimals = Math.max(0, 3 - priceDecimals);
    return pair(
        symbol.substring(0, symbol.length() - QUOTE.length()),
        priceDecimals,
        quantityDecimals,
        price,
        random.nextDouble(0.7, 1.5),
        random.nextDouble(0.02, 0.035),
        random.nextDouble(0.4, 0.9));
  }

  private static Instrument pair(
      String base,
      int priceDecimals,
      int quantityDecimals,
      double price,
      double beta,
      double deviation,
      double activity) {
    return new Instrument(
        base + QUOTE,
        base,
        QUOTE,
        priceDecimals,
        quantityDecimals,
        price,
        beta,
        deviation,
        activity);
  }
}
