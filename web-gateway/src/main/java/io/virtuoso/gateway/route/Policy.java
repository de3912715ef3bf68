package io.virtuoso.gateway.route;

import io.virtuoso.model.wire.DocumentClass;
import io.virtuoso.model.wire.FreshnessPolicy;
import java.util.EnumMap;
import java.util.Map;

/** What is configured for one class of documents. */
record Policy(Limits limits, Bounds bounds) {
  private static final String SECTION = "virtuoso.freshness";

  /**
   * The policies by class.
   *
   * @throws IllegalArgumentException when a class has none, or one that contradicts itself, or when
   *     a name is no class
   */
  static Map<DocumentClass, Policy> of(Map<String, FreshnessPolicy> configured) {
    for (String code : configured.keySet()) {
      if (DocumentClass.ofCode(code).isEmpty()) {
        throw new IllegalArgumentException(SECTION + ": no document class " + code);
      }
    }
    Map<DocumentClass, Policy> policies = new EnumMap<>(DocumentClass.class);
    for (DocumentClass each : DocumentClass.values()) {
      FreshnessPolicy own = configured.get(each.code());
      if (own == null) {
        throw new IllegalArgumentException(SECTION + ": nothing for " + each.code());
      }
      try {
        policies.put(each, of(own));
      } catch (IllegalArgumentException contradiction) {
        throw new IllegalArgumentException(
            SECTION + "." + each.code() + ": " + contradiction.getMessage(), contradiction);
      }
    }
    return policies;
  }

  private static Policy of(FreshnessPolicy own) {
    Bounds bounds = new Bounds(own.softMin().toMillis(), own.softMax().toMillis());
    long softMs = own.soft().toMillis();
    long hardMs = own.hard().toMillis();
    if (bounds.maxMs() > hardMs) {
      throw new IllegalArgumentException("soft-max must not be more than hard");
    }
    return new Policy(
        new Limits(bounds.clamp(softMs), softMs, hardMs, own.drop().toMillis()), bounds);
  }
}
