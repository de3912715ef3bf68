package io.virtuoso.gateway.observe.trace;

import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * One step of a trace, W3C Trace Context level 1. What a caller sends is believed only when it is
 * spelt exactly right; else a trace of our own begins.
 *
 * @param high first half of the trace id
 * @param low second half; not both are 0
 * @param span id of this step; not 0
 * @param flags as the caller set them; 0 for a trace of our own: nobody records it
 * @param state {@code tracestate} to hand on as it came; null when there is none
 */
public record TraceContext(long high, long low, long span, int flags, @Nullable String state) {
  private static final HexFormat HEX = HexFormat.of();
  private static final int LENGTH = 55;
  private static final int MAX_STATE = 512;

  /** A trace that begins here. */
  public static TraceContext begin() {
    return new TraceContext(random(), random(), random(), 0, null);
  }

  /**
   * The next step of the caller's trace, or the first of our own.
   *
   * @param parents every {@code traceparent} header; one is right, several are none
   * @param states every {@code tracestate} header, in their order
   */
  public static TraceContext continuing(List<String> parents, List<String> states) {
    TraceContext caller = parents.size() == 1 ? parse(parents.getFirst()) : null;
    return caller == null
        ? begin()
        : new TraceContext(caller.high, caller.low, random(), caller.flags, joined(states));
  }

  /** The step that a {@code traceparent} names; null when it is not spelt right. */
  static @Nullable TraceContext parse(String header) {
    int length = header.length();
    if (length < LENGTH
        || header.charAt(2) != '-'
        || header.charAt(35) != '-'
        || header.charAt(52) != '-') {
      return null;
    }
    boolean hex =
        isHex(header, 0, 2)
            && isHex(header, 3, 35)
            && isHex(header, 36, 52)
            && isHex(header, 53, LENGTH);
    if (!hex || !isLength(header, length)) {
      return null;
    }
    long high = HexFormat.fromHexDigitsToLong(header, 3, 19);
    long low = HexFormat.fromHexDigitsToLong(header, 19, 35);
    long span = HexFormat.fromHexDigitsToLong(header, 36, 52);
    int flags = HexFormat.fromHexDigits(header, 53, LENGTH);
    return (high | low) == 0 || span == 0 ? null : new TraceContext(high, low, span, flags, null);
  }

  /** A step that this one causes. */
  public TraceContext next() {
    return new TraceContext(high, low, random(), flags, state);
  }

  /** 32 digits. */
  public String traceId() {
    return HEX.toHexDigits(high) + HEX.toHexDigits(low);
  }

  /** As {@code traceparent}, for whom this step calls. */
  public String header() {
    return "00-" + traceId() + '-' + HEX.toHexDigits(span) + '-' + HEX.toHexDigits((byte) flags);
  }

  /** Version 00 is exactly so long; a later one may go on after a dash; ff is none. */
  private static boolean isLength(String header, int length) {
    if (header.startsWith("ff")) {
      return false;
    }
    return header.startsWith("00")
        ? length == LENGTH
        : length == LENGTH || header.charAt(LENGTH) == '-';
  }

  private static boolean isHex(String text, int from, int to) {
    for (int index = from; index < to; index++) {
      char each = text.charAt(index);
      if ((each < '0' || each > '9') && (each < 'a' || each > 'f')) {
        return false;
      }
    }
    return true;
  }

  /** All of it or nothing: half a list of vendors would be another list. */
  private static @Nullable String joined(List<String> states) {
    String state = String.join(",", states);
    boolean printable = state.chars().allMatch(each -> each >= ' ' && each < 0x7f);
    return state.isBlank() || state.length() > MAX_STATE || !printable ? null : state;
  }

  private static long random() {
    long id = ThreadLocalRandom.current().nextLong();
    return id == 0 ? 1 : id;
  }
}
