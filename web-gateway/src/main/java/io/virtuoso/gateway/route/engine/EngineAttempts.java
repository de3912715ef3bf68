package io.virtuoso.gateway.route.engine;

import io.smallrye.faulttolerance.api.AsynchronousNonBlocking;
import io.smallrye.mutiny.Uni;
import io.virtuoso.gateway.observe.trace.TraceContext;
import io.virtuoso.gateway.route.engine.EngineTargets.Target;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * The engine, asked once more when it never saw the question. A bean of its own, so that the
 * breaker judges a call by how it ended: connections that are reset in one moment, whatever was on
 * them, say nothing about an engine that answers the second attempt.
 */
@ApplicationScoped
class EngineAttempts {
  private final EngineClient client;

  @Inject
  EngineAttempts(EngineClient client) {
    this.client = client;
  }

  @AsynchronousNonBlocking
  @Retry(maxRetries = 1, delay = 40, jitter = 30, retryOn = EngineClient.Unreached.class)
  Uni<RestResponse<byte[]>> get(Target target, TraceContext trace) {
    return client.get(target, trace);
  }
}
