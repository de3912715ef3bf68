package io.virtuoso.gateway.serve.rest;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.virtuoso.gateway.observe.RequestMeter;
import io.virtuoso.gateway.observe.Requests;
import io.virtuoso.gateway.route.DocumentRoute;
import io.virtuoso.gateway.route.DocumentRoutes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Targets that passed the gate and were understood, letter by letter. Bounded; thread-safe. Also
 * where each route is counted.
 */
@Singleton
final class KnownTargets {
  private static final int MAX_TARGETS = 4_096;

  private final Map<DocumentRoute, RequestMeter> meters = new HashMap<>();
  private final Cache<String, DocumentRoute.Asked> known =
      Caffeine.newBuilder().maximumSize(MAX_TARGETS).executor(Runnable::run).build();

  @Inject
  KnownTargets(DocumentRoutes routes, Requests requests) {
    routes.served().forEach(route -> meters.put(route, requests.route(route.path())));
  }

  /** What a target asks for; null when it was not asked for before. */
  DocumentRoute.@Nullable Asked find(String target) {
    return known.getIfPresent(target);
  }

  void add(String target, DocumentRoute.Asked asked) {
    known.put(target, asked);
  }

  /** Where requests of that route, which must be of the table, are counted. */
  RequestMeter meter(DocumentRoute route) {
    RequestMeter meter = meters.get(route);
    if (meter == null) {
      throw new IllegalArgumentException("a route of another table");
    }
    return meter;
  }
}
