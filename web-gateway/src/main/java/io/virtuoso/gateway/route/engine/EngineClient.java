package io.virtuoso.gateway.route.engine;

import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.StreamResetException;
import io.virtuoso.gateway.GatewaySettings;
import io.virtuoso.gateway.observe.trace.TraceContext;
import io.virtuoso.gateway.route.engine.EngineTargets.Target;
import io.virtuoso.model.wire.StoredDocument;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.client.api.QuarkusRestClientProperties;

/**
 * The engine over HTTP, held to its word: an answer is complete by the deadline and no longer than
 * is accepted, or its connection is closed. Nothing goes on behind a caller that has given up.
 */
@Singleton
final class EngineClient {
  private static final int KEEP_ALIVE_SECONDS = 30;

  private final Vertx vertx;
  private final EngineApi api;
  private final Duration deadline;
  private final long maxBody;

  /** The connection failed before the engine said anything: it may be tried again. */
  static final class Unreached extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unreached(Throwable cause) {
      super("the engine was not reached", cause, false, false);
    }
  }

  /** The answer was not complete by the deadline. */
  static final class Slow extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Slow(Throwable cause) {
      super("the engine is slow", cause, false, false);
    }
  }

  @Inject
  EngineClient(Vertx vertx, GatewaySettings settings) {
    this(vertx, settings.engine());
  }

  EngineClient(Vertx vertx, GatewaySettings.Engine settings) {
    this.vertx = vertx;
    this.deadline = settings.deadline();
    this.maxBody = Math.min(settings.maxBody().asLongValue(), StoredDocument.MAX_BODY);
    this.api =
        QuarkusRestClientBuilder.newBuilder()
            .baseUri(settings.url())
            .connectTimeout(settings.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
            .readTimeout(deadline.toMillis(), TimeUnit.MILLISECONDS)
            .followRedirects(false)
            .enableCompression(false)
            .disableDefaultMapper(true)
            .userAgent("virtuoso-gateway")
            .property(QuarkusRestClientProperties.CONNECTION_POOL_SIZE, EngineCalls.MOST)
            .httpClientOptionsCustomizer(EngineClient::pool)
            .httpClientRequestCustomizer(this::hold)
            .build(EngineApi.class);
  }

  /** Asks for that target; redirects are answers like any other, and not followed. */
  Uni<RestResponse<byte[]>> get(Target target, TraceContext trace) {
    return api.document(target.path().substring(1), target.query(), trace.header(), trace.state())
        .ifNoItem()
        .after(deadline)
        .failWith(TimeoutException::new)
        .onFailure()
        .transform(EngineClient::meaning);
  }

  @PreDestroy
  void close() throws IOException {
    ((Closeable) api).close();
  }

  private static void pool(HttpClientOptions options) {
    options.setMaxWaitQueueSize(EngineCalls.WAITING).setKeepAliveTimeout(KEEP_ALIVE_SECONDS);
  }

  /**
   * Bounds an answer in length, which the client does not, and in time: whoever leaves in the
   * moment in which the request is made would leave it behind.
   */
  private void hold(HttpClientRequest request) {
    long timer =
        vertx.setTimer(deadline.toMillis(), late -> request.reset(0, new TimeoutException()));
    request.exceptionHandler(failure -> {}); // it fails the response too, which is heard
    request
        .response()
        .onFailure(failure -> vertx.cancelTimer(timer))
        .onSuccess(response -> {
          response.end().onComplete(over -> vertx.cancelTimer(timer));
          response.handler(new Measure(request)::add);
          if (isInParts(response)) {
            request.reset();
          }
        });
  }

  /** The client collects parts by itself, of any length, past whoever measures. */
  private static boolean isInParts(HttpClientResponse response) {
    String type = response.getHeader(HttpHeaders.CONTENT_TYPE);
    return type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/");
  }

  /** Stops an answer that is too long. */
  private final class Measure {
    private final HttpClientRequest request;
    private long length;

    Measure(HttpClientRequest request) {
      this.request = request;
    }

    void add(Buffer piece) {
      length += piece.length();
      if (length > maxBody) {
        request.reset(0, new EngineReply.Unbelievable("longer than " + maxBody + " bytes"));
      }
    }
  }

  private static Throwable meaning(Throwable failure) {
    Throwable cause =
        failure instanceof StreamResetException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return switch (cause) {
      case TimeoutException late -> new Slow(late);
      case HttpClosedException closed -> new EngineReply.Unbelievable("cut short");
      case IOException io -> new Unreached(io);
      case ConnectionPoolTooBusyException busy -> new Unreached(busy);
      default -> cause;
    };
  }
}
