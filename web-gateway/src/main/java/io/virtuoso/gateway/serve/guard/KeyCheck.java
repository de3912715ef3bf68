package io.virtuoso.gateway.serve.guard;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.ext.web.RoutingContext;
import io.virtuoso.gateway.GatewaySettings;
import io.virtuoso.gateway.serve.guard.key.ApiKeys;
import io.virtuoso.gateway.serve.guard.key.Caller;
import io.virtuoso.gateway.serve.guard.key.KeyFile;
import io.virtuoso.gateway.serve.guard.key.KeyHeaders;
import io.virtuoso.gateway.serve.guard.key.Presented;
import io.virtuoso.gateway.serve.problem.Problem;
import io.virtuoso.gateway.serve.problem.Problems;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whose key a request carries. A wrong one is refused on every path, public ones too, and
 * each client may be wrong only a few times a minute.
 */
@Singleton
final class KeyCheck {
  private static final Logger LOG = Logger.getLogger(KeyCheck.class);
  private static final String CALLER = "virtuoso.caller";
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final int MAX_LINES_PER_MINUTE = 10;

  private final KeyHeaders keys;
  private final Buckets wrong;
  private final Buckets told;
  private final Buckets lines;
  private final Counter refused;

  @Inject
  KeyCheck(GatewaySettings settings, Ticker ticker, MeterRegistry registry) {
    this(keys(settings.guard()), settings.guard(), ticker, registry);
  }

  KeyCheck(ApiKeys keys, GatewaySettings.Guard settings, Ticker ticker, MeterRegistry registry) {
    int perMinute = settings.badKeysPerMinute();
    int clients = settings.maxClients();
    this.keys = new KeyHeaders(keys);
    this.wrong = new Buckets(ticker, perMinute, MINUTE, perMinute, clients);
    this.told = new Buckets(ticker, 1, MINUTE, 1, clients);
    this.lines = new Buckets(ticker, MAX_LINES_PER_MINUTE, MINUTE, MAX_LINES_PER_MINUTE, 1);
    this.refused = registry.counter("virtuoso.keys.refused");
  }

  /** Notes the caller; or ends the request and returns false, when its key is nobody's. */
  boolean passes(RoutingContext request, String client) {
    return switch (keys.read(request.request().headers())) {
      case Presented.Nothing nothing -> true;
      case Presented.Known(Caller caller) -> {
        request.put(CALLER, caller);
        yield true;
      }
      case Presented.Wrong wrongKey -> {
        refused.increment();
        refuse(request, client);
        yield false;
      }
    };
  }

  /** Whose key the request carries; null when it carries none or never passed here. */
  static @Nullable Caller caller(RoutingContext request) {
    return request.get(CALLER);
  }

  private void refuse(RoutingContext request, String client) {
    if (wrong.take(client) >= 0) {
      request.response().putHeader("WWW-Authenticate", KeyAuthentication.CHALLENGE);
      Problems.send(request, Problem.of(401, "bad_key", "Nobody has this API key."));
      return;
    }
    if (told.take(client) >= 0 && lines.take("") >= 0) {
      LOG.warnf("client %s keeps trying API keys that nobody has", client);
    }
    request.response().putHeader("Retry-After", Long.toString(wrong.waitSeconds()));
    Problems.send(
        request, Problem.of(429, "too_many_bad_keys", "Too many API keys that nobody has."));
  }

  private static ApiKeys keys(GatewaySettings.Guard settings) {
    List<String> lines = new ArrayList<>(settings.keys().orElse(List.of()));
    settings.keyFile().map(KeyFile::lines).ifPresent(lines::addAll);
    return ApiKeys.of(lines);
  }
}
