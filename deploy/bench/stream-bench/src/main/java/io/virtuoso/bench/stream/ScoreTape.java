package io.virtuoso.bench.stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.virtuoso.model.Dimension;
import io.virtuoso.model.Symbol;
import io.virtuoso.model.document.Document;
import io.virtuoso.model.document.Meta;
import io.virtuoso.model.document.Source;
import io.virtuoso.model.document.SymbolRow;
import io.virtuoso.model.document.SymbolTable;
import io.virtuoso.model.wire.DocumentJson;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A score table that changes as a real one does between two quarters of a second: most symbols
 * trade, many move in a dimension or two, few in all. Seeded, so that every run has the same rows.
 */
public final class ScoreTape {
  private static final double TRADES = 0.8;
  private static final double SCORES = 0.5;
  private static final double MOVES = 0.4;

  private final ObjectMapper json = DocumentJson.mapper();
  private final Random random = new Random(1);
  private final List<SymbolRow> rows = new ArrayList<>();

  /** A table of that many made-up symbols. */
  public ScoreTape(int symbols) {
    this(List.of(), symbols);
  }

  /**
   * A table that begins with those symbols.
   *
   * @param rows in all; the others are made up
   */
  public ScoreTape(List<Symbol> known, int rows) {
    Instant begin = Instant.EPOCH;
    for (int i = 0; i < rows; i++) {
      Map<String, @Nullable Double> dimensions = new LinkedHashMap<>();
      for (Dimension dimension : Dimension.values()) {
        dimensions.put(dimension.code(), tenths(100 * random.nextDouble()));
      }
      BigDecimal price = BigDecimal.valueOf(random.nextInt(1, 9_000_000), 2);
      BigDecimal turnover = BigDecimal.valueOf(random.nextLong(10_000_000_000L), 2);
      this.rows.add(
          new SymbolRow(
              i < known.size() ? known.get(i) : new Symbol("SYM%03dUSDT".formatted(i)),
              "bybit-linear",
              price,
              1.25,
              turnover,
              50.0,
              1.0,
              0.5,
              dimensions,
              "live",
              begin));
    }
  }

  /** The next version, true at {@code now}. */
  public StoredDocument next(Instant now) {
    rows.replaceAll(row -> random.nextDouble() < TRADES ? moved(row, now) : row);
    long version = now.toEpochMilli() * 1_000;
    DocumentKey key = DocumentKey.MARKET_SYMBOLS;
    Meta meta = new Meta(key.path(), version, now, now, Source.SIMULATED, List.of());
    try {
      byte[] body = json.writeValueAsBytes(new Document<>(new SymbolTable(rows, 1.0), meta));
      return new StoredDocument(key, version, now.toEpochMilli(), body);
    } catch (JsonProcessingException impossible) { // records of numbers
      throw new IllegalStateException(impossible);
    }
  }

  private SymbolRow moved(SymbolRow row, Instant now) {
    boolean scored = random.nextDouble() < SCORES;
    BigDecimal price = row.price();
    BigDecimal next =
        price == null
            ? null
            : price
                .multiply(BigDecimal.valueOf(1 + 2e-4 * random.nextGaussian()))
                .setScale(2, RoundingMode.HALF_UP);
    return new SymbolRow(
        row.symbol(),
        row.venue(),
        next,
        row.change24h(),
        row.turnover24h(),
        scored ? Double.valueOf(tenths(50 + 10 * random.nextGaussian())) : row.score(),
        row.coverage(),
        scored ? Double.valueOf(tenths(random.nextDouble())) : row.confidence(),
        scored ? dimensions(row.dimensions()) : row.dimensions(),
        row.bookState(),
        now);
  }

  private Map<String, @Nullable Double> dimensions(Map<String, @Nullable Double> before) {
    Map<String, @Nullable Double> moved = new LinkedHashMap<>(before);
    moved.replaceAll(
        (name, score) -> random.nextDouble() < MOVES ? tenths(100 * random.nextDouble()) : score);
    return moved;
  }

  private static Double tenths(double value) {
    return Math.round(value * 10) / 10.0;
  }
}
