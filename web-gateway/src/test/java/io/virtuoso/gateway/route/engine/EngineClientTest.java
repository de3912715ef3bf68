package io.virtuoso.gateway.route.engine;

import static io.virtuoso.gateway.fixture.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.virtuoso.gateway.cache.local.LocalCache;
import io.virtuoso.gateway.fixture.Documents;
import io.virtuoso.gateway.fixture.FakeEngine;
import io.virtuoso.gateway.fixture.Patience;
import io.virtuoso.gateway.fixture.Surroundings;
import io.virtuoso.model.Symbol;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
@QuarkusTestResource(Surroundings.class)
@SuppressWarnings("NullAway") // Quarkus fills the fields in before each test
class EngineClientTest {
  private static final Logger LOG = Logger.getLogger(EngineClientTest.class);
  private static final long SHORTEST_PAUSE_MS = 1_800;
  private static final int BURST = 4;
  private static final long SPACING_MS = 62;
  private static final DocumentKey KEY = DocumentKey.confluence(new Symbol("LIEUSDT"));
  private static final String TARGET = "/api/dashboard/confluence/LIEUSDT";
  private static final StoredDocument GOOD =
      Documents.newest(KEY, "{\"symbol\":\"LIEUSDT\",\"score\":38.25}");

  @Surroundings.Around FakeEngine fake;

  @Inject Engine engine;
  @Inject LocalCache local;

  @BeforeEach
  @AfterEach
  void wellAgain() {
    CircuitBreakerMaintenance.get().resetAll();
  }

  static Stream<Arguments> lies() {
    Buffer body = Buffer.buffer(GOOD.body());
    return Stream.of(
        lie(
            "cut short",
            request -> {
              headers(request, body.length());
              request.response().write(body.slice(0, 100));
              request.connection().close();
            }),
        lie(
            "chunked without an end",
            request -> {
              headers(request, -1);
              request.response().write(body);
            }),
        lie(
            "shorter than it says",
            request -> {
              headers(request, body.length() + 10);
              request.response().write(body);
            }),
        lie(
            "said to be compressed",
            request -> {
              request.response().putHeader("Content-Encoding", "gzip");
              FakeEngine.send(
                  request, GOOD, Buffer.buffer(new byte[] {31, -117, 8, 0, 1, 2, 3, 4}));
            }),
        lie(
            "a page",
            request -> {
              request.response().putHeader("Content-Type", "text/html").end("<html>busy</html>");
            }),
        lie(
            "a page that says it is JSON",
            request -> {
              FakeEngine.send(request, GOOD, Buffer.buffer("<html>busy</html>"));
            }),
        lie(
            "without its data",
            request -> {
              String text = body.toString().replace("\"data\"", "\"dada\"");
              FakeEngine.send(request, GOOD, Buffer.buffer(text));
            }),
        lie(
            "40 MB",
            request -> {
              FakeEngine.send(request, GOOD, Buffer.buffer(new byte[40 << 20]));
            }),
        lie(
            "trickling",
            request -> {
              headers(request, body.length());
              trickle(request, body, 0);
            }),
        lie("an error", request -> request.response().setStatusCode(500).end()),
        lie(
            "elsewhere",
            request -> {
              request
                  .response()
                  .setStatusCode(302)
                  .putHeader("Location", "http://127.0.0.1:1/")
                  .end();
            }));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("lies")
  void whatIsNotTheDocumentIsAFailureAndAskedForOnce(
      String name, Consumer<HttpServerRequest> behaviour) {
    fake.behaves(TARGET, behaviour);
    long before = fake.asked(TARGET);
    await().until(() -> !(failure(KEY) instanceof Engine.Resting));
    assertThat(fake.asked(TARGET) - before).isEqualTo(1);
    assertThat(local.peek(KEY)).isNull();
  }

  @Test
  void withoutTheEngineTheLastGoodCopyIsTheAnswer() {
    DocumentKey key = DocumentKey.confluence(new Symbol("OLDUSDT"));
    StoredDocument old = Documents.of(key, System.currentTimeMillis() - 30_000, "{\"score\":1}");
    local.offer(old);
    fake.behaves("/api/dashboard/" + key, request -> request.response().setStatusCode(500).end());
    assertThat(engine.fetch(key).await().atMost(Patience.LONG))
        .isEqualTo(new EngineDocuments.Reply.Remembered(old));
  }

  @Test
  void anEngineThatHangsIsLeftInPeaceAndNotKnockedOverWhenItReturns() {
    AtomicInteger open = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<Long> asked = new CopyOnWriteArrayList<>();
    List<DocumentKey> keys =
        Stream.iterate('A', c -> (char) (c + 1))
            .limit(26)
            .map(c -> DocumentKey.confluence(new Symbol("H" + c + "USDT")))
            .toList();
    for (DocumentKey key : keys) {
      fake.behaves(
          "/api/dashboard/" + key,
          request -> {
            asked.add(System.nanoTime());
            most.accumulateAndGet(open.incrementAndGet(), Math::max);
            request.connection().closeHandler(closed -> open.decrementAndGet());
          });
    }
    long hangs = System.nanoTime();
    await()
        .pollInterval(Duration.ofMillis(20))
        .until(() -> {
          askAll(keys);
          return engine.breaker().equals("open");
        });
    long openAfter = ms(System.nanoTime() - hangs);
    await()
        .pollInterval(Duration.ofMillis(20))
        .until(() -> {
          askAll(keys);
          return open.get() == 0;
        });
    asked.clear();
    long rests = System.nanoTime();
    await()
        .pollInterval(Duration.ofMillis(20))
        .until(() -> {
          askAll(keys);
          return asked.size() >= 3;
        });
    long rested = ms(System.nanoTime() - rests);
    int probes = asked.size();
    assertThat(most.get()).isLessThanOrEqualTo(10);
    assertThat(probes).isLessThanOrEqualTo((int) (2 + rested / SHORTEST_PAUSE_MS));
    asked.clear();
    for (DocumentKey key : keys) {
      StoredDocument document = Documents.newest(key, "{\"score\":2}");
      fake.behaves(
          "/api/dashboard/" + key,
          request -> {
            asked.add(System.nanoTime());
            FakeEngine.send(request, document, Buffer.buffer(document.body()));
          });
    }
    long returns = System.nanoTime();
    await()
        .pollInterval(Duration.ofMillis(5))
        .until(() -> {
          askAll(keys);
          return engine.breaker().equals("closed");
        });
    long closedAfter = ms(System.nanoTime() - returns);
    long later = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
    await()
        .pollInterval(Duration.ofMillis(5))
        .until(() -> {
          askAll(keys);
          return System.nanoTime() - later > 0;
        });
    // What the client let go over all that time; when it arrives is for the machine to say.
    int calls = asked.size();
    long gently = ms(System.nanoTime() - asked.getFirst());
    assertThat(calls).isBetween(2, (int) (2 + BURST + gently / SPACING_MS + 1));
    LOG.infof(
        "hang: open after %d ms, at most %d in flight, %d probes in %d ms;"
            + " return: closed after %d ms, %d calls in the %d ms from the first",
        openAfter, most.get(), probes, rested, closedAfter, calls, gently);
  }

  /** How the question fails; it must. */
  private Throwable failure(DocumentKey key) {
    return engine
        .fetch(key)
        .<Throwable>map(reply -> new AssertionError("answered " + reply))
        .onFailure()
        .recoverWithItem(failure -> failure)
        .invoke(failure -> assertThat(failure).isNotInstanceOf(AssertionError.class))
        .await()
        .atMost(Patience.LONG);
  }

  private void askAll(List<DocumentKey> keys) {
    for (DocumentKey key : keys) {
      engine.fetch(key).subscribe().with(reply -> {}, failure -> {});
    }
  }

  private static long ms(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(nanos);
  }

  private static void trickle(HttpServerRequest request, Buffer body, int at) {
    if (at < body.length() && !request.response().closed()) {
      request.response().write(body.slice(at, at + 1));
      Vertx.currentContext().owner().setTimer(100, timer -> trickle(request, body, at + 1));
    }
  }

  private static void headers(HttpServerRequest request, int length) {
    request
        .response()
        .putHeader("Content-Type", "application/json")
        .putHeader("X-Document-Key", KEY.path())
        .putHeader("X-Document-Version", Long.toString(GOOD.version()))
        .putHeader("X-Document-As-Of", Long.toString(GOOD.asOfMs()));
    if (length < 0) {
      request.response().setChunked(true);
    } else {
      request.response().putHeader("Content-Length", Integer.toString(length));
    }
  }

  private static Arguments lie(String name, Consumer<HttpServerRequest> behaviour) {
    return Arguments.of(name, behaviour);
  }
}
