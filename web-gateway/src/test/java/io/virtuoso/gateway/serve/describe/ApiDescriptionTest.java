package io.virtuoso.gateway.serve.describe;

import static io.virtuoso.gateway.fixture.Client.header;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.virtuoso.gateway.fixture.Client;
import io.virtuoso.gateway.fixture.Surroundings;
import io.virtuoso.gateway.route.DocumentRoute;
import io.virtuoso.gateway.route.DocumentRoutes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Surroundings.class)
@SuppressWarnings("NullAway") // Quarkus fills the fields in before each test
class ApiDescriptionTest {
  private static final Path COMMITTED = Path.of("../docs/api/openapi.json");
  private static final String WRITE = "virtuoso.docs.write";

  /** Keys in one order, so that a difference is one of content. */
  private static final ObjectMapper ORDERED =
      JsonMapper.builder()
          .enable(
              SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, SerializationFeature.INDENT_OUTPUT)
          .build();

  @TestHTTPResource("/")
  URI base;

  private String description;

  @BeforeEach
  void read() throws IOException {
    HttpResponse<byte[]> served = new Client(base).get("/api/openapi.json");
    assertThat(served.statusCode()).isEqualTo(200);
    assertThat(header(served, "Content-Type")).startsWith("application/json");
    description = ORDERED.writeValueAsString(ORDERED.readValue(served.body(), Object.class)) + "\n";
  }

  @Test
  void theCommittedFileIsWhatTheCodeSays() throws IOException {
    if (Boolean.getBoolean(WRITE)) {
      Files.createDirectories(COMMITTED.getParent());
      Files.writeString(COMMITTED, description);
    }
    assertThat(Files.readString(COMMITTED))
        .as(
            "docs/api/openapi.json; write it anew: mvn test -pl web-gateway -am"
                + " -Dtest=ApiDescriptionTest -Dsurefire.failIfNoSpecifiedTests=false -D%s=true",
            WRITE)
        .isEqualTo(description);
  }

  @Test
  void itIsOpenApi31AndHasEveryRouteWithEveryParameter() throws IOException {
    JsonNode api = ORDERED.readTree(description);
    assertThat(api.path("openapi").asText()).startsWith("3.1");
    for (DocumentRoute route : new DocumentRoutes().served()) {
      JsonNode operation = api.path("paths").path(route.path()).path("get");
      assertThat(operation.isObject()).as(route.path()).isTrue();
      assertThat(operation.path("parameters").findValuesAsText("name"))
          .as(route.path())
          .containsAll(route.parameters().stream().map(each -> each.name()).toList());
      assertThat(operation.path("responses").has("200")).isTrue();
      assertThat(operation.path("responses").has("304")).isTrue();
    }
    assertThat(api.path("paths").has("/api/status")).isTrue();
    assertThat(api.path("paths").has("/api/cache/metrics")).isTrue();
  }

  @Test
  void everyReferenceLeadsSomewhere() throws IOException {
    JsonNode api = ORDERED.readTree(description);
    assertThat(api.findValuesAsText("$ref"))
        .isNotEmpty()
        .allSatisfy(reference ->
            assertThat(api.at(reference.substring(1)).isMissingNode()).as(reference).isFalse());
  }
}
