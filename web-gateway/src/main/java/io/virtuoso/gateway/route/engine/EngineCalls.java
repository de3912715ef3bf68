package io.virtuoso.gateway.route.engine;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.faulttolerance.api.AsynchronousNonBlocking;
import io.smallrye.faulttolerance.api.CircuitBreakerName;
import io.smallrye.mutiny.Uni;
import io.virtuoso.gateway.cache.Belief;
import io.virtuoso.gateway.cache.local.LocalCache;
import io.virtuoso.gateway.observe.Causes;
import io.virtuoso.gateway.route.engine.EngineDocuments.Reply;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Fallback;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * Calls of the engine behind their guards, outermost first: fallback to the last good copy,
 * breaker, timeout, bulkhead, retry. Retried is only what the engine never saw, so a failing engine
 * gets no call more than it would without. The numbers are explained in decision 16.
 */
@ApplicationScoped
class EngineCalls {
  static final String BREAKER = "engine";

  /** Calls under way at once, each on a connection of its own. */
  static final int MOST = 5;

  /** Calls that may wait for one of those places. */
  static final int WAITING = 32;

  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final byte[] NOTHING = {};

  private final EngineAttempts attempts;
  private final EngineTargets targets;
  private final Belief belief;
  private final LocalCache local;
  private final Causes causes;
  private final MeterRegistry registry;

  @Inject
  EngineCalls(
      EngineAttempts attempts,
      EngineTargets targets,
      Belief belief,
      LocalCache local,
      Causes causes,
      MeterRegistry registry) {
    this.attempts = attempts;
    this.targets = targets;
    this.belief = belief;
    this.local = local;
    this.causes = causes;
    this.registry = registry;
  }

  @AsynchronousNonBlocking
  @Fallback(fallbackMethod = "remembered")
  @CircuitBreaker(
      requestVolumeThreshold = 2,
      failureRatio = 1,
      delay = 800,
      skipOn = BulkheadException.class)
  @CircuitBreakerName(BREAKER)
  @Timeout(900)
  @Bulkhead(value = MOST, waitingTaskQueue = WAITING)
  Uni<Reply> fetch(DocumentKey key) {
    return targets
        .of(key)
        .map(target -> attempts.get(target, causes.trace(key)))
        .orElseGet(() -> Uni.createFrom().failure(new EngineReply.Unbelievable("no route for it")))
        .map(answer -> judge(key, answer))
        .invoke(() -> count("answered"))
        .onFailure()
        .invoke(failure -> count("failed"));
  }

  /** The last good copy, which says itself how old it is; without one the failure stands. */
  Uni<Reply> remembered(DocumentKey key, Throwable failure) {
    StoredDocument copy = local.peek(key);
    return copy == null
        ? Uni.createFrom().failure(failure)
        : Uni.createFrom().item(new Reply.Remembered(copy));
  }

  private Reply judge(DocumentKey key, RestResponse<byte[]> answer) {
    if (answer.getStatus() == NOT_FOUND) {
      return new Reply.Unknown();
    }
    String type = answer.getHeaderString("Content-Type");
    if (answer.getStatus() != OK || type == null || !type.startsWith("application/json")) {
      throw new EngineReply.Unbelievable("status " + answer.getStatus());
    }
    if (answer.getHeaderString("Content-Encoding") != null) {
      throw new EngineReply.Unbelievable("encoded, though it was not asked to be");
    }
    byte[] body = answer.getEntity();
    StoredDocument document =
        EngineReply.check(
            key,
            answer.getHeaderString("X-Document-Key"),
            answer.getHeaderString("X-Document-Version"),
            answer.getHeaderString("X-Document-As-Of"),
            body == null ? NOTHING : body);
    if (belief.objection(document).isPresent()) {
      throw new EngineReply.Unbelievable("from the future");
    }
    return new Reply.Document(document);
  }

  private void count(String outcome) {
    registry.counter("virtuoso.engine", "outcome", outcome).increment();
  }
}
