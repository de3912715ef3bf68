package io.virtuoso.gateway.serve.guard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalPathTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/?x=1",
        "/api/status",
        "/api/market/symbols?filter=score%3E70",
        "/dashboard/symbol/BTCUSDT",
        "/assets/app-1a2b.js",
        "/a%C3%A9"
      })
  void oneSpellingPasses(String target) {
    assertThat(CanonicalPath.isCanonical(target)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*",
        "http://127.0.0.1/api/status",
        "//api/status",
        "/api//status",
        "/api/status/",
        "/api/status;x=1",
        "/api/%73tatus",
        "/api%2Fstatus",
        "/api/%2e%2e/x",
        "/api/../status",
        "/./status",
        "/api/..",
        "/api/status%00",
        "/api/%",
        "/api/%4",
        "/api/%zz",
        "/a%c3%a9",
        "/a%20b",
        "/api\\status",
        "/api/\u00e9",
        "/api/status?x=%ZZ",
        "/api/status?x=%4",
        "/api/status?x=a b",
        "/api/status?x=\u00e9",
        "/api/status?x#y"
      })
  void everyOtherIsRefused(String target) {
    assertThat(CanonicalPath.isCanonical(target)).isFalse();
  }
}
