package io.virtuoso.storm.probe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.virtuoso.model.wire.DocumentJson;
import io.virtuoso.model.wire.DocumentKey;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JudgeTest {
  private static final long NOW = 1_800_000_000_000L;
  private static final Route OVERVIEW =
      Route.of("/api/dashboard/overview", DocumentKey.DASHBOARD_OVERVIEW);
  private final Judge judge = new Judge(2_000, 10_000, 1_100);

  @Test
  void anAnswerIsWorthWhatItsMarkSaysAsLongAsThatIsTrue() {
    assertThat(verdict("dashboard/overview", 500, "0", "live")).isEqualTo(Verdict.LIVE);
    assertThat(verdict("dashboard/overview", 5_000, "5", "delayed")).isEqualTo(Verdict.DELAYED);
    assertThat(verdict("dashboard/overview", 60_000, "60", "stale")).isEqualTo(Verdict.STALE);
  }

  @Test
  void whatIsMarkedYoungerThanItIsIsDishonest() {
    assertThat(verdict("dashboard/overview", 5_000, "5", "live")).isEqualTo(Verdict.DISHONEST);
    assertThat(verdict("dashboard/overview", 60_000, "60", "delayed")).isEqualTo(Verdict.DISHONEST);
    assertThat(verdict("dashboard/overview", 60_000, "5", "stale")).isEqualTo(Verdict.DISHONEST);
  }

  @Test
  void anotherDocumentOrOneFromTheFutureIsDishonest() {
    assertThat(verdict("market/overview", 500, "0", "live")).isEqualTo(Verdict.DISHONEST);
    assertThat(verdict("dashboard/overview", -5_000, "0", "live")).isEqualTo(Verdict.DISHONEST);
  }

  @Test
  void anAnswerWithoutMarksOrShapeIsAFailure() {
    assertThat(verdict("dashboard/overview", 500, "0", "")).isEqualTo(Verdict.FAILED);
    assertThat(verdict("dashboard/overview", 500, "soon", "live")).isEqualTo(Verdict.FAILED);
    assertThat(verdict(200, "<html>", Map.of())).isEqualTo(Verdict.FAILED);
    assertThat(verdict(200, "{\"data\":{},\"meta\":{}}", Map.of())).isEqualTo(Verdict.FAILED);
    assertThat(verdict(500, "", Map.of())).isEqualTo(Verdict.FAILED);
  }

  @Test
  void aRefusalIsHonestOnlyInItsForm() {
    Map<String, String> form =
        Map.of("retry-after", "1", "content-type", "application/problem+json");
    assertThat(verdict(503, "{}", form)).isEqualTo(Verdict.REFUSED);
    assertThat(verdict(429, "{}", form)).isEqualTo(Verdict.REFUSED);
    assertThat(verdict(503, "{}", Map.of())).isEqualTo(Verdict.FAILED);
  }

  @Test
  void notModifiedIsGoodOnlyForWhoAskedForIt() {
    Answer answer = new Answer(304, Map.of("age", "1", "data-state", "live"), new byte[0], false);
    Route conditional = OVERVIEW.with(Map.of("If-None-Match", "W/\"1\""));
    assertThat(judge.judge(conditional, answer, NOW, NOW).verdict()).isEqualTo(Verdict.LIVE);
    assertThat(judge.judge(OVERVIEW, answer, NOW, NOW).verdict()).isEqualTo(Verdict.FAILED);
  }

  private Verdict verdict(String key, long ageMs, String age, String state) {
    String asOf = DocumentJson.time(Instant.ofEpochMilli(NOW - ageMs));
    String body =
        "{\"data\":{},\"meta\":{\"key\":\"%s\",\"version\":1,\"as_of\":\"%s\"}}"
            .formatted(key, asOf);
    Map<String, String> headers = new HashMap<>(Map.of("age", age));
    if (!state.isEmpty()) {
      headers.put("data-state", state);
    }
    return verdict(200, body, headers);
  }

  private Verdict verdict(int status, String body, Map<String, String> headers) {
    Answer answer = new Answer(status, headers, body.getBytes(UTF_8), false);
    return judge.judge(OVERVIEW, answer, NOW, NOW + 3).verdict();
  }
}
