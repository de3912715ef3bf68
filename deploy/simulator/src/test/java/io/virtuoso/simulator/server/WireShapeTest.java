package io.virtuoso.simulator.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.virtuoso.simulator.rest.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Names, their order and kinds of values as in recordings of the real exchanges, which are not part
 * of the checkout: without them these tests are skipped.
 */
class WireShapeTest {
  private static final int SECONDS = 90;

  private static List<JsonNode> recorded(String file, String part) throws IOException {
    Path folder =
        Path.of(System.getProperty("checkout.root", "../..")).resolve("../shared/market-data");
    Path path = folder.resolve(file);
    Assumptions.assumeTrue(Files.exists(path), "no recorded market data at " + path);
    try (Stream<String> lines = Files.lines(path)) {
      return lines
          .filter(line -> line.startsWith("{") && line.contains(part.replace('\'', '"')))
          .limit(20)
          .map(WireClient::parse)
          .map(frame -> frame.has("frame") ? frame.get("frame") : frame)
          .toList();
    }
  }

  /** Every name with its place and the kind of its value; of arrays the first element counts. */
  private static List<String> shape(JsonNode node) {
    List<String> found = new ArrayList<>();
    walk("", node, found);
    return found;
  }

  private static void walk(String path, JsonNode node, List<String> found) {
    if (node.isObject()) {
      node.properties()
          .forEach(member -> walk(path + "." + member.getKey(), member.getValue(), found));
    } else if (node.isArray()) {
      boolean row = !node.isEmpty() && node.get(0).isValueNode();
      if (row) {
        node.forEach(element -> found.add(path + "[" + element.getNodeType()));
      } else if (!node.isEmpty()) {
        walk(path + "[]", node.get(0), found);
      }
    } else {
      found.add(path + " " + node.getNodeType());
    }
  }

  private static List<String> longest(List<JsonNode> frames) {
    assertThat(frames).as("frames like it").isNotEmpty();
    List<String> longest = List.of();
    for (JsonNode frame : frames) {
      List<String> shape = shape(frame);
      longest = shape.size() > longest.size() ? shape : longest;
    }
    return longest;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "bybit/spot/jk_Ticker.jsonl|'topic'|/bybit-spot/v5/public/spot|{'op':'subscribe','args':['tickers.BTCUSDT']}|'topic'",
        "okx/nt_ws_books_snapshot.jsonl|'snapshot'|/okx/ws/v5/public|{'op':'subscribe','args':[{'channel':'books','instId':'BTC-USDT'}]}|'snapshot'",
        "okx/nt_ws_books_update.jsonl|'update'|/okx/ws/v5/public|{'op':'subscribe','args':[{'channel':'books','instId':'BTC-USDT'}]}|'update'",
        "okx/trades_BTC-USDT_2022-05.jsonl|'trades'|/okx/ws/v5/public|{'op':'subscribe','args':[{'channel':'trades','instId':'BTC-USDT'}]}|'data'",
        "okx/nt_ws_trades.jsonl|'trades'|/okx/ws/v5/public|{'op':'subscribe','args':[{'channel':'trades','instId':'BTC-USDT'}]}|'data'",
        "okx/nt_ws_tickers.jsonl|'tickers'|/okx/ws/v5/public|{'op':'subscribe','args':[{'channel':'tickers','instId':'BTC-USDT'}]}|'data'",
        "okx/nt_ws_candle.jsonl|'data'|/okx/ws/v5/business|{'op':'subscribe','args':[{'channel':'candle1m','instId':'BTC-USDT'}]}|'data'",
        "okx/jk_MarkPrice.jsonl|'data'|/okx-swap/ws/v5/public|{'op':'subscribe','args':[{'channel':'mark-price','instId':'BTC-USDT-SWAP'}]}|'data'",
        "okx/jk_IndexTicker.jsonl|'data'|/okx-swap/ws/v5/public|{'op':'subscribe','args':[{'channel':'index-tickers','instId':'BTC-USDT'}]}|'data'",
        "okx/jk_FundingRate.jsonl|'data'|/okx-swap/ws/v5/public|{'op':'subscribe','args':[{'channel':'funding-rate','instId':'BTC-USDT-SWAP'}]}|'data'",
        "okx/jk_Trades.jsonl|'ack'|/okx/ws/v5/public|{'op':'subscribe','args':[{'channel':'trades','instId':'BTC-USDT'}]}|'event'",
        "coinbase/level2-matches-ticker_SKL-USD_2021-04.jsonl|'snapshot'|/coinbase/|{'type':'subscribe','channels':[{'name':'level2_batch','product_ids':['BTC-USDT']}]}|'snapshot'",
        "coinbase/level2-matches-ticker_SKL-USD_2021-04.jsonl|'l2update'|/coinbase/|{'type':'subscribe','channels':[{'name':'level2_batch','product_ids':['BTC-USDT']}]}|'l2update'",
        "coinbase/level2-matches-ticker_SKL-USD_2021-04.jsonl|'match'|/coinbase/|{'type':'subscribe','channels':[{'name':'matches','product_ids':['BTC-USDT']}]}|'match'",
        "coinbase/level2-matches-ticker_SKL-USD_2021-04.jsonl|'ticker'|/coinbase/|{'type':'subscribe','channels':[{'name':'ticker','product_ids':['BTC-USDT']}]}|'sequence'",
        "coinbase/subscriptions_2021-04.jsonl|'subscriptions'|/coinbase/|{'type':'subscribe','channels':[{'name':'ticker','product_ids':['BTC-USDT']}]}|'subscriptions'",
        "kraken/book_d10_BTC-USD_2026-08-16.jsonl|'status'|/kraken/v2|{'method':'ping'}|'status'",
        "kraken/book_d10_BTC-USD_2026-08-16.jsonl|'method'|/kraken/v2|{'method':'subscribe','params':{'channel':'book','symbol':['BTC/USDT'],'depth':10}}|'method'",
        "kraken/book_d10_BTC-USD_2026-08-16.jsonl|'snapshot','data'|/kraken/v2|{'method':'subscribe','params':{'channel':'book','symbol':['BTC/USDT'],'depth':10}}|'snapshot','data'",
        "kraken/book_d10_BTC-USD_2026-08-16.jsonl|'type':'update','data':[{'symbol'|/kraken/v2|{'method':'subscribe','params':{'channel':'book','symbol':['BTC/USDT'],'depth':10}}|'type':'update','data':[{'symbol'",
        "kraken/book_d10_BTC-USD_2026-08-16.jsonl|'heartbeat'|/kraken/v2|{'method':'subscribe','params':{'channel':'book','symbol':['BTC/USDT'],'depth':10}}|'heartbeat'",
        "kraken/jk_Trades.jsonl|'push'|/kraken/v2|{'method':'subscribe','params':{'channel':'trade','symbol':['BTC/USDT']}}|'update','data':[{'symbol'",
        "kraken/jk_Kline.jsonl|'push'|/kraken/v2|{'method':'subscribe','params':{'channel':'ohlc','symbol':['BTC/USDT'],'interval':1}}|'ohlc','type':'update'",
        "kraken/nt_ws_ticker_snapshot.jsonl|'ticker'|/kraken/v2|{'method':'subscribe','params':{'channel':'ticker','symbol':['BTC/USDT']}}|'ticker','type':'snapshot'",
      })
  void framesAreShapedAsRecorded(String file, String like, String path, String request, String ours)
      throws IOException {
    List<String> wanted = longest(recorded(file, like));
    DirectExchange exchange = DirectClient.exchange();
    DirectClient client = DirectClient.open(exchange, path).say(request);
    DirectClient.run(exchange, SECONDS);
    assertThat(client.with(ours).stream().map(WireShapeTest::shape).toList())
        .anySatisfy(
            shape -> assertThat(withoutRepeats(shape)).containsSubsequence(withoutRepeats(wanted)));
  }

  /** Rows of levels differ in length between messages and recordings. */
  private static List<String> withoutRepeats(List<String> shape) {
    return shape.stream().distinct().toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "okx/nt_http_get_candlesticks.jsonl|/okx/api/v5/market/candles?instId=BTC-USDT",
        "okx/nt_http_get_funding_rate_history.jsonl|/okx-swap/api/v5/public/funding-rate-history?instId=BTC-USDT-SWAP",
        "bybit/nt_http_get_instruments_spot.jsonl|/bybit-spot/v5/market/instruments-info?category=spot",
      })
  void answersAreShapedAsRecorded(String file, String target) throws IOException {
    List<String> wanted = longest(recorded(file, ""));
    assertThat(sorted(answer(target))).containsAll(sorted(wanted));
  }

  /** Of very long lists of names we have those that matter, in the same order. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "okx/nt_http_get_instruments_spot.jsonl|/okx/api/v5/public/instruments?instType=SPOT",
        "okx/nt_http_get_instruments_swap.jsonl|/okx-swap/api/v5/public/instruments?instType=SWAP",
      })
  void instrumentsHaveNamesOfTheRealOnes(String file, String target) throws IOException {
    assertThat(longest(recorded(file, ""))).containsSubsequence(answer(target));
  }

  private static List<String> sorted(List<String> shape) {
    return shape.stream().distinct().sorted().toList();
  }

  private static List<String> answer(String target) {
    Reply reply = Objects.requireNonNull(DirectClient.exchange().get(target), target);
    assertThat(reply.status()).isEqualTo(200);
    return shape(WireClient.parse(reply.body()));
  }
}
