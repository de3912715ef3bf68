package io.virtuoso.bench.stream;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Instant;
import java.util.Arrays;

/**
 * Reads the moment at which a delta was true. Thousands receive the same one, so the last one read
 * is remembered: reading it anew each time would be much of what the load generator does.
 */
public final class Stamps {
  /** Not a delta. */
  static final long NONE = -1;

  private static final byte[] DELTA = "{\"op\":\"delta\"".getBytes(US_ASCII);
  private static final byte[] AS_OF = "\"as_of\":\"".getBytes(US_ASCII);
  private static final int TIME_LENGTH = "2026-11-22T10:31:05.123Z".length();

  private byte[] last = new byte[0];
  private long lastMs = NONE;

  /** The moment in the first {@code length} bytes of a message, ms since the epoch. */
  long read(byte[] start, int length) {
    if (length < DELTA.length || !Arrays.equals(start, 0, DELTA.length, DELTA, 0, DELTA.length)) {
      return NONE;
    }
    int known = last.length;
    if (known > 0 && length >= known && Arrays.equals(start, 0, known, last, 0, known)) {
      return lastMs;
    }
    for (int at = DELTA.length; at + AS_OF.length + TIME_LENGTH <= length; at++) {
      int time = at + AS_OF.length;
      if (Arrays.equals(start, at, time, AS_OF, 0, AS_OF.length)) {
        last = Arrays.copyOf(start, time + TIME_LENGTH);
        lastMs = Instant.parse(new String(start, time, TIME_LENGTH, US_ASCII)).toEpochMilli();
        return lastMs;
      }
    }
    return NONE;
  }
}
