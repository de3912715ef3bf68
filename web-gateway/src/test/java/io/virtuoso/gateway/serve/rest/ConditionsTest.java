package io.virtuoso.gateway.serve.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.virtuoso.gateway.cache.local.Coding;
import java.util.Optional;
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
        "gzip|GZIP",
        "gzip, deflate, br|BROTLI",
        "br;q=0, GZIP;q=0.5|GZIP",
        "*|BROTLI",
        "*, br;q=0|GZIP",
        "gzip;q=0.000, br;q=0|",
        "identity|",
        "|"
      })
  void theBestAdmittedCodingIsUsed(@Nullable String header, @Nullable Coding coding) {
    assertThat(Conditions.coding(header)).isEqualTo(Optional.ofNullable(coding));
  }
}
