package io.virtuoso.storm.probe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.virtuoso.model.wire.DocumentClass;
import io.virtuoso.model.wire.DocumentJson;
import io.virtuoso.model.wire.DocumentKey;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JudgeTest {
  private static final long NOW = 1_800_000_000_000L;
  private static final Route OVERVIEW =
      Route.of("/api/dashboard/overview", DocumentKey.DASHBOARD_OVERVIEW);
  private static final Route SCORE =
      Route.of("/api/dashboard/confluence/BTCUSDT", new DocumentKey("confluence/BTCUSDT"));
  private static final String ENDED = "candles/BTCUSDT/1m/1799999880000-1800000000000-2";
  private static final String CLOSED =
      "{\"bars\":[{\"closed\":true,\"partial\":false},{\"closed\":true}],\"gaps\":[]}";
  private final Judge judge =
      new Judge(
          Map.of(
              DocumentClass.DASHBOARD_DATA, new Judge.Limits(2_000, 10_000),
              DocumentClass.CONFLUENCE_SCORES, new Judge.Limits(1_000, 5_000),
              DocumentClass.CANDLES, new Judge.Limits(1_000, 5_000)));

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
  void eachClassHasItsOwnLimits() {
    assertThat(verdict(SCORE, "confluence/BTCUSDT", 1_500, "1", "live", "{}"))
        .isEqualTo(Verdict.DISHONEST);
    assertThat(verdict("dashboard/overview", 1_500, "1", "live")).isEqualTo(Verdict.LIVE);
    assertThat(verdict("dashboard/overview", 2_300, "2", "live")).isEqualTo(Verdict.DISHONEST);
    assertThat(verdict(SCORE, "confluence/BTCUSDT", 5_500, "5", "delayed", "{}"))
        .isEqualTo(Verdict.DISHONEST);
  }

  @Test
  void onlyBarsThatHaveAllClosedAreLiveForEver() {
    assertThat(candles(ENDED, CLOSED)).isEqualTo(Verdict.LIVE);
    assertThat(candles("candles/BTCUSDT/1m/_-1800000000000-2", CLOSED)).isEqualTo(Verdict.LIVE);
    assertThat(candles(ENDED, "{\"bars\":[{\"closed\":true},{\"closed\":false}],\"gaps\":[]}"))
        .isEqualTo(Verdict.DISHONEST);
    assertThat(candles(ENDED, "{\"bars\":[{\"closed\":true}],\"gaps\":[{\"from\":\"…\"}]}"))
        .isEqualTo(Verdict.DISHONEST);
    assertThat(candles(ENDED, "{\"bars\":[],\"gaps\":[]}")).isEqualTo(Verdict.DISHONEST);
  }

  @Test
  void aRangeWithoutAnEndIsNeverLiveForEver() {
    assertThat(candles("candles/BTCUSDT/1m/_-_-2", CLOSED)).isEqualTo(Verdict.DISHONEST);
    assertThat(candles("candles/BTCUSDT/1m/1799999880000-_-2", CLOSED))
        .isEqualTo(Verdict.DISHONEST);
  }

  @Test
  void barsOfWhichTradesAreMissingAreNotLiveForEver() {
    assertThat(
            candles(
                ENDED,
                "{\"bars\":[{\"closed\":true},{\"closed\":true,\"partial\":true}],\"gaps\":[]}"))
        .isEqualTo(Verdict.DISHONEST);
  }

  @Test
  void notModifiedIsGoodOnlyForWhoHasThatVersion() {
    assertThat(unchanged(new Judge.Held("W/\"1\"", NOW - 1_500), "1", "live"))
        .isEqualTo(Verdict.LIVE);
    assertThat(unchanged(new Judge.Held("W/\"2\"", NOW - 1_500), "1", "live"))
        .isEqualTo(Verdict.FAILED);
    assertThat(unchanged(null, "1", "live")).isEqualTo(Verdict.FAILED);
  }

  @Test
  void theAgeOfAVersionThatIsHeldIsKnown() {
    assertThat(unchanged(new Judge.Held("W/\"1\"", NOW - 60_000), "1", "live"))
        .isEqualTo(Verdict.DISHONEST);
    assertThat(unchanged(new Judge.Held("W/\"1\"", NOW - 60_000), "60", "live"))
        .isEqualTo(Verdict.DISHONEST);
    assertThat(unchanged(new Judge.Held("W/\"1\"", NOW - 60_000), "60", "stale"))
        .isEqualTo(Verdict.STALE);
  }

  private Verdict unchanged(Judge.@Nullable Held held, String age, String state) {
    Answer answer =
        new Answer(
            304, Map.of("age", age, "data-state", state, "etag", "W/\"1\""), new byte[0], false);
    return judge.judge(OVERVIEW, answer, held, NOW, NOW).verdict();
  }

  private Verdict candles(String key, String data) {
    Route route = Route.of("/api/market/BTCUSDT/candles", new DocumentKey(key));
    return verdict(route, key, 3_600_000, "3600", "live", data);
  }

  private Verdict verdict(String key, long ageMs, String age, String state) {
    return verdict(OVERVIEW, key, ageMs, age, state, "{}");
  }

  private Verdict verdict(
      Route route, String key, long ageMs, String age, String state, String data) {
    String asOf = DocumentJson.time(Instant.ofEpochMilli(NOW - ageMs));
    String body =
        "{\"data\":%s,\"meta\":{\"key\":\"%s\",\"version\":1,\"as_of\":\"%s\"}}"
            .formatted(data, key, asOf);
    Map<String, String> headers = new HashMap<>(Map.of("age", age));
    if (!state.isEmpty()) {
      headers.put("data-state", state);
    }
    return verdict(route, 200, body, headers);
  }

  private Verdict verdict(int status, String body, Map<String, String> headers) {
    return verdict(OVERVIEW, status, body, headers);
  }

  private Verdict verdict(Route route, int status, String body, Map<String, String> headers) {
    Answer answer = new Answer(status, headers, body.getBytes(UTF_8), false);
    return judge.judge(route, answer, NOW, NOW + 3).verdict();
  }
}
