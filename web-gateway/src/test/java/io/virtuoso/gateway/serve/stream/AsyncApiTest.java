package io.virtuoso.gateway.serve.stream;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.smallrye.mutiny.Uni;
import io.virtuoso.gateway.cache.fill.WatchedKeys;
import io.virtuoso.gateway.fixture.Documents;
import io.virtuoso.gateway.fixture.FakeClock;
import io.virtuoso.gateway.fixture.Settings;
import io.virtuoso.gateway.observe.Outcome;
import io.virtuoso.gateway.observe.Tier;
import io.virtuoso.gateway.route.Answer;
import io.virtuoso.gateway.route.DataState;
import io.virtuoso.gateway.route.UnknownDocumentException;
import io.virtuoso.model.Symbol;
import io.virtuoso.model.wire.DocumentJson;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The committed AsyncAPI file and the code describe the same messages, each the other's. */
class AsyncApiTest {
  private static final ObjectMapper JSON = DocumentJson.mapper();
  private static final JsonNode FILE = file();

  private final FakeClock clock = new FakeClock();
  private final Map<DocumentKey, StoredDocument> held = new HashMap<>();
  private final Hub hub =
      new Hub(
          key ->
              held.containsKey(key)
                  ? Uni.createFrom().item(answer(held.get(key)))
                  : Uni.createFrom().failure(new UnknownDocumentException(key)),
          new WatchedKeys() {
            @Override
            public void watch(DocumentKey key) {}

            @Override
            public void unwatch(DocumentKey key) {}
          },
          Settings.of(Map.of()).stream(),
          clock,
          clock,
          Runnable::run);

  @Test
  void everyFrameOfASessionFollowsItsSchemaAndEveryMemberOfASchemaIsSeen() {
    Map<String, Set<String>> seen = new TreeMap<>();
    Map<String, JsonSchema> schemas = schemas("hear");
    for (JsonNode frame : session()) {
      String op = frame.get("op").asText();
      assertThat(schemas).as("described").containsKey(op);
      assertThat(faults(schemas, op, frame)).as(frame.toString()).isEmpty();
      frame.fieldNames().forEachRemaining(seen.computeIfAbsent(op, fresh -> new TreeSet<>())::add);
    }
    Map<String, Set<String>> described = new TreeMap<>();
    messages("hear").forEach((op, message) -> described.put(op, members(message)));
    assertThat(seen).isEqualTo(described);
  }

  @Test
  void theEventsAreTheSameMessagesButForTheAnswerToAQuestionNobodyCanAsk() {
    Set<String> expected = new TreeSet<>(messages("hear").keySet());
    expected.remove("pong");
    assertThat(messages("listen").keySet()).isEqualTo(expected);
  }

  @Test
  void everyOperationThatIsFollowedIsDescribedWithExamplesThatAreFollowed() {
    Map<String, JsonNode> said = messages("say");
    assertThat(said.keySet())
        .isEqualTo(Stream.of(Op.values()).map(Op::text).collect(toCollection(TreeSet::new)));
    publish(1);
    Map<String, JsonSchema> schemas = schemas("say");
    FakeOutlet outlet = new FakeOutlet();
    Subscriber subscriber = open(outlet);
    said.forEach((op, message) -> {
      for (JsonNode example : message.get("examples")) {
        JsonNode payload = example.get("payload");
        assertThat(faults(schemas, op, payload)).isEmpty();
        hub.message(subscriber, payload.toString());
      }
    });
    assertThat(outlet.ops()).doesNotContain("error");
  }

  @Test
  void examplesOfWhatIsSentFollowTheirSchemas() {
    messages("hear")
        .forEach((op, message) -> {
          for (JsonNode example : message.get("examples")) {
            assertThat(faults(schemas("hear"), op, example.get("payload"))).as(op).isEmpty();
          }
        });
  }

  @Test
  void theChannelsAreTheOnesOfTheCode() {
    String pattern = FILE.at("/components/schemas/channel/pattern").asText();
    for (String name : List.of("overview", "scores", "status", "symbol:BTCUSDT", "signals", "x")) {
      assertThat(name.matches(pattern)).as(name).isEqualTo(ChannelName.of(name).isPresent());
    }
  }

  /** Everything that can be sent, sent for a reason. */
  private List<JsonNode> session() {
    publish(1);
    FakeOutlet outlet = new FakeOutlet();
    Subscriber subscriber = open(outlet);
    hub.message(subscriber, "{\"op\":\"hello\"}");
    hub.message(subscriber, "{\"op\":\"ping\"}");
    hub.message(subscriber, "{\"op\":\"subscribe\",\"channel\":\"scores\"}");
    hub.message(subscriber, "{\"op\":\"subscribe\",\"channel\":\"symbol:BTCUSDT\"}");
    hub.message(subscriber, "{\"op\":\"subscribe\",\"id\":7,\"channel\":\"symbol:NOPEUSDT\"}");
    publish(2);
    hub.message(subscriber, "{\"op\":\"resync\",\"channel\":\"scores\"}");
    for (int i = 0; i < 200; i++) {
      clock.advance(Hub.TICK);
      hub.tick();
    }
    hub.drain();
    return new ArrayList<>(outlet.all);
  }

  private static Answer answer(StoredDocument document) {
    return new Answer(document, DataState.LIVE, Outcome.FRESH_HIT, Tier.LOCAL, "local; hit");
  }

  private Subscriber open(FakeOutlet outlet) {
    Subscriber subscriber = new Subscriber(outlet, Settings.of(Map.of()).stream(), clock);
    hub.open(subscriber);
    return subscriber;
  }

  private void publish(int score) {
    clock.advance(Duration.ofSeconds(1));
    String row = Documents.row("BTCUSDT", Integer.toString(score), 1, 1);
    publish(DocumentKey.MARKET_SYMBOLS, Documents.table(row));
    String data = "{\"symbol\":\"BTCUSDT\",\"score\":%d}".formatted(score);
    publish(DocumentKey.confluence(new Symbol("BTCUSDT")), data);
  }

  private void publish(DocumentKey key, String data) {
    StoredDocument document = Documents.of(key, clock.millis(), data);
    held.put(key, document);
    hub.newer(document);
  }

  /** The messages of that operation of the file by what their {@code op} must be. */
  private static Map<String, JsonNode> messages(String operation) {
    Map<String, JsonNode> messages = new TreeMap<>();
    for (JsonNode reference : FILE.at("/operations/" + operation + "/messages")) {
      JsonNode inChannel = FILE.at(reference.get("$ref").asText().substring(1));
      JsonNode message = FILE.at(inChannel.get("$ref").asText().substring(1));
      messages.put(message.at("/payload/properties/op/const").asText(), message);
    }
    return messages;
  }

  private static Map<String, JsonSchema> schemas(String operation) {
    JsonSchemaFactory factory = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    Map<String, JsonSchema> schemas = new TreeMap<>();
    messages(operation)
        .forEach((op, message) -> {
          ObjectNode schema = message.get("payload").deepCopy();
          schema.set("components", FILE.get("components")); // what its references point into
          schemas.put(op, factory.getSchema(schema));
        });
    return schemas;
  }

  private static Set<ValidationMessage> faults(
      Map<String, JsonSchema> schemas, String op, JsonNode frame) {
    return Objects.requireNonNull(schemas.get(op), op).validate(frame);
  }

  private static Set<String> members(JsonNode message) {
    Set<String> names = new TreeSet<>();
    message.at("/payload/properties").fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static JsonNode file() {
    try {
      Path root = Path.of(System.getProperty("checkout.root", ".."));
      return JSON.readTree(root.resolve("docs/api/asyncapi.json").toFile());
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }
}
