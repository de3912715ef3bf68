package io.virtuoso.simulator;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.virtuoso.simulator.market.Market;
import io.virtuoso.simulator.server.ExchangeServer;
import io.virtuoso.simulator.venue.Exchange;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A server on loopback that speaks the wire formats of several exchanges about a market that does
 * not exist. Paths begin with a {@link io.virtuoso.simulator.wire.VenueId} or, for faults and
 * truth, with {@code /control}.
 */
public final class SimulatedExchange implements AutoCloseable {
  /** The only address it ever listens on. */
  public static final String HOST = "127.0.0.1";

  private static final int PATIENCE_SECONDS = 60;
  private static final int MOST_STEPS_AT_ONCE = 200;
  private static final int MOST_ADDRESS = 32_768;

  private final Vertx vertx;
  private final Context loop;
  private final Market market;
  private final ExchangeServer exchange;
  private final HttpServer http;
  private final boolean byHand;
  private final long paceOrigin;

  private SimulatedExchange(SimulatorSettings settings) {
    byHand = settings.byHand();
    // Beside each other, so that market time does not lag the wall clock by the time it takes to
    // open.
    paceOrigin = System.nanoTime();
    Instant start = Objects.requireNonNullElseGet(settings.start(), Instant::now);
    market =
        new Market(settings.seed(), settings.instruments(), start.toEpochMilli(), settings.rate());
    exchange = new ExchangeServer(new Exchange(market), settings.seed(), settings.requestWeight());
    vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false)));
    loop = vertx.getOrCreateContext();
    http =
        vertx.createHttpServer(
            new HttpServerOptions()
                .setHost(HOST)
                .setPort(settings.port())
                .setMaxInitialLineLength(MOST_ADDRESS)
                .setHttp2ClearTextEnabled(false) // no exchange speaks it without TLS
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false));
  }

  /** Opens an exchange; when this returns it listens. */
  public static SimulatedExchange start(SimulatorSettings settings) {
    SimulatedExchange simulated = new SimulatedExchange(settings);
    try {
      simulated.open();
      return simulated;
    } catch (RuntimeException failure) {
      simulated.close();
      throw failure;
    }
  }

  private void open() {
    Promise<HttpServer> listening = Promise.promise();
    loop.runOnContext(_ -> {
      http.requestHandler(exchange::handle).listen().onComplete(listening);
      if (!byHand) {
        vertx.setPeriodic(Market.STEP_MILLIS, _ -> pace());
      }
    });
    await(listening.future(), "cannot listen");
  }

  /** The wall clock only decides how many steps are due; what they bring is the seed's affair. */
  private void pace() {
    long due =
        (System.nanoTime() - paceOrigin) / (Market.STEP_MILLIS * 1_000_000L) - market.steps();
    exchange.advance(Math.min(due, MOST_STEPS_AT_ONCE));
  }

  /** Port on 127.0.0.1. */
  public int port() {
    return http.actualPort();
  }

  /**
   * Lets {@code steps} steps of {@link Market#STEP_MILLIS} ms pass, and waits for it; only if
   * driven by hand.
   */
  public void advance(int steps) {
    if (!byHand) {
      throw new IllegalStateException("this exchange is paced by the wall clock");
    }
    Promise<Void> done = Promise.promise();
    loop.runOnContext(_ -> advance(steps, done));
    await(done.future(), "steps failed");
  }

  /** In portions, so that sockets get their turn. */
  private void advance(int steps, Promise<Void> done) {
    try {
      int portion = Math.min(steps, MOST_STEPS_AT_ONCE);
      exchange.advance(portion);
      if (steps > portion) {
        loop.runOnContext(_ -> advance(steps - portion, done));
      } else {
        done.complete();
      }
    } catch (RuntimeException failure) {
      done.fail(failure);
    }
  }

  @Override
  public void close() {
    await(vertx.close(), "cannot close");
  }

  private static void await(Future<?> future, String problem) {
    try {
      var _ =
          future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(problem, interrupted);
    } catch (ExecutionException failure) {
      throw new IllegalStateException(problem + ": " + failure.getCause(), failure);
    } catch (TimeoutException late) {
      throw new IllegalStateException(problem + " within " + PATIENCE_SECONDS + " s", late);
    }
  }
}
