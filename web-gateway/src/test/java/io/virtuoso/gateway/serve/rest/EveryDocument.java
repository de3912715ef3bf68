package io.virtuoso.gateway.serve.rest;

import static io.virtuoso.gateway.fixture.Client.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.virtuoso.gateway.fixture.Client;
import io.virtuoso.gateway.fixture.Documents;
import io.virtuoso.gateway.fixture.FakeEngine;
import io.virtuoso.gateway.fixture.RedisServer;
import io.virtuoso.gateway.route.DocumentRoutes;
import io.virtuoso.gateway.route.engine.EngineTargets.Target;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A document for every route of the table. */
final class EveryDocument {
  private static final String ROWS =
      String.join(
          ",",
          IntStream.range(10, 40)
              .mapToObj(i ->
                  Documents.row("COIN" + i + "USDT", "5" + i % 10, i - 25, 0.9)
                      .replace("1000.5", "5000000"))
              .toList());
  private static final String LEVELS =
      String.join(
          ",",
          IntStream.range(0, 50)
              .mapToObj(i -> "{\"price\":\"%d\",\"quantity\":\"1.5\"}".formatted(100 - i))
              .toList());
  private static final String BARS =
      String.join(
          ",",
          IntStream.range(10, 40)
              .mapToObj(i ->
                  """
                  {"open_time":"2026-11-22T10:%d:00.000Z","open":"1","high":"2","low":"1","close":"2"}\
                  """
                      .formatted(i))
              .toList());

  /** What is in each kind of document; a route whose document is not here fails its test. */
  private static final Map<String, String> DATA =
      Map.of(
          "dashboard/overview",
          """
          {"market":{"symbols":30,"scored":30,"coverage":1.0,"missing":[]},"top_scores":[%s],\
          "bottom_scores":[],"gainers":[],"losers":[],"rows":[%s],"signals":null,"alerts":null,\
          "feeds":[],"missing":[]}\
          """
              .formatted(ROWS, ROWS),
          "market/overview",
          "{\"symbols\":30,\"missing\":[%s]}".formatted("\"x\",".repeat(400) + "\"x\""),
          "market/symbols",
          "{\"rows\":[%s],\"coverage\":1.0}".formatted(ROWS),
          "confluence/COIN10USDT",
          "{\"symbol\":\"COIN10USDT\",\"explanation\":[%s]}"
              .formatted("\"because\",".repeat(200) + "\"so\""),
          "book/COIN10USDT",
          "{\"symbol\":\"COIN10USDT\",\"bids\":[%s],\"asks\":[%s]}".formatted(LEVELS, LEVELS),
          "candles/COIN10USDT/1m/_-_-300",
          "{\"symbol\":\"COIN10USDT\",\"bars\":[%s],\"gaps\":[]}".formatted(BARS));

  private EveryDocument() {}

  /** A path of each route. */
  static Stream<String> targets() {
    return new DocumentRoutes()
        .served().stream().map(route -> route.path().replace("{symbol}", "COIN10USDT"));
  }

  /** A new version of each, which the gateway has when this returns. */
  static void publish(FakeEngine engine, RedisServer redis, Client client) {
    DocumentRoutes routes = new DocumentRoutes();
    Map<String, StoredDocument> published = new HashMap<>();
    DATA.forEach((key, data) -> {
      StoredDocument document = Documents.newest(new DocumentKey(key), data);
      Target target = routes.of(document.key()).orElseThrow();
      engine.serves(address(target.path(), target.query()), document);
      redis.publish(document);
      published.put(target.path(), document);
    });
    // Or an announcement would change the answer in the midst of a test.
    await()
        .untilAsserted(() ->
            published.forEach((path, document) ->
                assertThat(header(client.get(path), "ETag"))
                    .as(path)
                    .startsWith("W/\"" + document.version())));
  }

  private static String address(String path, Map<String, String> query) {
    return query.isEmpty()
        ? path
        : path
            + "?"
            + String.join(
                "&", query.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList());
  }
}
