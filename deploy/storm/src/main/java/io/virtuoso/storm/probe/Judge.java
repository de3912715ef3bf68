package io.virtuoso.storm.probe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.virtuoso.model.wire.DocumentClass;
import io.virtuoso.model.wire.DocumentJson;
import io.virtuoso.model.wire.DocumentKey;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Decides what an answer is worth, with nothing but the answer, what the client had before and this
 * machine's clock. Thread-safe.
 *
 * @param limits what answers of each class may call themselves at which age
 */
public record Judge(Map<DocumentClass, Limits> limits) {
  private static final ObjectMapper JSON = DocumentJson.mapper();

  /** Candles from anywhere to a moment: without one, the next bar belongs to them too. */
  private static final Pattern ENDED_RANGE =
      Pattern.compile("candles/[^/]+/[^/]+/(?:_|\\d+)-\\d+-\\d+");

  /** {@code Age} is in whole seconds, cut off. */
  private static final long SECOND_MS = 1_000;

  /**
   * How far two readings of one clock, each cut off to its millisecond, may differ, and the way.
   */
  private static final long SLACK_MS = 50;

  public Judge {
    limits = Map.copyOf(limits);
  }

  /**
   * The limits of a class of documents.
   *
   * @param liveMs age up to which an answer may call itself live
   * @param delayedMs age up to which it may call itself delayed
   */
  public record Limits(long liveMs, long delayedMs) {}

  /**
   * What a client that asks whether there is anything newer has already.
   *
   * @param asOfMs of that version, ms since the epoch
   */
  public record Held(String tag, long asOfMs) {}

  /**
   * A verdict and what led to it.
   *
   * @param reason empty when the answer is good
   * @param version of the document; −1 where there is none
   * @param asOfMs of the document, ms since the epoch; −1 where there is none
   */
  public record Judgement(Verdict verdict, String reason, long version, long asOfMs) {}

  /** Judges an answer to a client that had nothing before; the parameters are those below. */
  public Judgement judge(Route route, Answer answer, long sentMs, long receivedMs) {
    return judge(route, answer, null, sentMs, receivedMs);
  }

  /**
   * Judges the answer.
   *
   * @param held the version whose tag was sent; null when none was
   * @param sentMs when the request was sent, ms since the epoch
   * @param receivedMs when the answer was there, ms since the epoch
   */
  public Judgement judge(
      Route route, Answer answer, @Nullable Held held, long sentMs, long receivedMs) {
    if (answer.status() == 503 || answer.status() == 429) {
      boolean proper =
          answer.header("Retry-After").isPresent()
              && answer.header("Content-Type").orElse("").startsWith("application/problem+json");
      return proper
          ? new Judgement(Verdict.REFUSED, answer.status() + " " + code(answer), -1, -1)
          : failed(answer.status() + " without Retry-After or problem+json");
    }
    boolean whole = answer.status() == 200;
    if (!whole && (answer.status() != 304 || held == null)) {
      return failed("status " + answer.status() + " " + code(answer));
    }
    if (route.key().isEmpty()) {
      return new Judgement(Verdict.LIVE, "", -1, -1);
    }
    try {
      return whole || held == null
          ? document(route.key().get(), answer, sentMs, receivedMs)
          : unchanged(route.key().get(), answer, held, sentMs, receivedMs);
    } catch (IOException | DateTimeException | NumberFormatException malformed) {
      return failed("malformed: " + malformed.getMessage());
    }
  }

  /** The client has the body, and learns again how old it is. */
  private Judgement unchanged(
      DocumentKey key, Answer answer, Held held, long sentMs, long receivedMs) {
    String tag = answer.header("ETag").orElse("");
    if (!tag.equals(held.tag())) {
      return failed("304 with the tag " + tag + " for " + held.tag());
    }
    return aged(
        key, answer, new Judgement(Verdict.LIVE, "", -1, held.asOfMs()), false, sentMs, receivedMs);
  }

  private Judgement document(DocumentKey key, Answer answer, long sentMs, long receivedMs)
      throws IOException {
    JsonNode body = JSON.readTree(answer.body());
    JsonNode meta = body.path("meta");
    if (!body.path("data").isObject() || !meta.path("version").isIntegralNumber()) {
      return failed("no data or no meta.version");
    }
    long version = meta.path("version").asLong();
    long asOf = Instant.parse(meta.path("as_of").asText()).toEpochMilli();
    Judgement live = new Judgement(Verdict.LIVE, "", version, asOf);
    if (!meta.path("key").asText().equals(key.path())) {
      return dishonest("asked for " + key + ", got " + meta.path("key").asText(), live);
    }
    if (asOf > receivedMs + SLACK_MS) {
      return dishonest("from the future by " + (asOf - receivedMs) + " ms", live);
    }
    return aged(key, answer, live, isClosed(key, body.path("data")), sentMs, receivedMs);
  }

  /** Whether what the answer says of its age is true. */
  private Judgement aged(
      DocumentKey key,
      Answer answer,
      Judgement live,
      boolean closed,
      long sentMs,
      long receivedMs) {
    long age = SECOND_MS * Long.parseLong(answer.header("Age").orElse("none"));
    long least = sentMs - live.asOfMs();
    if (age < least - SECOND_MS - SLACK_MS || age > receivedMs - live.asOfMs() + SLACK_MS) {
      return dishonest("Age " + age + " ms, really " + least, live);
    }
    return marked(answer.header("Data-State").orElse(""), closed, limits(key), least, live);
  }

  private static Judgement marked(
      String state, boolean closed, Limits limits, long age, Judgement live) {
    return switch (state) {
      case "live" ->
          closed || age <= limits.liveMs + SLACK_MS
              ? live
              : dishonest("live at an age of " + age + " ms", live);
      case "delayed" ->
          age <= limits.delayedMs + SLACK_MS
              ? new Judgement(Verdict.DELAYED, "", live.version, live.asOfMs)
              : dishonest("delayed at an age of " + age + " ms", live);
      case "stale" -> new Judgement(Verdict.STALE, "", live.version, live.asOfMs);
      default -> failed("Data-State '" + state + "'");
    };
  }

  private Limits limits(DocumentKey key) {
    Limits known = limits.get(DocumentClass.of(key));
    if (known == null) {
      throw new IllegalArgumentException("no limits are known for " + key);
    }
    return known;
  }

  /**
   * Bars of a range that has an end, all closed and whole and without a gap, are the same for ever.
   */
  private static boolean isClosed(DocumentKey key, JsonNode data) {
    return ENDED_RANGE.matcher(key.path()).matches()
        && data.path("gaps").isEmpty()
        && !data.path("bars").isEmpty()
        && StreamSupport.stream(data.path("bars").spliterator(), false)
            .allMatch(bar -> bar.path("closed").asBoolean() && !bar.path("partial").asBoolean());
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
    return new Judgement(Verdict.FAILED, reason, -1, -1);
  }

  private static Judgement dishonest(String reason, Judgement live) {
    return new Judgement(Verdict.DISHONEST, reason, live.version, live.asOfMs);
  }
}
