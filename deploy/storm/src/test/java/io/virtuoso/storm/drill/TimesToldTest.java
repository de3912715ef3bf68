package io.virtuoso.storm.drill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TimesToldTest {
  private static final long NOW_MS = Instant.parse("2026-11-22T10:00:00Z").toEpochMilli();

  private final TimesTold times = new TimesTold();

  private void look(String message) throws JsonProcessingException {
    times.look("it", new ObjectMapper().readTree(message.replace('\'', '"')), NOW_MS);
  }

  @Test
  void whatIsPastIsRight() throws JsonProcessingException {
    look(
        "{'as_of': '2026-11-22T10:00:01Z', 'age_ms': 0, 'offset_ms': -5, 'name': 'Z', 'no': null}");
    assertThat(times.wrong()).isEmpty();
    assertThat(times.looked()).isEqualTo(2);
  }

  @Test
  void whatIsToComeIsWrongWhereverItStands() throws JsonProcessingException {
    look(
        "{'meta': {'as_of': '2026-11-22T10:00:02Z'}, 'rows': [{'since': '2027-01-01T00:00:00Z'}]}");
    look("{'meta': {'as_of': '2026-11-22T10:00:03Z'}}");
    assertThat(times.wrong())
        .isEqualTo(Map.of("it meta.as_of in the future", 2L, "it rows.since in the future", 1L));
  }

  @Test
  void anAgeBelowZeroIsWrong() throws JsonProcessingException {
    look("{'venues': [{'age_ms': -1}, {'longest_age': 3}]}");
    assertThat(times.wrong()).isEqualTo(Map.of("it venues.age_ms below zero", 1L));
  }

  @Test
  void whatIsMeantToComeIsRight() throws JsonProcessingException {
    look(
        "{'rest': {'until': '2026-11-22T10:05:00Z'}, 'tuning': {'next_at': '2026-11-22T10:05:00Z'}}");
    assertThat(times.wrong()).isEmpty();
  }
}
