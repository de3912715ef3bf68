package io.virtuoso.storm.standin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.virtuoso.model.Dimension;
import io.virtuoso.model.Interval;
import io.virtuoso.model.Symbol;
import io.virtuoso.model.document.Book;
import io.virtuoso.model.document.Candles;
import io.virtuoso.model.document.Confluence;
import io.virtuoso.model.document.DashboardOverview;
import io.virtuoso.model.document.Document;
import io.virtuoso.model.document.EngineStatus;
import io.virtuoso.model.document.Feed;
import io.virtuoso.model.document.FeedState;
import io.virtuoso.model.document.MarketOverview;
import io.virtuoso.model.document.Meta;
import io.virtuoso.model.document.Source;
import io.virtuoso.model.document.SymbolRow;
import io.virtuoso.model.document.SymbolTable;
import io.virtuoso.model.wire.DocumentJson;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A made-up market as documents: every version the same shape, only the prices move. Immutable. */
public final class Market {
  /** Whom it follows. */
  public static final List<Symbol> SYMBOLS =
      List.of(
          new Symbol("BTCUSDT"),
          new Symbol("ETHUSDT"),
          new Symbol("SOLUSDT"),
          new Symbol("AVAXUSDT"),
          new Symbol("XRPUSDT"),
          new Symbol("DOGEUSDT"));

  private static final ObjectMapper JSON = DocumentJson.mapper();
  private static final String VENUE = "bybit-linear";
  private static final int CANDLES = 5;

  private final Instant asOf;
  private final List<SymbolRow> rows;
  private final Map<DocumentKey, StoredDocument> documents = new HashMap<>();

  /** The market at that moment. */
  public Market(long asOfMs) {
    asOf = Instant.ofEpochMilli(asOfMs);
    rows = SYMBOLS.stream().map(this::row).toList();
    add(DocumentKey.MARKET_SYMBOLS, new SymbolTable(rows, 1));
    add(DocumentKey.MARKET_OVERVIEW, overview());
    add(
        DocumentKey.DASHBOARD_OVERVIEW,
        new DashboardOverview(
            overview(), rows, rows, rows, rows, rows, null, null, feeds(), List.of()));
    add(
        DocumentKey.STATUS,
        new EngineStatus(
            "stand-in",
            asOf,
            feeds(),
            rows.size(),
            rows.size(),
            "up",
            Map.of(),
            "a stand-in",
            "ok",
            List.of(),
            List.of()));
    for (SymbolRow row : rows) {
      add(DocumentKey.confluence(row.symbol()), confluence(row));
      add(DocumentKey.book(row.symbol()), book(row));
    }
  }

  /** What is published. */
  public List<StoredDocument> published() {
    return List.copyOf(documents.values());
  }

  /**
   * A document, candles up to any end among them, the same few of each; empty where the engine
   * would say 404.
   */
  public Optional<StoredDocument> find(DocumentKey key) {
    String[] parts = key.path().split("/", -1);
    if (parts[0].equals("candles") && parts.length == 4) {
      return rows.stream()
          .filter(row -> row.symbol().code().equals(parts[1]))
          .findFirst()
          .map(row -> document(key, candles(row, parts[2], endMs(parts[3]))));
    }
    return Optional.ofNullable(documents.get(key));
  }

  /** A document of that key at the market's moment. */
  public StoredDocument document(DocumentKey key, Object data) {
    long version = asOf.toEpochMilli() * 1_000;
    Meta meta = new Meta(key.path(), version, asOf, asOf, Source.SIMULATED, feeds());
    try {
      byte[] body = JSON.writeValueAsBytes(new Document<>(data, meta));
      return new StoredDocument(key, version, asOf.toEpochMilli(), body);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("cannot write " + key, impossible);
    }
  }

  private void add(DocumentKey key, Object data) {
    documents.put(key, document(key, data));
  }

  private List<Feed> feeds() {
    return List.of(new Feed(VENUE, FeedState.LIVE, asOf, null));
  }

  private SymbolRow row(Symbol symbol) {
    Map<String, @Nullable Double> dimensions = new LinkedHashMap<>();
    for (Dimension dimension : Dimension.values()) {
      dimensions.put(dimension.code(), 55.0);
    }
    BigDecimal price = BigDecimal.valueOf(100_000 + asOf.toEpochMilli() / 250 % 1_000, 2);
    return new SymbolRow(
        symbol,
        VENUE,
        price,
        1.5,
        BigDecimal.valueOf(1_000_000),
        55.0,
        1,
        0.5,
        dimensions,
        "live",
        asOf);
  }

  private MarketOverview overview() {
    int all = rows.size();
    return new MarketOverview(
        all,
        all,
        all,
        0,
        55.0,
        0.0,
        40.0,
        BigDecimal.valueOf(1_000_000L * all),
        BigDecimal.valueOf(500_000L * all),
        0.01,
        1,
        List.of());
  }

  private static Confluence confluence(SymbolRow row) {
    return new Confluence(
        row.symbol(),
        row.venue(),
        row.price(),
        row.change24h(),
        row.score(),
        1,
        0.1,
        0.0,
        1.0,
        1.0,
        0.5,
        List.of(),
        List.of(),
        List.of("A made-up market."),
        null,
        List.of(),
        List.of());
  }

  private static Book book(SymbolRow row) {
    BigDecimal price = row.price() == null ? BigDecimal.ONE : row.price();
    List<Book.Level> bids = new ArrayList<>();
    List<Book.Level> asks = new ArrayList<>();
    for (int level = 1; level <= 50; level++) {
      BigDecimal away = BigDecimal.valueOf(level, 2);
      bids.add(new Book.Level(price.subtract(away), BigDecimal.valueOf(level)));
      asks.add(new Book.Level(price.add(away), BigDecimal.valueOf(level)));
    }
    return new Book(row.symbol(), row.venue(), "live", 1, 50, 50, bids, asks);
  }

  /** Where the candles of that range end, ms since the epoch. */
  private long endMs(String range) {
    String to = range.split("-", -1)[1];
    return to.equals("_") ? asOf.toEpochMilli() : Math.min(asOf.toEpochMilli(), Long.parseLong(to));
  }

  private Candles candles(SymbolRow row, String interval, long endMs) {
    long length = Interval.ofCode(interval).orElse(Interval.ONE_MINUTE).millis();
    BigDecimal price = row.price() == null ? BigDecimal.ONE : row.price();
    List<Candles.Bar> bars = new ArrayList<>();
    long last = endMs / length * length;
    for (int i = CANDLES; i > 0; i--) {
      Instant open = Instant.ofEpochMilli(last - i * length);
      bars.add(
          new Candles.Bar(
              open, price, price, price, price, BigDecimal.TEN, null, null, null, true, false));
    }
    return new Candles(row.symbol(), row.venue(), interval, bars, List.of());
  }
}
