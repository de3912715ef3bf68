package io.virtuoso.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.virtuoso.engine.event.Side;
import io.virtuoso.engine.inbound.exchange.FrameDecoder;
import io.virtuoso.engine.inbound.exchange.FrameDecoders;
import io.virtuoso.engine.inbound.exchange.InstrumentTable;
import io.virtuoso.engine.inbound.tape.MarketData;
import io.virtuoso.engine.inbound.tape.TapeReader;
import io.virtuoso.engine.market.book.OrderBook;
import io.virtuoso.engine.publish.DocumentWriter;
import io.virtuoso.model.document.Source;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The books inside the pipeline pass every checkpoint of the recorded tapes. */
class RecordedPipelineTest {
  private static final String DAY = "btcusdt_depth-trade-bookTicker_20240808.tape.gz";

  @ParameterizedTest
  @CsvSource({
    "binance-spot, binance-spot, btcusdt, " + DAY + ", /book/checkpoints, afterUpdateId",
    "binance-usdm, binance-usdm, btcusdt, " + DAY + ", /book/checkpoints, afterUpdateId",
    "bybit, bybit-linear, derived_orderbook.50.BCHUSDT_2021-04, , /checkpoints, u",
    "bybit, bybit-linear, derived_orderbook.50.DOTUSDT_2021-04, , /checkpoints, u",
    "bybit, bybit-linear, derived_orderbook.50.UNIUSDT_2021-04, , /checkpoints, u",
    "bybit, bybit-linear, derived_orderbook.50.XTZUSDT_2021-04, , /checkpoints, u",
    "bybit, bybit-linear, orderbook.500.XRPUSDT_2024-12-01, , /checkpoints, u",
  })
  void everyCheckpoint(
      String in, String venue, String name, @Nullable String tape, String list, String sequence)
      throws IOException {
    Map<Long, JsonNode> checkpoints = new HashMap<>();
    new ObjectMapper()
        .readTree(MarketData.file(in + "/" + name + ".expected.json").toFile())
        .at(list)
        .forEach(checkpoint -> checkpoints.put(checkpoint.get(sequence).asLong(), checkpoint));
    assertThat(checkpoints).hasSizeGreaterThanOrEqualTo(3);
    PipelineRun around = new PipelineRun(venue, 0);
    MarketPipeline market =
        new MarketPipeline(around, new DocumentWriter(Source.REPLAY), null, () -> 0, 0);
    FrameDecoder decoder = FrameDecoders.of(venue, InstrumentTable.open(venue));
    try (TapeReader reader =
        TapeReader.open(
            MarketData.file(in + "/" + (tape == null ? name + ".jsonl" : tape)), (_, _) -> {})) {
      while (reader.next()) {
        market.frame(decoder, reader.buffer(), reader.offset(), reader.length());
        for (SymbolPipeline symbol : market.symbols().values()) {
          JsonNode checkpoint = checkpoints.remove(symbol.sequenced().sequence());
          if (checkpoint != null) {
            assertTop(Objects.requireNonNull(symbol.sequenced().book()), checkpoint);
          }
        }
      }
    }
    assertThat(checkpoints).isEmpty();
  }

  private static void assertTop(OrderBook book, JsonNode expected) {
    assertThat(book.levels(Side.BID)).isEqualTo(expected.get("bidLevels").asInt());
    assertThat(book.levels(Side.ASK)).isEqualTo(expected.get("askLevels").asInt());
    assertLevel(book, Side.BID, expected.get("bestBid"));
    assertLevel(book, Side.ASK, expected.get("bestAsk"));
  }

  private static void assertLevel(OrderBook book, Side side, JsonNode level) {
    assertThat(book.price(side, 0)).isEqualByComparingTo(level.get(0).asText());
    assertThat(book.quantity(side, 0)).isEqualByComparingTo(level.get(1).asText());
  }
}
