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
import java.util.function.Predicate;

/** Asks the two services how they are. */
final class Probe implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final ObjectMapper json = new ObjectMapper();

  /**
   * An answer over HTTP.
   *
   * @param dataState the header of that name; empty when absent
   * @param age the header of that name, s; −1 when absent
   */
  record Answer(int status, String dataState, long age, JsonNode body) {
    /** A 200 with at least one symbol. */
    boolean tellsOfTheMarket() {
      return status == 200 && !body.at("/data/rows").isEmpty();
    }

    boolean isLive() {
      return dataState.equals("live");
    }

    /** What the document says of its origin; empty when it does not. */
    String source() {
      return body.at("/meta/source").asText();
    }
  }

  /** The answer; empty when there is none, or none in JSON. */
  Optional<Answer> ask(String url) throws InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).build();
    try {
      HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
      return Optional.of(
          new Answer(
              answer.statusCode(),
              answer.headers().firstValue("Data-State").orElse(""),
              answer.headers().firstValueAsLong("Age").orElse(-1),
              json.readTree(answer.body())));
    } catch (IOException notYet) {
      return Optional.empty();
    }
  }

  boolean holds(String url, Predicate<Answer> condition) throws InterruptedException {
    return ask(url).filter(condition).isPresent();
  }

  /** Whether at least one feed delivers, by the engine's own word. */
  static boolean hasLiveFeed(Answer status) {
    for (JsonNode feed : status.body().at("/data/feeds")) {
      if (feed.path("state").asText().equals("live")) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
