package io.virtuoso.gateway.serve.page;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.virtuoso.gateway.cache.local.Coding;
import io.virtuoso.gateway.observe.Exchange;
import io.virtuoso.gateway.observe.RequestMeter;
import io.virtuoso.gateway.observe.Requests;
import io.virtuoso.gateway.serve.content.Accepted;
import io.virtuoso.gateway.serve.problem.Problems;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Serves the web build from memory, each file compressed once by the build. A name is its content's
 * hash, so an answer is good for ever and an unknown name is never remembered.
 */
@ApplicationScoped
class AssetRoutes {
  private static final String FOREVER = "public, max-age=31536000, immutable";
  private static final Map<String, String> TYPES =
      Map.of(
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "txt", "text/plain; charset=utf-8");

  private final Assets assets = Assets.load();
  private final RequestMeter meter;
  private final Map<String, Asset> byName = new LinkedHashMap<>();

  /** One file: as it is, and by content coding. */
  private record Asset(String type, Buffer identity, Map<Coding, Buffer> encoded) {}

  @Inject
  AssetRoutes(Requests requests) {
    this.meter = requests.route("/assets/*");
    for (String file : assets.files()) {
      byName.put(file, asset(file));
    }
  }

  @Produces
  Assets assets() {
    return assets;
  }

  void register(@Observes Router router) {
    router.route("/assets/*").handler(this::serve);
  }

  private void serve(RoutingContext context) {
    Exchange exchange = Exchange.of(context);
    if (exchange != null) {
      exchange.routed(meter);
    }
    if (!Problems.isReading(context)) {
      return;
    }
    HttpServerResponse response = context.response();
    String path = context.normalizedPath();
    Asset asset = byName.get(path.substring(path.lastIndexOf('/') + 1));
    if (asset == null || path.indexOf('/', 1) != path.lastIndexOf('/')) {
      response.putHeader(HttpHeaders.CACHE_CONTROL, "no-store").setStatusCode(404).end();
      return;
    }
    Coding coding = Accepted.of(context.request().getHeader("Accept-Encoding")).coding();
    Buffer coded = coding == null ? null : asset.encoded().get(coding);
    Buffer body = coded == null ? asset.identity() : coded;
    if (coding != null && coded != null) {
      response.putHeader(HttpHeaders.CONTENT_ENCODING, coding.token());
    }
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, asset.type())
        .putHeader(HttpHeaders.CACHE_CONTROL, FOREVER)
        .putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING)
        .putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
    if (context.request().method().equals(HttpMethod.HEAD)) {
      response.end();
    } else {
      response.end(body);
    }
  }

  private static Asset asset(String file) {
    String type =
        TYPES.getOrDefault(file.substring(file.lastIndexOf('.') + 1), "application/octet-stream");
    try {
      Map<Coding, Buffer> encoded = new EnumMap<>(Coding.class);
      encoded.put(Coding.BROTLI, Buffer.buffer(Assets.bytes(file + ".br")));
      encoded.put(Coding.GZIP, Buffer.buffer(Assets.bytes(file + ".gz")));
      return new Asset(type, Buffer.buffer(Assets.bytes(file)), encoded);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
