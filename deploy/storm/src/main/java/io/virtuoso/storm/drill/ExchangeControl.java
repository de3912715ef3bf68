package io.virtuoso.storm.drill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** What a simulated exchange is told to do, and what it tells of what really happened. */
final class ExchangeControl implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Longer than any drill. */
  private static final int LONG_S = 3_600;

  private final HttpClient http = HttpClient.newHttpClient();
  private final String base;

  ExchangeControl(int port) {
    base = "http://127.0.0.1:" + port + "/control/";
  }

  /** From now on connections are reset, new ones too, at every venue, until it is mended. */
  void down() throws IOException {
    String order = "{\"fault\":\"down\",\"seconds\":%d}".formatted(LONG_S);
    ask(request("faults").POST(BodyPublishers.ofString(order)));
  }

  /** Ends every fault. */
  void mend() throws IOException {
    ask(request("faults").DELETE());
  }

  /** How often a fault was applied. */
  long applied(String fault) throws IOException {
    return ask(request("status")).at("/faults/applied/" + fault).asLong();
  }

  /** The minutes of a symbol that have closed, oldest first, in the venue's own units. */
  JsonNode minutes(String venue, String symbol) throws IOException {
    String query = "ledger?venue=%s&symbol=%s".formatted(venue, symbol);
    return ask(request(query)).at("/symbols/0/bars");
  }

  private HttpRequest.Builder request(String target) {
    return HttpRequest.newBuilder(URI.create(base + target)).timeout(PATIENCE);
  }

  private JsonNode ask(HttpRequest.Builder request) throws IOException {
    HttpResponse<String> answer;
    try {
      answer = http.send(request.build(), BodyHandlers.ofString());
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new IOException("nobody waits any more", stopping);
    }
    if (answer.statusCode() / 100 != 2) {
      throw new IOException("the exchange's control: " + answer.statusCode() + answer.body());
    }
    return JSON.readTree(answer.body());
  }

  @Override
  public void close() {
    http.close();
  }
}
