package io.virtuoso.engine.inbound.exchange;

/**
 * RFC 3339 times in UTC, as {@code 2023-10-06T17:35:55.440295Z}, with 0 to 9 digits of a second.
 */
final class IsoTime {
  private static final int SECONDS_END = 19;
  private static final int MAX_FRACTION = 9;
  private static final int FIRST_YEAR = 1970;
  private static final long DAY_SECONDS = 86_400;
  private static final long HOUR_SECONDS = 3_600;

  private IsoTime() {}

  /** The time at {@code text[from … from + length)} in ms since the epoch; finer digits are cut. */
  static long millis(byte[] text, int from, int length) {
    if (length <= SECONDS_END
        || text[from + 4] != '-'
        || text[from + 7] != '-'
        || text[from + 10] != 'T'
        || text[from + 13] != ':'
        || text[from + 16] != ':'
        || text[from + length - 1] != 'Z') {
      throw MalformedFrameException.INSTANCE;
    }
    int year = number(text, from, 4, FIRST_YEAR, 9999);
    int month = number(text, from + 5, 2, 1, 12);
    int day = number(text, from + 8, 2, 1, 31);
    long seconds =
        epochDay(year, month, day) * DAY_SECONDS
            + number(text, from + 11, 2, 0, 23) * HOUR_SECONDS
            + number(text, from + 14, 2, 0, 59) * 60L
            + number(text, from + 17, 2, 0, 60);
    return seconds * 1000 + fraction(text, from + SECONDS_END, length - SECONDS_END - 1);
  }

  private static int fraction(byte[] text, int from, int length) {
    if (length == 0) {
      return 0;
    }
    int digits = length - 1;
    if (text[from] != '.' || digits < 1 || digits > MAX_FRACTION) {
      throw MalformedFrameException.INSTANCE;
    }
    number(text, from + 1, digits, 0, Integer.MAX_VALUE);
    int millis = 0;
    for (int i = 1; i <= 3; i++) {
      millis = millis * 10 + (i <= digits ? text[from + i] - '0' : 0);
    }
    return millis;
  }

  private static int number(byte[] text, int from, int digits, int least, int most) {
    int value = 0;
    for (int i = from; i < from + digits; i++) {
      if (text[i] < '0' || text[i] > '9') {
        throw MalformedFrameException.INSTANCE;
      }
      value = value * 10 + text[i] - '0';
    }
    if (value < least || value > most) {
      throw MalformedFrameException.INSTANCE;
    }
    return value;
  }

  /** Days since 1970-01-01 in the Gregorian calendar, its years counted from March. */
  private static long epochDay(int year, int month, int day) {
    int shifted = month > 2 ? year : year - 1;
    int dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    return 365L * shifted + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468;
  }
}
