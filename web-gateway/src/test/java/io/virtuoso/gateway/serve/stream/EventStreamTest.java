package io.virtuoso.gateway.serve.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.virtuoso.gateway.fixture.Client;
import io.virtuoso.gateway.fixture.Documents;
import io.virtuoso.gateway.fixture.Patience;
import io.virtuoso.gateway.fixture.RedisServer;
import io.virtuoso.gateway.fixture.Surroundings;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(Surroundings.class)
@SuppressWarnings("NullAway") // Quarkus fills the fields in before each test
class EventStreamTest {
  @Surroundings.Around RedisServer redis;

  @TestHTTPResource("/")
  URI base;

  /** An event: its id, empty without one, and its data. */
  private record Event(String id, JsonNode data) {}

  /** What a browser's EventSource does, line by line. */
  private final class Source implements Closeable {
    private final Socket socket;
    private final BufferedReader in;

    Source(String query, String lastId) throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), base.getPort());
      socket.setSoTimeout(Patience.LONG_MS);
      String last = lastId.isEmpty() ? "" : "Last-Event-ID: " + lastId + "\r\n";
      String request =
          "GET /api/stream?%s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n%s\r\n"
              .formatted(query, base.getPort(), last);
      socket.getOutputStream().write(request.getBytes(UTF_8));
      in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
      assertThat(in.readLine()).isEqualTo("HTTP/1.1 200 OK");
    }

    Event next(String op) throws IOException {
      String id = "";
      long end = System.nanoTime() + Patience.LONG.toNanos();
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (System.nanoTime() > end) {
          throw new IOException("only heartbeats instead of " + op);
        }
        if (line.startsWith("id: ")) {
          id = line.substring(4);
        } else if (line.startsWith("data: {\"op\":\"" + op + "\"")) {
          return new Event(id, Client.json(line.substring(6).getBytes(UTF_8)));
        }
      }
      throw new IOException("ended before " + op);
    }

    /**
     * Reads on until that number of symbols was published. What others published before may come
     * first, but each delta starts where the one before ended.
     */
    Event follow(Event from, long symbols) throws IOException {
      Event last = from;
      do {
        Event delta = next("delta");
        assertThat(delta.data().get("prev")).isEqualTo(last.data().get("seq"));
        last = delta;
      } while (last.data().at("/set/symbols").longValue() != symbols);
      return last;
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  @Test
  void theSameFramesComeAsEvents() throws IOException {
    publish();
    try (Source source = new Source("channel=overview&hz=4", "")) {
      String epoch = source.next("welcome").data().get("epoch").asText();
      Event snapshot = source.next("snapshot");
      assertThat(snapshot.id()).isEqualTo(id(epoch, snapshot));
      Event delta = source.follow(snapshot, publish());
      assertThat(delta.id()).isEqualTo(id(epoch, delta));
      assertThat(source.next("heartbeat").data().at("/seq/overview"))
          .isEqualTo(delta.data().get("seq"));
    }
  }

  @Test
  void headTellsWhatWouldComeAndOpensNothing() {
    Client client = new Client(base);
    HttpResponse<byte[]> head = client.send("HEAD", "/api/stream?channel=overview");
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(Client.header(head, "Content-Type")).isEqualTo("text/event-stream");
    assertThat(client.send("HEAD", "/api/stream?channel=nope").statusCode()).isEqualTo(400);
    assertThat(client.send("POST", "/api/stream?channel=overview").statusCode()).isEqualTo(405);
  }

  @Test
  void whoComesBackGetsOnlyWhatItMissed() throws IOException {
    publish();
    try (Source stays = new Source("channel=overview", "")) {
      Event snapshot = stays.next("snapshot");
      long published = publish();
      Event delta = stays.follow(snapshot, published);
      for (String query :
          new String[] {"channel=overview", "channel=overview&held=" + snapshot.id()}) {
        String last = query.contains("held") ? "" : snapshot.id();
        try (Source back = new Source(query, last)) {
          Event missed = back.next("delta");
          assertThat(missed.data().get("prev")).isEqualTo(snapshot.data().get("seq"));
          assertThat(missed.id()).isEqualTo(delta.id());
          assertThat(missed.data().at("/set/symbols").longValue()).isEqualTo(published);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', unknown_channel",
    "channel=nope, unknown_channel",
    "channel=overview&channel=nope, unknown_channel",
    "channel=overview&hz=3, bad_rate",
    "channel=overview&hz=4&hz=4, bad_rate",
    "channel=overview&held=x, bad_position",
    "channel=overview&x=1, unknown_parameter"
  })
  void nonsenseIsAProblem(String query, String code) {
    HttpResponse<byte[]> response = new Client(base).get("/api/stream?" + query);
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(Client.json(response).get("code").asText()).isEqualTo(code);
  }

  private static String id(String epoch, Event event) {
    return epoch + ":" + event.data().get("seq") + ":overview";
  }

  /** Publishes an overview and returns its number of symbols, which no other overview has. */
  private long publish() {
    StoredDocument overview =
        Documents.newest(DocumentKey.MARKET_OVERVIEW, "{\"symbols\":%d,\"scored\":3}"::formatted);
    redis.publish(overview);
    return overview.version();
  }
}
