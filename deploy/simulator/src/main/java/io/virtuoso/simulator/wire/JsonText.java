package io.virtuoso.simulator.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes one JSON document after another into the same memory. Text must be ASCII without quotes or
 * backslashes, which all names of the simulated market are.
 *
 * <p>Not thread-safe.
 */
public final class JsonText {
  private static final long[] POWERS = {
    1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000
  };

  private byte[] bytes = new byte[8_192];
  private int length;

  public JsonText object() {
    separate();
    return put('{');
  }

  public JsonText object(String name) {
    return name(name).put('{');
  }

  public JsonText end() {
    return put('}');
  }

  public JsonText array() {
    separate();
    return put('[');
  }

  public JsonText array(String name) {
    return name(name).put('[');
  }

  public JsonText close() {
    return put(']');
  }

  public JsonText text(String name, String value) {
    return name(name).quoted(value);
  }

  public JsonText text(String value) {
    separate();
    return quoted(value);
  }

  public JsonText number(String name, long value) {
    return name(name).digits(value);
  }

  public JsonText number(long value) {
    separate();
    return digits(value);
  }

  public JsonText flag(String name, boolean value) {
    return name(name).ascii(value ? "true" : "false");
  }

  public JsonText nothing(String name) {
    return name(name).ascii("null");
  }

  /**
   * A quoted decimal: {@code unscaled} over 10 to the {@code scale}, shown with {@code shown}
   * decimals.
   */
  public JsonText decimal(String name, long unscaled, int scale, int shown) {
    return name(name).put('"').fixed(unscaled, scale, shown).put('"');
  }

  public JsonText decimal(long unscaled, int scale, int shown) {
    separate();
    return put('"').fixed(unscaled, scale, shown).put('"');
  }

  /** A decimal as a venue writes it. */
  public JsonText decimal(Numerals style, String name, long unscaled, int scale, int shown) {
    return name(name).styled(style, unscaled, scale, shown);
  }

  /** A decimal as a venue writes it, as an element. */
  public JsonText decimal(Numerals style, long unscaled, int scale, int shown) {
    separate();
    return styled(style, unscaled, scale, shown);
  }

  private JsonText styled(Numerals style, long unscaled, int scale, int shown) {
    return switch (style) {
      case FIXED -> put('"').fixed(unscaled, scale, shown).put('"');
      case SHORT -> put('"').fixed(unscaled, scale, needed(unscaled, scale)).put('"');
      case BARE -> fixed(unscaled, scale, shown);
      case BARE_SHORT -> fixed(unscaled, scale, needed(unscaled, scale));
    };
  }

  /** How many decimals are not zeros at the end. */
  private static int needed(long unscaled, int scale) {
    int places = scale;
    long rest = unscaled;
    while (places > 0 && rest % 10 == 0) {
      rest /= 10;
      places--;
    }
    return places;
  }

  /** A quoted number rounded to {@code decimals}, as an element. */
  public JsonText real(double value, int decimals) {
    return decimal(Math.round(value * POWERS[decimals]), decimals, decimals);
  }

  /** A quoted number rounded to {@code decimals}. */
  public JsonText real(String name, double value, int decimals) {
    return decimal(name, Math.round(value * POWERS[decimals]), decimals, decimals);
  }

  /** A document made elsewhere, as a member. */
  public JsonText document(String name, String json) {
    return name(name).ascii(json);
  }

  /** A document made elsewhere, as an element. */
  public JsonText document(String json) {
    separate();
    return ascii(json);
  }

  /** Answers what was written and starts afresh. */
  public String take() {
    String text = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    length = 0;
    return text;
  }

  private JsonText name(String name) {
    separate();
    return quoted(name).put(':');
  }

  private void separate() {
    if (length > 0) {
      byte before = bytes[length - 1];
      if (before != '{' && before != '[' && before != ':') {
        put(',');
      }
    }
  }

  private JsonText quoted(String text) {
    return put('"').ascii(text).put('"');
  }

  private JsonText ascii(String text) {
    int count = text.length();
    ensure(count);
    for (int i = 0; i < count; i++) {
      bytes[length++] = (byte) text.charAt(i);
    }
    return this;
  }

  private JsonText fixed(long unscaled, int scale, int shown) {
    long value = unscaled;
    if (value < 0) {
      put('-');
      value = -value;
    }
    digits(value / POWERS[scale]);
    if (shown > 0) {
      put('.');
      long fraction = value % POWERS[scale];
      for (int place = 1; place <= shown; place++) {
        put(place > scale ? '0' : (char) ('0' + fraction / POWERS[scale - place] % 10));
      }
    }
    return this;
  }

  private JsonText digits(long number) {
    if (number < 0) {
      return put('-').digits(-number);
    }
    ensure(20);
    int start = length;
    long rest = number;
    do {
      bytes[length++] = (byte) ('0' + rest % 10);
      rest /= 10;
    } while (rest > 0);
    for (int left = start, right = length - 1; left < right; left++, right--) {
      byte swap = bytes[left];
      bytes[left] = bytes[right];
      bytes[right] = swap;
    }
    return this;
  }

  private JsonText put(char character) {
    ensure(1);
    bytes[length++] = (byte) character;
    return this;
  }

  private void ensure(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * (length + more));
    }
  }
}
