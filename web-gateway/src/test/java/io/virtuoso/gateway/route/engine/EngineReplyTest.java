package io.virtuoso.gateway.route.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.virtuoso.gateway.fixture.Documents;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EngineReplyTest {
  private static final DocumentKey KEY = DocumentKey.MARKET_OVERVIEW;
  private static final StoredDocument GOOD =
      Documents.of(KEY, 1_763_807_465_123L, "{\"symbols\":3}");
  private static final String VERSION = Long.toString(GOOD.version());
  private static final String AS_OF = Long.toString(GOOD.asOfMs());

  @Test
  void takesTheDocumentThatWasAskedFor() {
    StoredDocument document = EngineReply.check(KEY, KEY.path(), VERSION, AS_OF, GOOD.body());
    assertThat(document.version()).isEqualTo(GOOD.version());
    assertThat(document.asOfMs()).isEqualTo(GOOD.asOfMs());
  }

  @Test
  void refusesABodyCutShortAnywhere() {
    String whole = new String(GOOD.body(), StandardCharsets.UTF_8);
    for (int length = 0; length < whole.length(); length++) {
      String part = whole.substring(0, length);
      assertThatThrownBy(() -> check(part)).as(part).isInstanceOf(EngineReply.Unbelievable.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html>busy</html>",
        "[]",
        "null",
        "{}",
        "{\"data\":{},\"meta\":{\"key\":\"status\",\"version\":1}}",
        "{\"data\":{},\"meta\":{\"key\":\"market/overview\",\"version\":1}}",
        "{\"data\":[],\"meta\":{\"key\":\"market/overview\",\"version\":1763807465123000}}",
        "{\"data\":{},\"meta\":{\"key\":\"market/overview\",\"version\":1763807465123000}} {}"
      })
  void refusesEverythingElse(String body) {
    assertThatThrownBy(() -> check(body)).isInstanceOf(EngineReply.Unbelievable.class);
  }

  @Test
  void refusesHeadersThatTellAnotherStory() {
    assertThatThrownBy(() -> EngineReply.check(KEY, "status", VERSION, AS_OF, GOOD.body()))
        .isInstanceOf(EngineReply.Unbelievable.class);
    assertThatThrownBy(() -> EngineReply.check(KEY, KEY.path(), "7", AS_OF, GOOD.body()))
        .isInstanceOf(EngineReply.Unbelievable.class);
    assertThatThrownBy(() -> EngineReply.check(KEY, KEY.path(), VERSION, null, GOOD.body()))
        .isInstanceOf(EngineReply.Unbelievable.class);
  }

  private static StoredDocument check(String body) {
    return EngineReply.check(
        KEY, KEY.path(), VERSION, AS_OF, body.getBytes(StandardCharsets.UTF_8));
  }
}
