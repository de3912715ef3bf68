package io.virtuoso.gateway.serve.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.virtuoso.gateway.cache.local.Coding;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "W/\"17\"|true",
        "\"17\"|true",
        "*|true",
        "\"1\", W/\"17\" , \"2\"|true",
        "W/\"18\"|false",
        "17|false",
        "|false"
      })
  void tagsAreComparedWeakly(String header, boolean matches) {
    assertThat(Conditions.matches(header, "W/\"17\"")).isEqualTo(matches);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gzip|GZIP|true",
        "gzip, deflate, br|BROTLI|true",
        "br;q=0, GZIP;q=0.5|GZIP|true",
        "br;q=0.2, gzip;q=0.5|GZIP|true",
        "*|BROTLI|true",
        "*, br;q=0|GZIP|true",
        "gzip;q=0.000, br;q=0||true",
        "gzip;q=nonsense||true",
        "gzip;q=0.3, identity;q=0.8||true",
        "identity||true",
        "gzip, identity;q=0|GZIP|false",
        "gzip, *;q=0|GZIP|false",
        "deflate, identity;q=0||false",
        "*;q=0||false",
        "||true"
      })
  void theBestAdmittedFormIsUsed(@Nullable String header, @Nullable Coding coding, boolean plain) {
    assertThat(Accepted.of(header)).isEqualTo(new Accepted(coding, plain));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "|true",
        "*/*|true",
        "application/json|true",
        "text/html, application/*;q=0.2|true",
        "text/html, */*;q=0.1|true",
        "text/html|false",
        "application/json;q=0, */*|false",
        "application/problem+json|false"
      })
  void theMostSpecificRangeDecidesWhetherJsonIsTaken(@Nullable String header, boolean taken) {
    assertThat(Conditions.acceptsJson(header)).isEqualTo(taken);
  }
}
