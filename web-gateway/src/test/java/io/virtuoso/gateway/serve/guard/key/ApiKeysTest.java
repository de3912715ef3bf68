package io.virtuoso.gateway.serve.guard.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.MultiMap;
import io.virtuoso.gateway.fixture.Keys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeysTest {
  private final ApiKeys keys =
      ApiKeys.of(
          List.of(Keys.line("phone", "user", Keys.USER), Keys.line("ops", "admin", Keys.ADMIN)));

  @Test
  void aKeyNamesItsCaller() {
    assertThat(keys.find(Keys.USER)).isEqualTo(new Caller("phone", Role.USER));
    assertThat(keys.find(Keys.ADMIN)).isEqualTo(new Caller("ops", Role.ADMIN));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "short",
        Keys.WRONG,
        Keys.ADMIN + " ",
        "b8980288b9622db6b5a04156eda8be21c1e20435335fe2c3b80f5f2fda01b114"
      })
  void noOtherTextNamesAnybody(String key) {
    assertThat(keys.find(key)).isNull();
    assertThat(keys.find(key.repeat(1_000))).isNull();
  }

  @Test
  void aShortKeyIsRefusedEvenIfItsHashIsConfigured() {
    assertThat(ApiKeys.of(List.of(Keys.line("weak", "admin", "secret"))).find("secret")).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "my-own-secret-that-is-no-hash",
        "ops:admin",
        "ops:root:b8980288b9622db6b5a04156eda8be21c1e20435335fe2c3b80f5f2fda01b114",
        "ops:admin:my-own-secret-that-is-no-hash",
        "ops:admin:B8980288B9622DB6B5A04156EDA8BE21C1E20435335FE2C3B80F5F2FDA01B114",
        "Ops Team:admin:b8980288b9622db6b5a04156eda8be21c1e20435335fe2c3b80f5f2fda01b114"
      })
  void aLineThatIsNoKeyStopsTheStartAndIsNotRepeated(String line) {
    assertThatThrownBy(() -> ApiKeys.of(List.of(line)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("API key 1")
        .hasMessageNotContaining("secret");
  }

  @Test
  void twoKeysOfOneNameStopTheStart() {
    String line = Keys.line("ops", "admin", Keys.ADMIN);
    assertThatThrownBy(() -> ApiKeys.of(List.of(line, line))).hasMessageContaining("API key 2");
  }

  @Test
  void aFileHasLinesForKeysAndForPeople(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("keys");
    String line = Keys.line("ops", "admin", Keys.ADMIN);
    Files.writeString(file, "# ours\n\n  " + line + "  \n");
    assertThat(KeyFile.lines(file)).containsExactly(line);
  }

  @Test
  void aKeyStandsInOneOfTwoHeaders() {
    Presented phone = new Presented.Known(new Caller("phone", Role.USER));
    assertThat(read("Authorization", "Bearer " + Keys.USER)).isEqualTo(phone);
    assertThat(read("authorization", "bearer  " + Keys.USER)).isEqualTo(phone);
    assertThat(read("X-API-Key", Keys.USER)).isEqualTo(phone);
    assertThat(read()).isEqualTo(new Presented.Nothing());
    assertThat(read("Authorization", "Basic dXNlcjpwYXNz")).isEqualTo(new Presented.Nothing());
  }

  @Test
  void twoKeysAreNone() {
    Presented wrong = new Presented.Wrong();
    String bearer = "Bearer " + Keys.USER;
    assertThat(read("Authorization", bearer, "X-API-Key", Keys.USER)).isEqualTo(wrong);
    assertThat(read("Authorization", bearer, "Authorization", bearer)).isEqualTo(wrong);
    assertThat(read("Authorization", "Bearer")).isEqualTo(new Presented.Nothing());
    assertThat(read("Authorization", "Bearer ")).isEqualTo(wrong);
    assertThat(read("X-API-Key", "")).isEqualTo(wrong);
  }

  private Presented read(String... headers) {
    MultiMap all = MultiMap.caseInsensitiveMultiMap();
    for (int i = 0; i < headers.length; i += 2) {
      all.add(headers[i], headers[i + 1]);
    }
    return new KeyHeaders(keys).read(all);
  }
}
