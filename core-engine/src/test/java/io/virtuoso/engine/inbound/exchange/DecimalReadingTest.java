package io.virtuoso.engine.inbound.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalReadingTest {
  private static final long MAX = 999_999_999_999_999_999L;

  private final JsonCursor in = new JsonCursor();

  private JsonCursor at(String text) {
    return at(text, 32);
  }

  private JsonCursor at(String text, int behind) {
    byte[] bytes = (text + "7".repeat(behind)).getBytes(StandardCharsets.UTF_8);
    in.begin(bytes, 0, bytes.length - behind);
    return in;
  }

  /** Reads as a decoder does: once to learn the places, once more to count in them. */
  private BigDecimal read(String text, int behind) {
    at(text, behind).scaled(0);
    int places = in.scale();
    long units = at(text, behind).scaled(places);
    in.finish();
    assertThat(in.scale()).isEqualTo(places);
    return BigDecimal.valueOf(units, places);
  }

  @Property
  void everyDecimalIsReadExactly(
      @ForAll @LongRange(min = 0, max = MAX) long digits,
      @ForAll @IntRange(min = 0, max = 18) int places,
      @ForAll @IntRange(min = 0, max = 4) int zeros,
      @ForAll boolean quoted,
      @ForAll boolean farFromTheEnd) {
    BigDecimal number = BigDecimal.valueOf(digits, places);
    String plain = number.toPlainString() + (places > 0 ? "0".repeat(zeros) : "");
    String text = quoted ? '"' + plain + '"' : plain;
    assertThat(read(text, farFromTheEnd ? 32 : 0)).isEqualByComparingTo(number);
  }

  @Property
  void usualPricesAreCountedInAnyFinerScale(
      @ForAll @LongRange(min = 0, max = 99_999_999_999L) long digits,
      @ForAll @IntRange(min = 0, max = 8) int places,
      @ForAll @IntRange(min = 0, max = 3) int finer) {
    BigDecimal number = BigDecimal.valueOf(digits, places);
    long units = at('"' + number.toPlainString() + '"').scaled(places + finer);
    assertThat(BigDecimal.valueOf(units, places + finer)).isEqualByComparingTo(number);
    assertThat(in.scale()).isEqualTo(Math.max(0, number.stripTrailingZeros().scale()));
  }

  @Property
  void exponentsAreReadExactly(
      @ForAll @LongRange(min = 0, max = 99_999) long digits,
      @ForAll @IntRange(min = 0, max = 4) int places,
      @ForAll @IntRange(min = -12, max = 12) int exponent) {
    String text = BigDecimal.valueOf(digits, places).toPlainString() + 'e' + exponent;
    assertThat(read(text, 32)).isEqualByComparingTo(new BigDecimal(text));
  }

  @Property
  void everyCountIsReadExactly(
      @ForAll @LongRange(min = 0, max = MAX) long count, @ForAll boolean quoted) {
    String text = quoted ? "\"" + count + '"' : Long.toString(count);
    assertThat(at(text + ' ').count()).isEqualTo(count);
    in.finish();
  }

  @Property
  void doublesAreTheNearest(
      @ForAll @LongRange(min = -(1L << 53), max = 1L << 53) long digits,
      @ForAll @IntRange(min = 0, max = 18) int places) {
    String text = BigDecimal.valueOf(digits, places).toPlainString();
    assertThat(at(text, 0).number()).isEqualTo(Double.parseDouble(text));
  }

  @ParameterizedTest
  @CsvSource({
    "1e-08, 0.00000001",
    "1E+2, 100",
    "150e-1, 15",
    "0e5, 0",
    "0.000000000000000001, 0.000000000000000001",
    "0.1000000000000000000000, 0.1",
  })
  void unusualNumbers(String text, BigDecimal value) {
    assertThat(read(text, 32)).isEqualByComparingTo(value);
    assertThat(read('"' + text + '"', 32)).isEqualByComparingTo(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-1",
        "\"-0.5\"",
        "NaN",
        "\"NaN\"",
        "Infinity",
        "1e400",
        "\"1e400\"",
        "1e-400",
        "1e18",
        "1000000000000000000",
        "0.0000000000000000001",
        "1234567890.123456789",
        "\"\"",
        "\"",
        "\"1",
        "1.",
        ".5",
        "\"1.\"",
        "\".5\"",
        "+1",
        "01",
        "\"01\"",
        "\"01.5\"",
        "1e",
        "1e+",
        "\"1.2.3\"",
        "\" 1\"",
        "\"1 \"",
        "0x10",
        "\"1,5\"",
        "null",
        "true",
        "{",
        "[1]",
        "\"1e5000000000\"",
      })
  void hostileNumbers(String text) {
    assertThatThrownBy(
            () -> {
              at(text).scaled(0);
              in.finish();
            })
        .isInstanceOf(MalformedFrameException.class);
    assertThatThrownBy(
            () -> {
              at(text, 0).scaled(8);
              in.finish();
            })
        .isInstanceOf(MalformedFrameException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-1",
        "1.5",
        "1e3",
        "\"1.5\"",
        "\"-1\"",
        "007",
        "\"007\"",
        "\"\"",
        "\"12",
        "1000000000000000000",
        "99999999999999999999",
        "null",
        "\"1 \""
      })
  void hostileCounts(String text) {
    assertThatThrownBy(
            () -> {
              at(text, 0).count();
              in.finish();
            })
        .isInstanceOf(MalformedFrameException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "123456789012345678901234567890, 1.2345678901234568e29",
    "1234567890.12345678901234567890, 1234567890.1234567",
    "-0.5, -0.5",
    "1e-30, 1e-30",
    "0e0, 0",
  })
  void doublesMayHaveMoreDigits(String text, double value) {
    assertThat(at(text, 0).number()).isCloseTo(value, within(Math.abs(value) * 1e-15));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\"", "null"})
  void noneIsNotANumber(String text) {
    assertThat(at(text, 0).number()).isNaN();
  }
}
