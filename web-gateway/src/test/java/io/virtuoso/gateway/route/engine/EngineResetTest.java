package io.virtuoso.gateway.route.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.virtuoso.gateway.fixture.Documents;
import io.virtuoso.gateway.fixture.FakeEngine;
import io.virtuoso.gateway.fixture.Patience;
import io.virtuoso.gateway.fixture.Surroundings;
import io.virtuoso.model.Symbol;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Connections to the engine that break under calls which it would have answered. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
@TestProfile(EngineResetTest.NothingIsLate.class)
@SuppressWarnings("NullAway") // Quarkus fills the fields in before each test
class EngineResetTest {
  /** Here it is resets that end calls, never the machine. */
  public static final class NothingIsLate implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "virtuoso.gateway.engine.connect-timeout",
          Patience.LONG_MS + "ms",
          "virtuoso.gateway.engine.deadline",
          Patience.LONG_MS + "ms",
          EngineCalls.class.getName() + "/fetch/Timeout/value",
          Integer.toString(Patience.LONG_MS));
    }
  }

  @Surroundings.Around FakeEngine fake;

  @Inject Engine engine;

  @Test
  void whatIsResetAtOnceIsAskedForAgainAndOpensNoBreaker() {
    List<DocumentKey> keys =
        Stream.of("CUTUSDT", "TORNUSDT").map(Symbol::new).map(DocumentKey::confluence).toList();
    List<HttpServerRequest> held = new CopyOnWriteArrayList<>();
    for (DocumentKey key : keys) {
      StoredDocument document = Documents.newest(key, "{\"score\":3}");
      String target = "/api/dashboard/" + key;
      fake.behaves(
          target,
          first -> {
            fake.behaves(
                target, again -> FakeEngine.send(again, document, Buffer.buffer(document.body())));
            held.add(first);
            if (held.size() == keys.size()) { // both are under way
              held.forEach(each -> each.connection().close());
            }
          });
    }
    List<CompletableFuture<EngineDocuments.Reply>> replies =
        keys.stream().map(key -> engine.fetch(key).subscribeAsCompletionStage()).toList();
    for (CompletableFuture<EngineDocuments.Reply> reply : replies) {
      assertThat(reply)
          .succeedsWithin(Patience.LONG)
          .isInstanceOf(EngineDocuments.Reply.Document.class);
    }
    assertThat(held).hasSize(keys.size());
    assertThat(engine.breaker()).isEqualTo("closed");
  }
}
