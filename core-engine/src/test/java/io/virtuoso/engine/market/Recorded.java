package io.virtuoso.engine.market;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.virtuoso.engine.event.BookUpdate;
import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.inbound.tape.MarketData;
import io.virtuoso.model.Symbol;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Recorded market data, read with Jackson: slow, obvious, and none of the engine's decoders. */
public final class Recorded {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Recorded() {}

  public static List<String> lines(String name) {
    Path file = MarketData.file(name);
    try (InputStream raw = Files.newInputStream(file);
        InputStream in = name.endsWith(".gz") ? new GZIPInputStream(raw) : raw;
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return reader.lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static JsonNode expected(String name) {
    return json(String.join("\n", lines(name)));
  }

  /** A listing whose scales are still unknown, so that they grow while the tape runs. */
  public static Instrument instrument(String venue, String symbol) {
    return new Instrument(venue, symbol, new Symbol(symbol), 0, 0);
  }

  public static long ticks(Instrument instrument, String text) {
    BigDecimal price = plain(text);
    instrument.needPriceScale(price.scale());
    return price.setScale(instrument.priceScale()).unscaledValue().longValueExact();
  }

  public static long lots(Instrument instrument, String text) {
    BigDecimal quantity = plain(text);
    instrument.needQuantityScale(quantity.scale());
    return quantity.setScale(instrument.quantityScale()).unscaledValue().longValueExact();
  }

  /** The number without trailing zeros and never with a negative scale. */
  public static BigDecimal plain(String text) {
    BigDecimal value = new BigDecimal(text).stripTrailingZeros();
    return value.scale() < 0 ? value.setScale(0) : value;
  }

  /** The book message in a frame of a Binance tape, or null when it holds something else. */
  public static @Nullable BookUpdate binanceBook(Instrument instrument, JsonNode frame) {
    JsonNode data = frame.has("data") ? frame.get("data") : frame;
    BookUpdate update = new BookUpdate(instrument);
    if (data.has("lastUpdateId")) {
      update.kind = BookUpdate.Kind.REST_SNAPSHOT;
      update.lastSequence = data.get("lastUpdateId").asLong();
      update.eventTimeMs = data.path("E").asLong(0);
      levels(instrument, data.get("bids"), update.bids, data.get("asks"), update.asks);
      return update;
    }
    if (!data.path("e").asText().equals("depthUpdate")) {
      return null;
    }
    update.eventTimeMs = data.get("E").asLong();
    update.firstSequence = data.get("U").asLong();
    update.lastSequence = data.get("u").asLong();
    update.previousSequence = data.path("pu").asLong(BookUpdate.NONE);
    levels(instrument, data.get("b"), update.bids, data.get("a"), update.asks);
    return update;
  }

  public static BookUpdate bybitBook(Instrument instrument, JsonNode frame) {
    BookUpdate update = new BookUpdate(instrument);
    update.kind =
        frame.get("type").asText().equals("snapshot")
            ? BookUpdate.Kind.SNAPSHOT
            : BookUpdate.Kind.DELTA;
    update.eventTimeMs = frame.get("ts").asLong();
    update.lastSequence = frame.get("data").get("u").asLong();
    JsonNode data = frame.get("data");
    levels(instrument, data.get("b"), update.bids, data.get("a"), update.asks);
    return update;
  }

  private static void levels(
      Instrument instrument,
      JsonNode bids,
      BookUpdate.Levels bidLevels,
      JsonNode asks,
      BookUpdate.Levels askLevels) {
    grow(instrument, bids);
    grow(instrument, asks);
    copy(instrument, bids, bidLevels);
    copy(instrument, asks, askLevels);
  }

  private static void grow(Instrument instrument, JsonNode levels) {
    for (JsonNode level : levels) {
      instrument.needPriceScale(plain(level.get(0).asText()).scale());
      instrument.needQuantityScale(plain(level.get(1).asText()).scale());
    }
  }

  private static void copy(Instrument instrument, JsonNode levels, BookUpdate.Levels into) {
    for (JsonNode level : levels) {
      into.add(ticks(instrument, level.get(0).asText()), lots(instrument, level.get(1).asText()));
    }
  }
}
