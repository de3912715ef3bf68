package io.virtuoso.gateway.route.engine;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.faulttolerance.api.AsynchronousNonBlocking;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import io.smallrye.faulttolerance.api.CircuitBreakerName;
import io.smallrye.mutiny.Uni;
import io.virtuoso.gateway.GatewaySettings;
import io.virtuoso.gateway.cache.Belief;
import io.virtuoso.gateway.observe.Causes;
import io.virtuoso.gateway.observe.trace.TraceContext;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * The engine behind its guards, outermost first: retry (not after a timeout, which has used up the
 * caller's patience), breaker, timeout, bulkhead. The fallback is the router's: the last known good
 * copy, which it has at hand with its age.
 */
@ApplicationScoped
public class Engine implements EngineDocuments {
  private static final String BREAKER = "engine";
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;

  private final EngineApi api;
  private final EngineTargets targets;
  private final Belief belief;
  private final int maxBody;
  private final ExecutorService threads;
  private final Causes causes;
  private final MeterRegistry registry;

  @Inject
  Engine(
      @RestClient EngineApi api,
      EngineTargets targets,
      Belief belief,
      GatewaySettings settings,
      Causes causes,
      MeterRegistry registry,
      @VirtualThreads ExecutorService threads) {
    this.api = api;
    this.targets = targets;
    this.belief = belief;
    this.maxBody = (int) settings.engine().maxBody().asLongValue();
    this.threads = threads;
    this.causes = causes;
    this.registry = registry;
  }

  @Override
  @AsynchronousNonBlocking
  @Retry(
      maxRetries = 1,
      delay = 40,
      jitter = 30,
      abortOn = {
        TimeoutException.class,
        BulkheadException.class,
        CircuitBreakerOpenException.class
      })
  @CircuitBreaker(
      requestVolumeThreshold = 6,
      failureRatio = 0.5,
      delay = 2,
      delayUnit = ChronoUnit.SECONDS,
      skipOn = BulkheadException.class)
  @CircuitBreakerName(BREAKER)
  @Timeout(800)
  @Bulkhead(value = 16, waitingTaskQueue = 32)
  public Uni<Reply> fetch(DocumentKey key) {
    return ask(key)
        .emitOn(threads) // the body is read with blocking calls
        .map(response -> read(key, response))
        .invoke(() -> count("answered"))
        .onFailure()
        .invoke(failure -> count("failed"));
  }

  /** The breaker's state: {@code closed}, {@code open} or {@code half_open}. */
  public String breaker() {
    return CircuitBreakerMaintenance.get().currentState(BREAKER).name().toLowerCase(Locale.ROOT);
  }

  private Uni<RestResponse<InputStream>> ask(DocumentKey key) {
    TraceContext trace = causes.trace(key);
    return targets
        .of(key)
        .map(target ->
            api.get(target.path().substring(1), target.query(), trace.header(), trace.state()))
        .orElseGet(() -> Uni.createFrom().failure(new EngineReply.Unbelievable("no route for it")));
  }

  private Reply read(DocumentKey key, RestResponse<InputStream> response) {
    try (InputStream in = response.getEntity()) {
      if (response.getStatus() == NOT_FOUND) {
        return new Reply.Unknown();
      }
      MediaType type = response.getMediaType();
      if (response.getStatus() != OK
          || type == null
          || !MediaType.APPLICATION_JSON_TYPE.isCompatible(type)) {
        throw new EngineReply.Unbelievable("status " + response.getStatus() + ", type " + type);
      }
      byte[] body = in.readNBytes(maxBody + 1);
      if (body.length > maxBody) {
        throw new EngineReply.Unbelievable("longer than " + maxBody + " bytes");
      }
      StoredDocument document =
          EngineReply.check(
              key,
              response.getHeaderString("X-Document-Key"),
              response.getHeaderString("X-Document-Version"),
              response.getHeaderString("X-Document-As-Of"),
              body);
      if (belief.objection(document).isPresent()) {
        throw new EngineReply.Unbelievable("from the future");
      }
      return new Reply.Document(document);
    } catch (IOException cutShort) {
      throw new UncheckedIOException(cutShort);
    }
  }

  private void count(String outcome) {
    registry.counter("virtuoso.engine", "outcome", outcome).increment();
  }
}
