package io.virtuoso.model.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.virtuoso.model.Symbol;
import io.virtuoso.model.document.Document;
import io.virtuoso.model.document.Feed;
import io.virtuoso.model.document.FeedState;
import io.virtuoso.model.document.Meta;
import io.virtuoso.model.document.Source;
import io.virtuoso.model.document.SymbolRow;
import io.virtuoso.model.document.SymbolTable;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DocumentJsonTest {
  private final ObjectMapper json = DocumentJson.mapper();

  private static Document<SymbolTable> example() {
    Map<String, @Nullable Double> dimensions = new LinkedHashMap<>();
    dimensions.put("orderflow", 63.25);
    dimensions.put("sentiment", null);
    Instant time = Instant.parse("2026-11-22T10:31:05Z");
    SymbolRow row =
        new SymbolRow(
            new Symbol("PEPEUSDT"),
            "bybit-linear",
            new BigDecimal("0.000012340"),
            null,
            null,
            71.5,
            0.93,
            0.4,
            dimensions,
            "live",
            time);
    Feed feed = new Feed("bybit-linear", FeedState.LIVE, time, null);
    return new Document<>(
        new SymbolTable(List.of(row), 1),
        new Meta("market/symbols", 1, time, time.plusMillis(8), Source.SIMULATED, List.of(feed)));
  }

  @Test
  void writesTheFormOfTheContract() throws Exception {
    assertThat(json.writeValueAsString(example()))
        .isEqualTo(
            """
            {"data":{"rows":[{"symbol":"PEPEUSDT","venue":"bybit-linear","price":"0.000012340",\
            "change_24h":null,"turnover_24h":null,"score":71.5,"coverage":0.93,"confidence":0.4,\
            "dimensions":{"orderflow":63.25,"sentiment":null},"book_state":"live",\
            "as_of":"2026-11-22T10:31:05.000Z"}],"coverage":1.0},\
            "meta":{"key":"market/symbols","version":1,"as_of":"2026-11-22T10:31:05.000Z",\
            "computed_at":"2026-11-22T10:31:05.008Z","source":"simulated",\
            "feeds":[{"exchange":"bybit-linear","state":"live",\
            "as_of":"2026-11-22T10:31:05.000Z","reason":null}]}}\
            """);
  }

  @Test
  void readsBackWhatItWroteAndIgnoresWhatItDoesNotKnow() throws Exception {
    String text =
        json.writeValueAsString(example()).replace("{\"data\":{", "{\"new\":[1],\"data\":{");
    assertThat(json.readValue(text, new TypeReference<Document<SymbolTable>>() {}))
        .isEqualTo(example());
  }

  @Test
  void refusesDepthBombs() {
    assertThatThrownBy(() -> json.readTree("[".repeat(100) + "]".repeat(100)))
        .hasMessageContaining("depth");
  }

  @Test
  void announcementsSurviveTheChannelAndForeignTextDoesNot() {
    Announcement sent = new Announcement(DocumentKey.MARKET_OVERVIEW, 17, 18);
    assertThat(Announcement.decode(sent.encode())).contains(sent);
    for (String foreign :
        List.of("", "a b", "market/overview 1 x", "a b c d", "../x 1 2", "A 1 2")) {
      assertThat(Announcement.decode(foreign)).as(foreign).isEmpty();
    }
  }

  @Test
  void storedKeysTagTheSymbol() {
    assertThat(DocumentKey.confluence(new Symbol("BTCUSDT")).stored())
        .isEqualTo("virtuoso:doc:confluence:{BTCUSDT}");
    assertThat(DocumentKey.STATUS.stored()).isEqualTo("virtuoso:doc:{status}");
  }
}
