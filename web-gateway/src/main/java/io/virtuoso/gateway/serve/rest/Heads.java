package io.virtuoso.gateway.serve.rest;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.virtuoso.gateway.cache.local.Coding;

/** What the heads of answers say of a document, whichever way they go out. */
final class Heads {
  /** What a request took that waited for nothing, in ms. */
  static final CharSequence NO_TIME = HttpHeaders.createOptimized("route;dur=0.0");

  private static final CharSequence AGE = HttpHeaders.createOptimized("Age");
  private static final CharSequence DATA_STATE = HttpHeaders.createOptimized("Data-State");
  private static final CharSequence CACHE_STATUS = HttpHeaders.createOptimized("Cache-Status");
  private static final CharSequence SERVER_TIMING = HttpHeaders.createOptimized("Server-Timing");
  private static final CharSequence LINK = HttpHeaders.createOptimized("Link");
  private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
  private static final CharSequence VARY_BY = HttpHeaders.createOptimized("Accept-Encoding");
  private static final CharSequence LIVE = HttpHeaders.createOptimized("live");

  private Heads() {}

  /** How fresh a live answer is. */
  static void live(MultiMap headers, LiveHeaders live) {
    freshness(headers, live.age(), LIVE, live.cacheStatus(), live.control());
  }

  /** How fresh any answer is. */
  static void freshness(
      MultiMap headers,
      CharSequence age,
      CharSequence state,
      CharSequence cacheStatus,
      CharSequence control) {
    headers
        .set(AGE, age)
        .set(DATA_STATE, state)
        .set(CACHE_STATUS, cacheStatus)
        .set(HttpHeaders.CACHE_CONTROL, control);
  }

  /** Which version it is. */
  static void version(MultiMap headers, Rendition rendition, CharSequence timing) {
    headers.set(HttpHeaders.ETAG, rendition.tag()).set(HttpHeaders.VARY, VARY_BY);
    String link = rendition.link();
    if (link != null) {
      headers.set(LINK, link);
    }
    headers.set(SERVER_TIMING, timing);
  }

  /** What its body is. */
  static void body(MultiMap headers, Rendition.Form form) {
    headers
        .set(HttpHeaders.CONTENT_TYPE, JSON)
        .set(HttpHeaders.CONTENT_LENGTH, Integer.toString(form.bytes().length));
    Coding coding = form.coding();
    if (coding != null) {
      headers.set(HttpHeaders.CONTENT_ENCODING, coding.token());
    }
  }
}
