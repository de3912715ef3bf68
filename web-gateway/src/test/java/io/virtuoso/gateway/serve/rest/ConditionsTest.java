package io.virtuoso.gateway.serve.rest;

import static org.assertj.core.api.Assertions.assertThat;

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
        "gzip|true",
        "br, GZIP;q=0.5|true",
        "*|true",
        "gzip;q=0|false",
        "gzip;q=0.000, *|false",
        "identity|false",
        "|false"
      })
  void gzipIsUsedOnlyWhereAdmitted(String header, boolean admitted) {
    assertThat(Conditions.acceptsGzip(header)).isEqualTo(admitted);
  }
}
