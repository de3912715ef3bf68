package io.virtuoso.gateway.serve.guard;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.ext.web.Router;
import io.virtuoso.gateway.fixture.Keys;
import io.virtuoso.gateway.fixture.Patience;
import io.virtuoso.gateway.fixture.Routes;
import io.virtuoso.gateway.fixture.Surroundings;
import io.virtuoso.gateway.route.DocumentRoutes;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Every route, with every kind of key, spelt in every way. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
@SuppressWarnings("NullAway") // Quarkus fills the fields in before each test
class AccessMatrixTest {
  private static final List<String> METHODS =
      List.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH");

  private enum Who {
    NOBODY(""),
    STRANGER("Authorization: Bearer " + Keys.WRONG + "\r\n"),
    USER("Authorization: Bearer " + Keys.USER + "\r\n"),
    ADMIN("Authorization: Bearer " + Keys.ADMIN + "\r\n");

    private final String header;

    Who(String header) {
      this.header = header;
    }
  }

  @Inject Router router;
  @Inject DocumentRoutes documents;

  @TestHTTPResource("/")
  URI base;

  private int client;

  @Test
  void nobodyGetsWhereOnlyAdministratorsMay() throws Exception {
    List<Routes.Route> guarded =
        Routes.ofResources().stream().filter(Routes.Route::forAdmins).toList();
    assertThat(guarded).hasSizeGreaterThanOrEqualTo(2);
    for (Routes.Route route : guarded) {
      assertThat(status(route.method(), route.path(), Who.NOBODY)).as("%s", route).isEqualTo(401);
      assertThat(status(route.method(), route.path(), Who.STRANGER)).as("%s", route).isEqualTo(401);
      assertThat(status(route.method(), route.path(), Who.USER)).as("%s", route).isEqualTo(403);
      assertThat(status(route.method(), route.path(), Who.ADMIN))
          .as("%s", route)
          .isNotIn(401, 403, 404);
    }
  }

  @Test
  void whatChangesSomethingIsForAdministrators() {
    for (Routes.Route route : Routes.ofResources()) {
      if (!route.method().equals("GET")) {
        assertThat(route.forAdmins()).as("%s", route).isTrue();
      }
    }
  }

  @Test
  void aWrongKeyOpensNothingAtAll() throws Exception {
    for (String path : allPaths()) {
      for (String method : List.of("GET", "POST")) {
        assertThat(status(method, path, Who.STRANGER)).as("%s %s", method, path).isEqualTo(401);
      }
    }
  }

  @Test
  void onlyDeclaredMethodsSucceed() throws Exception {
    Map<String, Set<String>> declared = new TreeMap<>();
    for (Routes.Route route : Routes.ofResources()) {
      declared.computeIfAbsent(route.path(), path -> new TreeSet<>()).add(route.method());
    }
    for (String path : allPaths()) {
      for (String method : METHODS) {
        boolean reading = method.equals("GET") || method.equals("HEAD");
        boolean known = declared.getOrDefault(path, Set.of()).contains(method);
        if (!reading && !known) {
          for (Who who : List.of(Who.NOBODY, Who.USER, Who.ADMIN)) {
            assertThat(status(method, path, who)).as("%s %s", method, path).isBetween(400, 499);
          }
        }
      }
    }
  }

  @Test
  void whoAsksWithAnotherMethodIsToldWhichThereAre() throws Exception {
    Map<String, Set<String>> declared = new TreeMap<>();
    for (Routes.Route route : Routes.ofResources()) {
      declared.computeIfAbsent(route.path(), path -> new TreeSet<>()).add(route.method());
    }
    int told = 0;
    for (String path : allPaths()) {
      Set<String> known = new TreeSet<>(declared.getOrDefault(path, Set.of("GET")));
      if (known.contains("GET") && !path.equals("/ws")) { // an upgrade has no head to ask for
        known.add("HEAD");
      }
      String allow = "\r\nAllow: " + String.join(", ", known) + "\r\n";
      for (String method : METHODS) {
        if (!known.contains(method)) {
          String head = head(method, path, Who.ADMIN);
          if (head.startsWith("HTTP/1.1 404 ")) {
            assertThat(status("GET", path, Who.ADMIN)).as(path).isEqualTo(404);
          } else {
            assertThat(head).as("%s %s", method, path).startsWith("HTTP/1.1 405 ");
            assertThat(head).as("%s %s", method, path).containsIgnoringCase(allow);
            told++;
          }
        }
      }
    }
    assertThat(told).isGreaterThan(4 * documents.served().size());
  }

  @Test
  void nothingAnswersOptions() throws Exception {
    for (String path : allPaths()) {
      for (Who who : List.of(Who.NOBODY, Who.STRANGER, Who.USER, Who.ADMIN)) {
        assertThat(status("OPTIONS", path, who)).as("%s as %s", path, who).isEqualTo(501);
      }
    }
  }

  @Test
  void noOtherSpellingOfAPathSucceeds() throws Exception {
    for (String path : allPaths()) {
      for (String spelling : spellings(path)) {
        for (Who who : Who.values()) {
          for (String method : METHODS) {
            assertThat(status(method, spelling, who))
                .as("%s %s as %s", method, spelling, who)
                .isBetween(400, 499);
          }
        }
      }
    }
  }

  private Set<String> allPaths() {
    Set<String> paths = new TreeSet<>(Routes.paths(router, documents));
    Routes.ofResources().forEach(route -> paths.add(route.path()));
    return paths;
  }

  private static List<String> spellings(String path) {
    if (path.equals("/")) {
      return List.of("//", "/.", "/;a=1", "/%2e", "/x/..");
    }
    String escaped = "/%" + Integer.toHexString(path.charAt(1)) + path.substring(2);
    String upper = path.toUpperCase(Locale.ROOT);
    return List.of(
        "/" + path,
        path + "/",
        path + ";a=1",
        escaped,
        "/x/.." + path,
        "/." + path,
        path + "/.",
        path + "%00",
        path.replaceFirst("/", "/%2F"),
        path.replaceFirst("/", "\\\\"),
        upper.equals(path) ? "//" : upper);
  }

  /** Each request from an address of its own, so that no limit answers in the route's place. */
  private int status(String method, String target, Who who) throws IOException {
    return Integer.parseInt(head(method, target, who).substring(9, 12));
  }

  /** Status line and headers, with their ends of line. */
  private String head(String method, String target, Who who) throws IOException {
    client++;
    InetAddress from =
        InetAddress.getByAddress(
            new byte[] {127, 1, (byte) (client / 250 + 1), (byte) (client % 250 + 1)});
    String length = method.startsWith("P") ? "Content-Length: 0\r\n" : "";
    String request =
        "%s %s HTTP/1.1\r\nHost: h\r\nConnection: close\r\n%s%s\r\n"
            .formatted(method, target, length, who.header);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), base.getPort(), from, 0)) {
      socket.setSoTimeout(Patience.LONG_MS);
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      BufferedReader in =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
      StringBuilder head = new StringBuilder();
      for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
        head.append(line).append("\r\n");
      }
      assertThat(head).as("%s %s", method, target).startsWith("HTTP/1.1 ");
      return head.toString();
    }
  }
}
