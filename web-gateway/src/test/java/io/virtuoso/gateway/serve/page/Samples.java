package io.virtuoso.gateway.serve.page;

import com.fasterxml.jackson.databind.JsonNode;
import io.virtuoso.model.Dimension;
import io.virtuoso.model.Symbol;
import io.virtuoso.model.document.Confluence;
import io.virtuoso.model.document.Confluence.DimensionView;
import io.virtuoso.model.document.Confluence.FactorView;
import io.virtuoso.model.document.DashboardOverview;
import io.virtuoso.model.document.Document;
import io.virtuoso.model.document.EngineStatus;
import io.virtuoso.model.document.Feed;
import io.virtuoso.model.document.FeedState;
import io.virtuoso.model.document.MarketOverview;
import io.virtuoso.model.document.Meta;
import io.virtuoso.model.document.Missing;
import io.virtuoso.model.document.Source;
import io.virtuoso.model.document.SymbolRow;
import io.virtuoso.model.document.VenueStatus;
import io.virtuoso.model.document.VenueStatus.ChannelStatus;
import io.virtuoso.model.document.VenueStatus.SymbolState;
import io.virtuoso.model.wire.DocumentJson;
import io.virtuoso.model.wire.DocumentKey;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Documents as the engine would publish them at a given moment. */
final class Samples {
  static final String VENUE = "bybit-linear";

  private Samples() {}

  static Meta meta(DocumentKey key, Instant asOf, Source source) {
    return new Meta(
        key.path(), asOf.toEpochMilli() * 1000, asOf, asOf, source, List.of(feed(asOf, null)));
  }

  static Feed feed(Instant asOf, @Nullable String stalled) {
    return new Feed(VENUE, stalled == null ? FeedState.LIVE : FeedState.STALLED, asOf, stalled);
  }

  static SymbolRow row(String symbol, @Nullable Double score, Instant asOf) {
    Map<String, @Nullable Double> dimensions = new LinkedHashMap<>();
    for (Dimension dimension : Dimension.values()) {
      dimensions.put(dimension.code(), score == null ? null : 62.5);
    }
    dimensions.put(Dimension.SENTIMENT.code(), null);
    return new SymbolRow(
        new Symbol(symbol),
        VENUE,
        new BigDecimal("67000.10"),
        -1.236,
        new BigDecimal("31234567890.5"),
        score,
        score == null ? 0.41 : 0.93,
        score == null ? null : 0.4,
        dimensions,
        "live",
        asOf);
  }

  static Document<DashboardOverview> overview(List<SymbolRow> rows, Instant asOf, Source source) {
    MarketOverview market =
        new MarketOverview(
            rows.size(),
            rows.size(),
            61,
            39,
            54.32,
            8.11,
            48.2,
            new BigDecimal("98765432100"),
            null,
            0.0081,
            1.0,
            List.of(new Missing("market.open_interest", "no venue tells it")));
    return overview(market, rows, asOf, source);
  }

  static Document<DashboardOverview> overview(
      MarketOverview market, List<SymbolRow> rows, Instant asOf, Source source) {
    Meta meta = meta(DocumentKey.DASHBOARD_OVERVIEW, asOf, source);
    return new Document<>(
        new DashboardOverview(
            market, rows, rows, rows, rows, rows, null, null, meta.feeds(), List.of()),
        meta);
  }

  /** {@code count} rows with full-length random numbers, the worst case for compression. */
  static List<SymbolRow> manyRows(int count, Instant asOf) {
    Random random = new Random(7);
    return IntStream.range(0, count)
        .mapToObj(i -> {
          Map<String, @Nullable Double> dimensions = new LinkedHashMap<>();
          for (Dimension dimension : Dimension.values()) {
            dimensions.put(dimension.code(), random.nextDouble(100));
          }
          return new SymbolRow(
              new Symbol(name(random) + "USDT"),
              VENUE,
              BigDecimal.valueOf(random.nextLong(10_000_000), 4),
              random.nextDouble(-9, 9),
              BigDecimal.valueOf(random.nextLong(10_000_000_000_000L), 4),
              random.nextDouble(100),
              random.nextDouble(),
              random.nextDouble(),
              dimensions,
              "live",
              asOf.minusMillis(random.nextInt(2_000)));
        })
        .toList();
  }

  private static String name(Random random) {
    return random
        .ints(4, 'A', 'Z' + 1)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** A score of 50 plus the contributions; the last of the six dimensions is absent. */
  static Document<Confluence> confluence(
      String symbol, List<Double> contributions, List<FactorView> factors, Instant asOf) {
    double score = 50 + contributions.stream().mapToDouble(Double::doubleValue).sum();
    List<DimensionView> dimensions = new ArrayList<>();
    Iterator<Double> parts = contributions.iterator();
    for (Dimension dimension : Dimension.values()) {
      Double points = parts.hasNext() ? parts.next() : null;
      dimensions.add(dimension(dimension.code(), points, factors));
    }
    Confluence data =
        new Confluence(
            new Symbol(symbol),
            VENUE,
            new BigDecimal("0.00001234"),
            4.125,
            score,
            0.93,
            0.3,
            0.1,
            0.8,
            0.9,
            0.31,
            dimensions,
            List.of(),
            List.of(),
            null,
            List.of(),
            List.of());
    Meta meta = meta(DocumentKey.confluence(new Symbol(symbol)), asOf, Source.LIVE);
    return new Document<>(data, meta);
  }

  private static DimensionView dimension(
      String name, @Nullable Double points, List<FactorView> factors) {
    return points == null
        ? new DimensionView(name, 0.2, 0, null, null, null, null, factors)
        : new DimensionView(name, 0.2, 1, points / 10, 50 + points, points, 0.9, factors);
  }

  static Document<EngineStatus> status(Instant asOf, Source source, @Nullable String stalled) {
    return status(asOf, source, stalled, List.of());
  }

  /** A live venue, one of whose symbols does not get its trades any more. */
  static Document<EngineStatus> statusNotLive(Instant asOf) {
    String reason = "silent for 73 s";
    SymbolState silent =
        new SymbolState(new Symbol("ETHUSDT"), "stalled", reason, asOf.minusSeconds(73), 73_000L);
    List<ChannelStatus> channels =
        Stream.of("trades", "book", "quotes", "derivatives")
            .map(channel ->
                new ChannelStatus(channel, "stalled", 20, 1, 0, asOf, 73_000, List.of(silent), 4))
            .toList();
    VenueStatus venue =
        new VenueStatus(
            "bybit-linear",
            "stalled",
            "trades of 5 of 20 symbols: ETHUSDT stalled, " + reason,
            asOf,
            asOf,
            0L,
            new VenueStatus.Rest("ok", null, null),
            new VenueStatus.ExchangeClock(1, "ok"),
            channels);
    return status(asOf, Source.LIVE, null, List.of(venue));
  }

  private static Document<EngineStatus> status(
      Instant asOf, Source source, @Nullable String stalled, List<VenueStatus> venues) {
    EngineStatus status =
        new EngineStatus(
            "test",
            asOf,
            List.of(feed(asOf, stalled)),
            2,
            2,
            "up",
            Map.of("frames", 1L),
            null,
            "ok",
            List.of(),
            venues);
    return new Document<>(status, meta(DocumentKey.STATUS, asOf, source));
  }

  /** Metrics of the caches, each with the rows that a page shows of them. */
  static JsonNode cacheCases() throws IOException {
    return cases("cache-cases.json");
  }

  /** The performance of gateways, each with the rows that a page shows of it. */
  static JsonNode performanceCases() throws IOException {
    return cases("performance-cases.json");
  }

  private static JsonNode cases(String file) throws IOException {
    try (InputStream in = Samples.class.getResourceAsStream("/page/" + file)) {
      return DocumentJson.mapper().readTree(in);
    }
  }
}
