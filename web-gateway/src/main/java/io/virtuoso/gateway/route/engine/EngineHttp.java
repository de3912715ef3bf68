package io.virtuoso.gateway.route.engine;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.virtuoso.gateway.GatewaySettings;
import io.virtuoso.gateway.observe.trace.TraceContext;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The engine over HTTP, held to its word: an answer is complete by the deadline and no longer than
 * is accepted, or its connection is closed. Nothing goes on behind a caller that has given up.
 */
@Singleton
final class EngineHttp {
  private static final int POOL = 16;
  private static final int MAX_WAITING = 32;
  private static final int KEEP_ALIVE_SECONDS = 30;
  private static final int DEFAULT_PORT = 80;

  private final Vertx vertx;
  private final HttpClient client;
  private final URI base;
  private final long deadlineMs;
  private final int connectMs;
  private final int maxBody;

  /** The connection failed before the engine said anything: it may be tried again. */
  static final class Unreached extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unreached(Throwable cause) {
      super("the engine was not reached", cause, false, false);
    }
  }

  @Inject
  EngineHttp(Vertx vertx, GatewaySettings settings) {
    this.vertx = vertx;
    this.base = settings.engine().url();
    this.deadlineMs = settings.engine().deadline().toMillis();
    this.connectMs = (int) settings.engine().connectTimeout().toMillis();
    this.maxBody = (int) settings.engine().maxBody().asLongValue();
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setConnectTimeout(connectMs)
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setDecompressionSupported(false),
            new PoolOptions().setHttp1MaxSize(POOL).setMaxWaitQueueSize(MAX_WAITING));
  }

  /** Asks for that target; redirects are answers like any other, and not followed. */
  Uni<EngineAnswer> get(String target, TraceContext trace) {
    return Uni.createFrom().emitter(emitter -> new Call(emitter).start(target, trace));
  }

  @PreDestroy
  void close() {
    client.close();
  }

  /** One request on its way. */
  private final class Call {
    private final UniEmitter<? super EngineAnswer> emitter;
    private final AtomicBoolean over = new AtomicBoolean();
    private final Buffer body = Buffer.buffer();
    private final long timer;
    private volatile @Nullable HttpClientRequest request;
    private volatile boolean answering;

    Call(UniEmitter<? super EngineAnswer> emitter) {
      this.emitter = emitter;
      this.timer =
          vertx.setTimer(deadlineMs, ignored -> fail(new TimeoutException("the engine is slow")));
    }

    void start(String target, TraceContext trace) {
      emitter.onTermination(this::giveUp);
      RequestOptions options =
          new RequestOptions()
              .setMethod(HttpMethod.GET)
              .setHost(base.getHost())
              .setPort(base.getPort() < 0 ? DEFAULT_PORT : base.getPort())
              .setURI(target)
              .setConnectTimeout(connectMs)
              .putHeader("traceparent", trace.header());
      String state = trace.state();
      if (state != null) {
        options.putHeader("tracestate", state);
      }
      client.request(options).onFailure(this::failed).onSuccess(this::send);
    }

    private void send(HttpClientRequest opened) {
      request = opened;
      if (over.get()) {
        cut();
        return;
      }
      opened.exceptionHandler(this::failed);
      opened.response().onFailure(this::failed).onSuccess(this::receive);
      opened.end().onFailure(this::failed);
    }

    private void receive(HttpClientResponse response) {
      answering = true;
      response.exceptionHandler(this::failed);
      response.handler(this::append);
      response.endHandler(end -> {
        if (ends()) {
          emitter.complete(
              new EngineAnswer(response.statusCode(), response.headers(), body.getBytes()));
        }
      });
    }

    private void append(Buffer piece) {
      if (body.length() + piece.length() > maxBody) {
        fail(new EngineReply.Unbelievable("longer than " + maxBody + " bytes"));
      } else {
        body.appendBuffer(piece);
      }
    }

    private void failed(Throwable failure) {
      fail(answering ? new EngineReply.Unbelievable("cut short") : new Unreached(failure));
    }

    private void fail(Throwable failure) {
      if (ends()) {
        cut();
        emitter.fail(failure);
      }
    }

    /** Whoever waited has left. */
    private void giveUp() {
      if (ends()) {
        cut();
      }
    }

    private boolean ends() {
      boolean first = over.compareAndSet(false, true);
      if (first) {
        vertx.cancelTimer(timer);
      }
      return first;
    }

    /** Closes the connection: there is no other way to stop an answer in HTTP/1.1. */
    private void cut() {
      HttpClientRequest opened = request;
      if (opened != null) {
        opened.reset();
      }
    }
  }
}
