package io.virtuoso.gateway.route.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.virtuoso.gateway.fixture.Documents;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CandleRangeTest {
  private static final long MINUTE = 60_000;
  private static final long T0 = 1_763_700_000_000L;

  @ParameterizedTest(name = "{0} to {1}, at most {2}: {3} is complete: {4}")
  @CsvSource({
    "0, 4, 10, 0 1 2 3,   true",
    "0, 4,  4, 0 1 2 3,   true",
    "0, 4,  2, 2 3,       true",
    "_, 4,  3, 1 2 3,     true",
    "0, 4, 10, '',        false",
    "0, 4, 10, 1 2 3,     false",
    "0, 4, 10, 0 1 2,     false",
    "0, 4, 10, 0 1 3,     false",
    "0, 4, 10, 0 1 1 2 3, false",
    "0, 4,  2, 1 2,       false",
    "0, 4,  2, 3,         false",
    "_, 4,  3, 2 3,       false",
    "0, _,  4, 0 1 2 3,   false",
    "_, _,  4, 0 1 2 3,   false",
  })
  void isCompleteWithEveryBarOfTheRange(
      String from, String to, int limit, String bars, boolean complete) {
    DocumentKey key = key(from, to, limit);
    String data =
        Documents.minuteBars(
            Arrays.stream(bars.split(" "))
                .filter(bar -> !bar.isEmpty())
                .mapToLong(bar -> T0 + Long.parseLong(bar) * MINUTE));
    assertThat(isComplete(Documents.of(key, T0 + 100 * MINUTE, data))).isEqualTo(complete);
  }

  @Test
  void isNotCompleteWhileABarMayChange() {
    DocumentKey key = key("0", "1", 10);
    String data = Documents.minuteBars(Arrays.stream(new long[] {T0}));
    assertThat(isComplete(Documents.of(key, T0 + 2 * MINUTE, data))).isTrue();
    assertThat(isComplete(Documents.of(key, T0 + 2 * MINUTE - 1, data))).isFalse();
    String open = data.replace("\"closed\":true", "\"closed\":false");
    assertThat(isComplete(Documents.of(key, T0 + 2 * MINUTE, open))).isFalse();
    String partial = data.replace("\"partial\":false", "\"partial\":true");
    assertThat(isComplete(Documents.of(key, T0 + 2 * MINUTE, partial))).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"{}", "{\"bars\":[{}],\"gaps\":[]}", "{\"bars\":[null],\"gaps\":[]}", "null"})
  void whatIsNoCandlesIsNotComplete(String data) {
    assertThat(isComplete(Documents.of(key("0", "1", 10), T0 + 100 * MINUTE, data))).isFalse();
  }

  private static boolean isComplete(StoredDocument document) {
    return CandleRange.of(document.key()).isCompleteIn(document);
  }

  private static DocumentKey key(String from, String to, int limit) {
    return new DocumentKey("candles/BTCUSDT/1m/%s-%s-%d".formatted(ms(from), ms(to), limit));
  }

  private static String ms(String minute) {
    return minute.equals("_") ? "_" : Long.toString(T0 + Long.parseLong(minute) * MINUTE);
  }
}
