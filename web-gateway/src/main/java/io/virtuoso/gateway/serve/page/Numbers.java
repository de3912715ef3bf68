package io.virtuoso.gateway.serve.page;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Numbers as a trader reads them. Absent in, {@link #NOTHING} out; never an exponent, never -0.00.
 * The browser writes by the same rules ({@code format.ts}); both are tested against one file.
 */
final class Numbers {
  static final String NOTHING = "—";
  private static final Pattern DECIMAL = Pattern.compile("(-?)(\\d{1,30})(?:\\.(\\d{1,30}))?");
  private static final MathContext THREE = new MathContext(3, RoundingMode.HALF_EVEN);
  private static final MathContext SIX = new MathContext(6, RoundingMode.HALF_EVEN);
  private static final String[] UNITS = {"", "K", "M", "B", "T"};
  private static final char MINUS = '−';
  private static final char SUBSCRIPT_ZERO = '₀';

  private Numbers() {}

  /** A price exactly as written, grouped; below 0.001 with the zeros counted: {@code 0.0₅1234}. */
  static String price(@Nullable String text) {
    Matcher match = DECIMAL.matcher(text == null ? "" : text);
    if (!match.matches()) {
      return NOTHING;
    }
    String integer = match.group(2).replaceFirst("^0+(?=\\d)", "");
    String tail = match.group(3);
    String digits = integer + (tail == null ? "" : tail);
    boolean zero = digits.chars().allMatch(c -> c == '0');
    String sign = match.group(1).isEmpty() || zero ? "" : String.valueOf(MINUS);
    if (tail == null) {
      return sign + group(integer);
    }
    int zeros = 0;
    while (zeros < tail.length() && tail.charAt(zeros) == '0') {
      zeros++;
    }
    if (integer.equals("0") && zeros >= 3 && zeros < tail.length()) {
      return sign + "0.0" + subscript(zeros) + tail.substring(zeros);
    }
    return sign + group(integer) + "." + tail;
  }

  static String price(@Nullable BigDecimal price) {
    return price(price == null ? null : price.toPlainString());
  }

  /** {@code +4.12%} from 4.12. */
  static String percent(@Nullable Double value) {
    return fixed(value(value), 2, true, "%");
  }

  /** {@code +0.0080%}, the funding rate per 8 h. */
  static String funding(@Nullable Double value) {
    return fixed(value(value), 4, true, "%");
  }

  /** Unsigned, one decimal: {@code 71.4}. */
  static String score(@Nullable Double value) {
    return fixed(value(value), 1, false, "");
  }

  /** Signed, one decimal: a contribution in points, a distance in basis points. */
  static String points(@Nullable Double value) {
    return fixed(value(value), 1, true, "");
  }

  /** Signed, two decimals. */
  static String bias(@Nullable Double value) {
    return fixed(value(value), 2, true, "");
  }

  /** {@code 93%} from 0.93. */
  static String share(@Nullable Double value) {
    return fixed(value(value) * 100, 0, false, "%");
  }

  /** Three significant digits and a unit: {@code 31.2B}. */
  static String compact(@Nullable Double value) {
    double scaled = value(value);
    if (!Double.isFinite(scaled)) {
      return NOTHING;
    }
    if (scaled == 0) {
      return "0";
    }
    int unit = 0;
    // 999.5 and more would be written 1,000 with three digits: it belongs to the next unit
    while (Math.abs(scaled) >= 999.5 && unit < UNITS.length - 1) {
      scaled /= 1000;
      unit++;
    }
    BigDecimal rounded = BigDecimal.valueOf(scaled).round(THREE);
    int decimals = Math.max(0, 3 - (rounded.precision() - rounded.scale()));
    return written(rounded.setScale(decimals, RoundingMode.HALF_EVEN), false) + UNITS[unit];
  }

  /** Decimal text as {@code 31.2B}. */
  static String money(@Nullable String text) {
    return text != null && DECIMAL.matcher(text).matches()
        ? compact(Double.parseDouble(text))
        : NOTHING;
  }

  static String money(@Nullable BigDecimal amount) {
    return money(amount == null ? null : amount.toPlainString());
  }

  /** A raw factor input: six digits, or compact from a million on. */
  static String plain(@Nullable Double value) {
    double number = value(value);
    if (!Double.isFinite(number)) {
      return NOTHING;
    }
    return Math.abs(number) >= 1e6
        ? compact(number)
        : written(BigDecimal.valueOf(number).round(SIX).stripTrailingZeros(), false);
  }

  /**
   * {@code 0.4s}, {@code 12s}, {@code 3m}, {@code 2h}, {@code 5d}, rounded down.
   *
   * @param ms NaN when there is no time
   */
  static String age(double ms) {
    if (!Double.isFinite(ms)) {
      return NOTHING;
    }
    double positive = Math.max(0, ms);
    if (positive < 10_000) {
      long tenths = (long) (positive / 100);
      return tenths / 10 + "." + tenths % 10 + "s";
    }
    if (positive < 120_000) {
      return (long) (positive / 1000) + "s";
    }
    if (positive < 7_200_000) {
      return (long) (positive / 60_000) + "m";
    }
    if (positive < 172_800_000) {
      return (long) (positive / 3_600_000) + "h";
    }
    long days = (long) (positive / 86_400_000);
    return days > 9_999 ? ">9999d" : days + "d";
  }

  /** How many tenths of the way from 50 to the end a bar reaches, −10 to +10; null when absent. */
  static @Nullable Integer barStep(@Nullable Double score) {
    double number = value(score);
    if (!Double.isFinite(number)) {
      return null;
    }
    double distance = Math.clamp(number - 50, -50.0, 50.0);
    int step = (int) Math.ceil(Math.abs(distance) / 5 - 1e-9);
    return distance < 0 ? -step : step;
  }

  private static double value(@Nullable Double value) {
    return value == null ? Double.NaN : value;
  }

  private static String fixed(double value, int decimals, boolean signed, String unit) {
    return Double.isFinite(value)
        ? written(BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_EVEN), signed)
            + unit
        : NOTHING;
  }

  private static String written(BigDecimal value, boolean signed) {
    String plain = value.abs().toPlainString();
    int point = plain.indexOf('.');
    String text =
        point < 0 ? group(plain) : group(plain.substring(0, point)) + plain.substring(point);
    return switch (value.signum()) {
      case -1 -> MINUS + text;
      case 1 -> signed ? "+" + text : text;
      default -> text;
    };
  }

  private static String group(String integer) {
    return integer.replaceAll("\\B(?=(\\d{3})+$)", ",");
  }

  private static String subscript(int count) {
    StringBuilder text = new StringBuilder();
    for (char digit : Integer.toString(count).toCharArray()) {
      text.append((char) (SUBSCRIPT_ZERO + (digit - '0')));
    }
    return text.toString();
  }
}
