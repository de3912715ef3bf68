package io.virtuoso.gateway.serve.page;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.virtuoso.gateway.observe.Exchange;
import io.virtuoso.gateway.observe.RequestMeter;
import io.virtuoso.gateway.observe.Requests;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

  /** One file: as it is, and by content coding in the order of preference. */
  private record Asset(String type, Buffer identity, Map<String, Buffer> encoded) {}

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
    router.route("/assets/*").method(HttpMethod.GET).method(HttpMethod.HEAD).handler(this::serve);
  }

  private void serve(RoutingContext context) {
    Exchange exchange = Exchange.of(context);
    if (exchange != null) {
      exchange.routed(meter);
    }
    HttpServerResponse response = context.response();
    String path = context.normalizedPath();
    Asset asset = byName.get(path.substring(path.lastIndexOf('/') + 1));
    if (asset == null || path.indexOf('/', 1) != path.lastIndexOf('/')) {
      response.putHeader(HttpHeaders.CACHE_CONTROL, "no-store").setStatusCode(404).end();
      return;
    }
    Optional<String> coding = coding(asset, context.request().getHeader("Accept-Encoding"));
    Buffer body = coding.map(one -> asset.encoded().get(one)).orElse(asset.identity());
    coding.ifPresent(one -> response.putHeader(HttpHeaders.CONTENT_ENCODING, one));
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

  private static Optional<String> coding(Asset asset, @Nullable String accepted) {
    return asset.encoded().keySet().stream()
        .filter(one -> ContentCoding.accepts(accepted, one))
        .findFirst();
  }

  private static Asset asset(String file) {
    String type =
        TYPES.getOrDefault(file.substring(file.lastIndexOf('.') + 1), "application/octet-stream");
    try {
      Map<String, Buffer> encoded = new LinkedHashMap<>();
      encoded.put(ContentCoding.BROTLI, Buffer.buffer(Assets.bytes(file + ".br")));
      encoded.put(ContentCoding.GZIP, Buffer.buffer(Assets.bytes(file + ".gz")));
      return new Asset(type, Buffer.buffer(Assets.bytes(file)), encoded);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
