package io.virtuoso.gateway.serve.guard;

import static io.virtuoso.gateway.fixture.Client.header;
import static io.virtuoso.gateway.fixture.Client.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.virtuoso.gateway.fixture.Client;
import io.virtuoso.gateway.fixture.Keys;
import io.virtuoso.gateway.fixture.Surroundings;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Surroundings.class)
@SuppressWarnings("NullAway") // Quarkus fills the fields in before each test
class KeyAccessTest {
  private static final String ADMIN = "/api/test/admin";

  @TestHTTPResource("/")
  URI base;

  private Client client;

  @BeforeEach
  void connect() {
    client = new Client(base);
  }

  @Test
  void onlyAnAdministratorsKeyOpensWhatIsForAdministrators() {
    HttpResponse<byte[]> nobody = client.send("POST", ADMIN);
    assertThat(nobody.statusCode()).isEqualTo(401);
    assertThat(json(nobody).get("code").asText()).isEqualTo("key_required");
    assertThat(header(nobody, "WWW-Authenticate")).startsWith("Bearer");
    HttpResponse<byte[]> user = client.send("POST", ADMIN, "Authorization", "Bearer " + Keys.USER);
    assertThat(user.statusCode()).isEqualTo(403);
    assertThat(json(user).get("code").asText()).isEqualTo("forbidden");
    assertThat(client.send("POST", ADMIN, "Authorization", "Bearer " + Keys.ADMIN).statusCode())
        .isEqualTo(200);
    assertThat(client.send("POST", ADMIN, "X-API-Key", Keys.ADMIN).statusCode()).isEqualTo(200);
    assertThat(client.send("POST", ADMIN, "Cookie", "key=" + Keys.ADMIN).statusCode())
        .isEqualTo(401);
    assertThat(client.send("POST", ADMIN, "X-Roles", "admin", "X-User", "operator").statusCode())
        .isEqualTo(401);
  }

  @Test
  void guessingKeysIsStoppedAndARightKeyIsNot() throws Exception {
    String request =
        "GET /api/cache/metrics HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer %s\r\n%s\r\n";
    String wrong = request.formatted(Keys.WRONG, "");
    String right = request.formatted(Keys.USER, "Connection: close\r\n");
    String answers =
        client.raw(InetAddress.getByName("127.0.0.21"), wrong.repeat(20).concat(right));
    assertThat(occurrences(answers, "HTTP/1.1 401")).isEqualTo(5);
    assertThat(occurrences(answers, "HTTP/1.1 429")).isEqualTo(15);
    assertThat(occurrences(answers, "HTTP/1.1 200")).isEqualTo(1);
    assertThat(answers).contains("Retry-After: 12").doesNotContain(Keys.WRONG);
  }

  @Test
  void aKeyHasARateOfItsOwn() throws Exception {
    InetAddress address = InetAddress.getByName("127.0.0.22");
    String plain = "GET /api/nowhere HTTP/1.1\r\nHost: h\r\n%s\r\n";
    String last = plain.formatted("Connection: close\r\n");
    String answers = client.raw(address, plain.formatted("").repeat(2_000).concat(last));
    assertThat(answers).contains("HTTP/1.1 429").contains("RateLimit: \"client\";r=0;t=1");
    String keyed = plain.formatted("X-API-Key: " + Keys.USER + "\r\nConnection: close\r\n");
    assertThat(client.raw(address, keyed)).startsWith("HTTP/1.1 404");
  }

  @Test
  void whatNoResourceCouldBeCalledCostsTokensToo() throws Exception {
    InetAddress address = InetAddress.getByName("127.0.0.23");
    String odd = "GET //api HTTP/1.1\r\nHost: h\r\n%s\r\n";
    String last = odd.formatted("Connection: close\r\n");
    String answers = client.raw(address, odd.formatted("").repeat(2_000).concat(last));
    assertThat(answers).contains("HTTP/1.1 400").contains("HTTP/1.1 429");
  }

  private static int occurrences(String text, String part) {
    return text.split(part, -1).length - 1;
  }
}
