package io.virtuoso.storm.drill;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Looks for ages below zero and for moments that have not come yet, in whatever is told to users.
 * Thread-safe.
 */
final class TimesTold {
  /** How far clocks and rounding may put a look off. */
  private static final long SLACK_MS = 1_100;

  /** These tell of what is to come. */
  private static final Set<String> TO_COME = Set.of("until", "to", "next_at");

  private final Map<String, Long> wrong = new TreeMap<>();
  private final AtomicLong looked = new AtomicLong();

  /**
   * Looks through a message.
   *
   * @param from what it is, for the reader
   * @param nowMs when it was there, ms since the epoch
   */
  void look(String from, JsonNode message, long nowMs) {
    message
        .properties()
        .forEach(member ->
            look(from + " " + member.getKey(), member.getKey(), member.getValue(), nowMs));
  }

  private void look(String path, String name, JsonNode value, long nowMs) {
    if (value.isObject()) {
      value
          .properties()
          .forEach(member ->
              look(path + "." + member.getKey(), member.getKey(), member.getValue(), nowMs));
    } else if (value.isArray()) {
      value.forEach(each -> look(path, name, each, nowMs));
    } else if (value.isNumber() && name.contains("age")) {
      tell(value.asDouble() < 0, path + " below zero");
    } else if (value.isTextual() && !TO_COME.contains(name)) {
      Instant moment = moment(value.asText());
      if (moment != null) {
        tell(moment.toEpochMilli() > nowMs + SLACK_MS, path + " in the future");
      }
    }
  }

  private static @Nullable Instant moment(String text) {
    try {
      return text.endsWith("Z") ? Instant.parse(text) : null;
    } catch (DateTimeException other) {
      return null;
    }
  }

  private void tell(boolean isWrong, String what) {
    looked.incrementAndGet();
    if (isWrong) {
      synchronized (wrong) {
        wrong.merge(what, 1L, Long::sum);
      }
    }
  }

  /** How many ages and moments were looked at. */
  long looked() {
    return looked.get();
  }

  /** What was wrong, with how often. */
  Map<String, Long> wrong() {
    synchronized (wrong) {
      return Map.copyOf(wrong);
    }
  }
}
