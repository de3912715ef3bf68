package io.virtuoso.storm.probe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.virtuoso.model.wire.DocumentJson;
import io.virtuoso.model.wire.DocumentKey;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides what an answer is worth, with nothing but the answer and this machine's clock.
 * Thread-safe.
 *
 * @param liveMs age up to which an answer may call itself live
 * @param delayedMs age up to which it may call itself delayed
 * @param slackMs how far clocks, rounding and the way may put a judgement off
 */
public record Judge(long liveMs, long delayedMs, long slackMs) {
  private static final ObjectMapper JSON = DocumentJson.mapper();

  /** The limits of the API's documents of the dashboard: soft 2 s, hard 10 s. */
  public static Judge ofTheDashboard() {
    return new Judge(2_000, 10_000, 1_100);
  }

  /**
   * A verdict and what led to it.
   *
   * @param reason empty when the answer is good
   * @param version of the document; −1 where there is none
   */
  public record Judgement(Verdict verdict, String reason, long version) {}

  /**
   * Judges the answer.
   *
   * @param sentMs when the request was sent, ms since the epoch
   * @param receivedMs when the answer was there, ms since the epoch
   */
  public Judgement judge(Route route, Answer answer, long sentMs, long receivedMs) {
    if (answer.status() == 503 || answer.status() == 429) {
      boolean proper =
          answer.header("Retry-After").isPresent()
              && answer.header("Content-Type").orElse("").startsWith("application/problem+json");
      return proper
          ? new Judgement(Verdict.REFUSED, answer.status() + " " + code(answer), -1)
          : failed(answer.status() + " without Retry-After or problem+json");
    }
    boolean unchanged = answer.status() == 304 && route.headers().containsKey("If-None-Match");
    if (answer.status() != 200 && !unchanged) {
      return failed("status " + answer.status() + " " + code(answer));
    }
    if (route.key().isEmpty()) {
      return new Judgement(Verdict.LIVE, "", -1);
    }
    if (unchanged) { // the client has the body, and learns again how old it is
      long age = 1_000L * Long.parseLong(answer.header("Age").orElse("0"));
      return marked(answer.header("Data-State").orElse(""), age, -1);
    }
    try {
      return document(route.key().get(), answer, sentMs, receivedMs);
    } catch (IOException | DateTimeException | NumberFormatException malformed) {
      return failed("malformed: " + malformed.getMessage());
    }
  }

  private Judgement document(DocumentKey key, Answer answer, long sentMs, long receivedMs)
      throws IOException {
    JsonNode body = JSON.readTree(answer.body());
    JsonNode meta = body.path("meta");
    if (!body.path("data").isObject() || !meta.path("version").isIntegralNumber()) {
      return failed("no data or no meta.version");
    }
    long version = meta.path("version").asLong();
    if (!meta.path("key").asText().equals(key.path())) {
      return dishonest("asked for " + key + ", got " + meta.path("key").asText(), version);
    }
    long asOf = Instant.parse(meta.path("as_of").asText()).toEpochMilli();
    if (asOf > receivedMs + slackMs) {
      return dishonest("from the future by " + (asOf - receivedMs) + " ms", version);
    }
    long age = 1_000L * Long.parseLong(answer.header("Age").orElse("none"));
    if (age < sentMs - asOf - slackMs || age > receivedMs - asOf + slackMs) {
      return dishonest("Age " + age + " ms, really " + (sentMs - asOf), version);
    }
    return marked(answer.header("Data-State").orElse(""), sentMs - asOf, version);
  }

  private Judgement marked(String state, long age, long version) {
    return switch (state) {
      case "live" ->
          age <= liveMs + slackMs
              ? new Judgement(Verdict.LIVE, "", version)
              : dishonest("live at an age of " + age + " ms", version);
      case "delayed" ->
          age <= delayedMs + slackMs
              ? new Judgement(Verdict.DELAYED, "", version)
              : dishonest("delayed at an age of " + age + " ms", version);
      case "stale" -> new Judgement(Verdict.STALE, "", version);
      default -> failed("Data-State '" + state + "'");
    };
  }

  private static String code(Answer answer) {
    try {
      return Optional.ofNullable(JSON.readTree(answer.body()))
          .map(body -> body.path("code").asText() + ": " + body.path("detail").asText())
          .orElse("");
    } catch (IOException notJson) {
      return "";
    }
  }

  private static Judgement failed(String reason) {
    return new Judgement(Verdict.FAILED, reason, -1);
  }

  private static Judgement dishonest(String reason, long version) {
    return new Judgement(Verdict.DISHONEST, reason, version);
  }
}
