package io.virtuoso.gateway.serve.rest;

import io.virtuoso.gateway.route.UnknownDocumentException;
import io.virtuoso.gateway.serve.problem.Problem;
import io.virtuoso.gateway.serve.problem.ProblemException;
import io.virtuoso.model.Symbol;
import io.virtuoso.model.wire.DocumentKey;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads parameters; what cannot be read is the caller's fault and says which one it was. */
final class Parameters {
  /** Epoch ms beyond the year 2500 are a mistake of unit. */
  private static final long LATEST_MS = 16_725_225_600_000L;

  private Parameters() {}

  /** A symbol of a path; one of the wrong shape cannot exist. */
  static Symbol symbol(String text) {
    if (!Symbol.isValid(text)) {
      throw new UnknownDocumentException(DocumentKey.MARKET_SYMBOLS);
    }
    return new Symbol(text);
  }

  static int integer(String name, @Nullable String text, int from, int to, int otherwise) {
    if (text == null) {
      return otherwise;
    }
    String rule = "a whole number from %d to %d".formatted(from, to);
    try {
      int value = Integer.parseInt(text);
      if (value < from || value > to || !Integer.toString(value).equals(text)) {
        throw bad(name, rule);
      }
      return value;
    } catch (NumberFormatException notANumber) {
      throw bad(name, rule);
    }
  }

  /** A moment as epoch ms or RFC 3339. */
  static OptionalLong moment(String name, @Nullable String text) {
    if (text == null) {
      return OptionalLong.empty();
    }
    try {
      long ms =
          text.chars().allMatch(c -> c >= '0' && c <= '9')
              ? Long.parseLong(text)
              : Instant.parse(text).toEpochMilli();
      if (ms >= 0 && ms <= LATEST_MS) {
        return OptionalLong.of(ms);
      }
    } catch (NumberFormatException | DateTimeException | ArithmeticException notAMoment) {
      throw bad(name, "epoch milliseconds or RFC 3339");
    }
    throw bad(name, "between 1970 and 2500");
  }

  static ProblemException bad(String name, String rule) {
    return new ProblemException(
        Problem.of(
            400,
            "bad_query",
            "A query parameter cannot be read.",
            new Problem.Violation(name, rule)));
  }
}
