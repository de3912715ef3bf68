package io.virtuoso.gateway.serve.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentCodingTest {
  @ParameterizedTest(name = "\"{0}\" takes br: {1}")
  @CsvSource(
      nullValues = "null",
      value = {
        "'gzip, deflate, br', true",
        "'BR', true",
        "'br;q=1.0', true",
        "'br;q=0', false",
        "'br;q=0.5', false",
        "'brotli', false",
        "'*', false",
        "'', false",
        "null, false"
      })
  void takesWhatIsAcceptedWithoutReservation(String header, boolean expected) {
    assertThat(ContentCoding.accepts(header, ContentCoding.BROTLI)).isEqualTo(expected);
  }

  @Property(tries = 50)
  void whatIsZippedIsWholeAgain(@ForAll byte[] plain) throws IOException {
    byte[] zipped = ContentCoding.gzip(plain);
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
      assertThat(in.readAllBytes()).isEqualTo(plain);
    }
  }
}
