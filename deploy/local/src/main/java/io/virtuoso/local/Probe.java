package io.virtuoso.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** Asks the two services how they are. */
final class Probe implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final ObjectMapper json = new ObjectMapper();

  /** The JSON body of a 200 answer; empty for anything else, a refused connection included. */
  Optional<JsonNode> ask(String url) throws InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).build();
    try {
      HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
      return answer.statusCode() == 200
          ? Optional.of(json.readTree(answer.body()))
          : Optional.empty();
    } catch (IOException notYet) {
      return Optional.empty();
    }
  }

  /** Whether at least one feed delivers, by the engine's own word. */
  boolean anyFeedLive(String engineUrl) throws InterruptedException {
    Optional<JsonNode> status = ask(engineUrl + "/api/status");
    if (status.isPresent()) {
      for (JsonNode feed : status.get().at("/data/feeds")) {
        if (feed.path("state").asText().equals("live")) {
          return true;
        }
      }
    }
    return false;
  }

  @Override
  public void close() {
    client.close();
  }
}
