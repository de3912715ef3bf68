package io.virtuoso.engine.inbound.exchange.live;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** REST over Vert.x: answers bounded, redirects not followed. */
final class VertxRest implements RestTransport {
  static final String USER_AGENT = "virtuoso/0.1 (public market data)";

  /** Bytes, after decompression. */
  static final int MAX_BODY = 32 << 20;

  private final HttpClient client;
  private final Endpoint endpoint;
  private final int maxBody;

  VertxRest(Vertx vertx, String baseUrl, Timings timings, int maxBody) {
    this.endpoint = Endpoint.of(baseUrl);
    this.maxBody = maxBody;
    HttpClientOptions options = new HttpClientOptions();
    options.setConnectTimeout(Math.toIntExact(timings.connect().toMillis()));
    options.setDecompressionSupported(true);
    options.setKeepAliveTimeout(30);
    client = vertx.createHttpClient(options, new PoolOptions().setHttp1MaxSize(8));
  }

  @Override
  public Exchange get(String target) {
    RequestOptions options = new RequestOptions();
    options.setMethod(HttpMethod.GET);
    options.setHost(endpoint.host());
    options.setPort(endpoint.port());
    options.setSsl(endpoint.secure());
    options.setURI(endpoint.below(target));
    options.setFollowRedirects(false);
    options.putHeader(HttpHeaders.USER_AGENT, USER_AGENT);
    options.putHeader(HttpHeaders.ACCEPT, "application/json");
    Get get = new Get();
    try {
      client.request(options).onSuccess(get::send).onFailure(get.promise::tryFail);
    } catch (IllegalStateException e) { // Vert.x is closing
      get.promise.tryFail(e);
    }
    return get;
  }

  @Override
  public void close() {
    client.close();
  }

  private final class Get implements Exchange {
    private final Promise<Answer> promise = Promise.promise();
    private final Buffer body = Buffer.buffer();
    private @Nullable HttpClientRequest request;

    @Override
    public Future<Answer> answer() {
      return promise.future();
    }

    @Override
    public void abort(String reason) {
      if (promise.tryFail(new IOException(reason)) && request != null) {
        request.reset();
      }
    }

    private void send(HttpClientRequest ready) {
      if (promise.future().isComplete()) {
        ready.reset();
        return;
      }
      request = ready;
      ready.exceptionHandler(promise::tryFail);
      ready.send().onSuccess(this::receive).onFailure(promise::tryFail);
    }

    private void receive(HttpClientResponse response) {
      response.exceptionHandler(promise::tryFail);
      response.handler(chunk -> {
        if (promise.future().isComplete()) {
          return;
        }
        if (body.length() + chunk.length() > maxBody) {
          abort("an answer of more than " + maxBody + " bytes");
        } else {
          body.appendBuffer(chunk);
        }
      });
      response.endHandler(
          _ -> promise.tryComplete(new Answer(response.statusCode(), response.headers(), body)));
    }
  }
}
