package io.virtuoso.gateway.serve.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.virtuoso.gateway.cache.fill.Scope;
import io.virtuoso.gateway.serve.problem.Problem;
import io.virtuoso.gateway.serve.problem.ProblemException;
import io.virtuoso.model.wire.DocumentClass;
import io.virtuoso.model.wire.DocumentKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTest {
  @Test
  void oneKeyOrOneClassIsAScope() {
    assertThat(scope("{\"key\":\"market/symbols\"}"))
        .isEqualTo(new Scope.OneKey(DocumentKey.MARKET_SYMBOLS));
    Scope books = scope("{\"class\":\"book\"}");
    assertThat(books).isEqualTo(new Scope.OneClass(DocumentClass.BOOK));
    assertThat(books.covers(new DocumentKey("book/BTCUSDT"))).isTrue();
    assertThat(books.covers(DocumentKey.MARKET_SYMBOLS)).isFalse();
    assertThat(Scope.decode(books.encode())).contains(books);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"key\":\"a\",\"class\":\"book\"}",
        "{\"class\":\"everything\"}",
        "{\"key\":\"*\"}",
        "{\"key\":\"\"}",
        "{\"key\":\"status extra\"}",
        "{\"key\":\"status\\nother\"}",
        "{\"key\":null,\"class\":null}"
      })
  void everythingElseIsNone(String body) {
    assertThatThrownBy(() -> scope(body)).isInstanceOf(ProblemException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                             | body
          []                                             | body
          null                                           | body
          {"class":"book"                                | body
          {"class":"book","soft_ms":1} {}                | body
          {"class":"book","soft_ms":1,"soft_ms":2}       | body
          {"class":"book"}                               | soft_ms
          {"soft_ms":1}                                  | class
          {"class":"book","soft_ms":"1"}                 | soft_ms
          {"class":"book","soft_ms":1.5}                 | soft_ms
          {"class":"book","soft_ms":true}                | soft_ms
          {"class":"book","soft_ms":99999999999999999999} | soft_ms
          {"class":5,"soft_ms":1}                        | class
          {"class":"book","soft_ms":1,"Soft_ms":2}       | Soft_ms
          """)
  void aBodyThatIsNotMeantIsRefusedAndTheMemberNamed(String body, String member) {
    assertThatThrownBy(() -> StrictJson.read(body.getBytes(UTF_8), CacheAdmin.Ttl.class))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> {
              Problem problem = refused.problem();
              assertThat(problem.status()).isEqualTo(400);
              assertThat(problem.errors().getFirst().field()).isEqualTo(member);
            });
  }

  @Test
  void nullGivesALimitBack() {
    CacheAdmin.Ttl read =
        StrictJson.read(
            "{\"class\":\"book\",\"soft_ms\":null}".getBytes(UTF_8), CacheAdmin.Ttl.class);
    assertThat(read).isEqualTo(new CacheAdmin.Ttl("book", null));
  }

  private static Scope scope(String body) {
    return StrictJson.read(body.getBytes(UTF_8), CacheAdmin.Invalidate.class).scope();
  }
}
