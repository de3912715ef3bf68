package io.virtuoso.engine.inbound.exchange.live;

import java.time.DateTimeException;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * What time it is at the exchange: its answers tell in their {@code Date}, and between them the
 * monotonic clock goes on. Nobody who sets this machine's clock moves it. It is behind by the way
 * of the answer and by what is left out of a whole second.
 *
 * <p>Lives on the venue's event loop.
 */
final class ExchangeClock {
  private final EventLoop loop;
  private boolean told;

  /** The exchange's clock less the loop's, ms. */
  private long aheadMs;

  ExchangeClock(EventLoop loop) {
    this.loop = loop;
  }

  /** An answer came with that {@code Date}; one that cannot be read tells nothing. */
  void heard(@Nullable String date) {
    if (date == null) {
      return;
    }
    try {
      long statedMs =
          ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
              .toInstant()
              .toEpochMilli();
      aheadMs = statedMs - loop.millis();
      told = true;
    } catch (DateTimeException _) {
      // a proxy's own spelling
    }
  }

  /** Ms since the epoch; this machine's clock as long as no answer has told. */
  long millis() {
    return told ? loop.millis() + aheadMs : loop.epochMillis();
  }
}
