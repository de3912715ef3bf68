package io.virtuoso.storm.drill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MinutesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant FIRST = Instant.parse("2026-11-22T10:00:00Z");

  private final ObjectNode candles = JSON.createObjectNode();
  private final ArrayNode bars = candles.putArray("bars");
  private final ArrayNode gaps = candles.putArray("gaps");
  private final ArrayNode ledger = JSON.createArrayNode();

  /** Three minutes, and one that is being traded. */
  @BeforeEach
  void agree() {
    for (int i = 0; i < 4; i++) {
      Instant opened = FIRST.plusSeconds(60L * i);
      ObjectNode bar = bars.addObject().put("open_time", opened.toString()).put("closed", i < 3);
      bar.put("open", "1.50").put("high", "2").put("low", "1").put("close", "1.7");
      bar.put("volume", "12.0");
      if (i < 3) {
        ObjectNode truth = ledger.addObject().put("openTime", opened.toEpochMilli());
        truth.put("open", "1.5").put("high", "2.00").put("low", "1").put("close", "1.70");
        truth.put("volume", "12");
      }
    }
  }

  private Minutes compare(Instant from) {
    return Minutes.compare(candles, ledger, from.toEpochMilli());
  }

  @Test
  void numbersAreComparedNotTheirDigits() {
    assertThat(compare(FIRST)).isEqualTo(new Minutes(3, List.of()));
  }

  @Test
  void whatBeganBeforeIsNotLookedAt() {
    bars.remove(0);
    assertThat(compare(FIRST.plusSeconds(60)).compared()).isEqualTo(2);
    assertThat(compare(FIRST.plusSeconds(60)).wrong()).isEmpty();
    assertThat(compare(FIRST).wrong()).containsExactly("2026-11-22T10:00:00Z is missing");
  }

  @Test
  void aDifferentNumberIsWrong() {
    ((ObjectNode) bars.get(1)).put("volume", "12.5");
    assertThat(compare(FIRST).wrong())
        .containsExactly("2026-11-22T10:01:00Z volume is 12.5, not 12");
  }

  @Test
  void aMinuteThatHasNotClosedThereIsWrong() {
    ((ObjectNode) bars.get(3)).put("closed", true);
    assertThat(compare(FIRST).wrong()).containsExactly("2026-11-22T10:03:00Z has not closed");
  }

  @Test
  void aGapIsWrong() {
    gaps.addObject().put("from", "2026-11-22T09:00:00Z");
    assertThat(compare(FIRST).wrong()).containsExactly("a gap from 2026-11-22T09:00:00Z");
  }
}
