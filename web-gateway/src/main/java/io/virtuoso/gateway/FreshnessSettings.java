package io.virtuoso.gateway;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;
import io.virtuoso.model.wire.FreshnessPolicy;
import java.util.Map;

/** How long documents are what; the values come with {@code common-model}. */
@ConfigMapping(prefix = "virtuoso.freshness")
public interface FreshnessSettings {
  /** By the code of the document class; every class has an entry. */
  @WithParentName
  Map<String, FreshnessPolicy> classes();
}
