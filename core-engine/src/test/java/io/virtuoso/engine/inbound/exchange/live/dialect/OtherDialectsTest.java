package io.virtuoso.engine.inbound.exchange.live.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import io.virtuoso.model.Interval;
import io.virtuoso.model.Symbol;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** OKX, Coinbase, Kraken and Bybit spot: what we say and how we take the answers. */
class OtherDialectsTest {
  private static final Okx SPOT = new Okx(Okx.Kind.SPOT, 50);
  private static final Okx SWAP = new Okx(Okx.Kind.SWAP, 50);
  private static final Coinbase COINBASE = new Coinbase(50);
  private static final Kraken KRAKEN = new Kraken(50);
  private static final Bybit BYBIT_SPOT = new Bybit(Bybit.Category.SPOT, 50);
  private static final List<ExchangeDialect> ALL =
      List.of(SPOT, SWAP, COINBASE, KRAKEN, BYBIT_SPOT);

  private static byte[] utf8(String text) {
    return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }

  private static Buffer buffer(String text) {
    return Buffer.buffer(utf8(text));
  }

  @Test
  void everyInstrumentIsOnOneConnectionPerPath() {
    List<String> many = IntStream.range(0, 120).mapToObj("COIN%03d-USDT-SWAP"::formatted).toList();
    for (ExchangeDialect dialect : ALL) {
      List<Shard> shards = dialect.shards(many);
      for (String path : shards.stream().map(Shard::path).distinct().toList()) {
        assertThat(
                shards.stream()
                    .filter(shard -> shard.path().equals(path))
                    .flatMap(shard -> shard.symbols().stream()))
            .as(path)
            .containsExactlyElementsOf(many);
      }
    }
  }

  @Test
  void candlesOfOkxComeOverAnotherPathAndLiquidationsOnce() {
    assertThat(SPOT.shards(List.of("BTC-USDT")))
        .containsExactly(
            new Shard(
                "public-0",
                "/ws/v5/public",
                List.of("BTC-USDT"),
                List.of("books:BTC-USDT", "trades:BTC-USDT", "tickers:BTC-USDT"),
                true,
                false),
            new Shard(
                "business-0",
                "/ws/v5/business",
                List.of("BTC-USDT"),
                List.of("candle1m:BTC-USDT"),
                false,
                true));
    List<String> many = IntStream.range(0, 120).mapToObj("COIN%03d-USDT-SWAP"::formatted).toList();
    assertThat(
            SWAP.shards(many).stream()
                .flatMap(shard -> shard.streams().stream())
                .filter(stream -> stream.startsWith("liquidation")))
        .containsExactly("liquidation-orders:SWAP");
    assertThat(SWAP.shards(List.of("BTC-USDT-SWAP")).getFirst().streams())
        .contains("index-tickers:BTC-USDT", "mark-price:BTC-USDT-SWAP");
  }

  @Test
  void requestsAreWordedAsDocumented() {
    assertThat(SWAP.subscribe(List.of("books:BTC-USDT-SWAP", "liquidation-orders:SWAP"), 1))
        .isEqualTo(
            "{'op':'subscribe','args':[{'channel':'books','instId':'BTC-USDT-SWAP'},{'channel':'liquidation-orders','instType':'SWAP'}]}"
                .replace('\'', '"'));
    assertThat(
            COINBASE.subscribe(
                List.of("level2_batch:BTC-USD", "matches:BTC-USD", "level2_batch:ETH-USD"), 1))
        .isEqualTo(
            "{'type':'subscribe','channels':[{'name':'level2_batch','product_ids':['BTC-USD','ETH-USD']},{'name':'matches','product_ids':['BTC-USD']}]}"
                .replace('\'', '"'));
    assertThat(KRAKEN.subscribe(List.of("book:BTC/USD"), 7))
        .isEqualTo(
            "{'method':'subscribe','params':{'channel':'book','symbol':['BTC/USD'],'depth':100},'req_id':7}"
                .replace('\'', '"'));
    assertThat(KRAKEN.unsubscribe(List.of("trade:BTC/USD"), 8))
        .isEqualTo(
            "{'method':'unsubscribe','params':{'channel':'trade','symbol':['BTC/USD']},'req_id':8}"
                .replace('\'', '"'));
    assertThat(BYBIT_SPOT.shards(List.of("BTCUSDT")))
        .containsExactly(
            new Shard(
                "spot-0",
                "/v5/public/spot",
                List.of("BTCUSDT"),
                List.of(
                    "orderbook.200.BTCUSDT",
                    "publicTrade.BTCUSDT",
                    "tickers.BTCUSDT",
                    "kline.1.BTCUSDT"),
                true,
                true));
  }

  @Test
  void booksAreMadeWholeBySubscribingAgain() {
    assertThat(SPOT.resync("BTC-USDT")).isEqualTo(new Resync.Resubscribe("books:BTC-USDT"));
    assertThat(COINBASE.resync("BTC-USD"))
        .isEqualTo(new Resync.Resubscribe("level2_batch:BTC-USD"));
    assertThat(KRAKEN.resync("BTC/USD")).isEqualTo(new Resync.Resubscribe("book:BTC/USD"));
  }

  @Test
  void everyDialectKeepsItsConnection() {
    assertThat(SPOT.heartbeat())
        .hasValueSatisfying(beat -> {
          assertThat(beat.message()).isEqualTo("ping");
          assertThat(beat.period()).hasSeconds(20);
        });
    assertThat(KRAKEN.heartbeat().orElseThrow().period()).hasSeconds(30);
    assertThat(COINBASE.heartbeat()).as("the exchange beats").isEmpty();
    assertThat(COINBASE.shards(List.of("BTC-USD")).getFirst().streams())
        .contains("heartbeat:BTC-USD");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "{'arg':{'channel':'trades','instId':'A'},'data':[]}; DATA",
        "{'data':[],'arg':{'channel':'trades','instId':'A'}}; DATA",
        "{'event':'subscribe','arg':{'channel':'trades','instId':'A'},'connId':'x'}; ACKNOWLEDGED",
        "{'event':'error','code':'60012','msg':'Invalid request'}; REFUSED",
        "{'event':'notice','code':'64008','msg':'upgrade','connId':'x'}; SHUTDOWN",
        "pong; PONG",
        "{'event':'channel-conn-count','channel':'x'}; OTHER"
      })
  void framesOfOkxAreToldApart(String frame, FrameKind kind) {
    assertThat(SPOT.classify(buffer(frame))).isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "{'type':'l2update','product_id':'A'}; DATA",
        "{'type':'match'}; DATA",
        "{'type':'heartbeat','sequence':1}; OTHER",
        "{'type':'subscriptions','channels':[]}; ACKNOWLEDGED",
        "{'type':'error','message':'Failed to subscribe'}; REFUSED",
        "x; OTHER"
      })
  void framesOfCoinbaseAreToldApart(String frame, FrameKind kind) {
    assertThat(COINBASE.classify(buffer(frame))).isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "{'channel':'book','type':'update','data':[]}; DATA",
        "{'channel':'heartbeat'}; OTHER",
        "{'channel':'status','type':'update','data':[]}; OTHER",
        "{'method':'subscribe','result':{'channel':'book'},'success':true}; ACKNOWLEDGED",
        "{'error':'Subscription depth not supported','method':'subscribe','success':false}; REFUSED",
        "{'method':'pong','req_id':1}; PONG"
      })
  void framesOfKrakenAreToldApart(String frame, FrameKind kind) {
    assertThat(KRAKEN.classify(buffer(frame))).isEqualTo(kind);
  }

  @Test
  void onlyLinearSwapsWithTheirContractValue() throws IOException {
    String body =
        """
        {'code':'0','msg':'','data':[
        {'instId':'BTC-USD-SWAP','instFamily':'BTC-USD','ctType':'inverse','ctVal':'100','ctMult':'1','ctValCcy':'USD','tickSz':'0.1','lotSz':'1','state':'live'},
        {'instId':'BTC-USDT-SWAP','instFamily':'BTC-USDT','ctType':'linear','ctVal':'0.01','ctMult':'1','ctValCcy':'BTC','tickSz':'0.1','lotSz':'0.01','state':'live'},
        {'instId':'PEPE-USDT-SWAP','instFamily':'PEPE-USDT','ctType':'linear','ctVal':'10000000','ctMult':'1','ctValCcy':'PEPE','tickSz':'0.000000001','lotSz':'0.1','state':'suspend'},
        {'instId':'ETH-USDT-SWAP','instFamily':'ETH-USDT','ctType':'linear','ctVal':'','ctMult':'1','ctValCcy':'ETH','tickSz':'0.1','lotSz':'1','state':'live'}]}\
        """;
    assertThat(SWAP.readInstruments(utf8(body)).listings())
        .containsExactly(
            new Listing("BTC-USDT-SWAP", new Symbol("BTCUSDT"), 1, 4, true, new BigDecimal("0.01")),
            new Listing(
                "PEPE-USDT-SWAP", new Symbol("PEPEUSDT"), 9, 1, false, new BigDecimal("10000000")));
  }

  @Test
  void listsOfSpotInstruments() throws IOException {
    assertThat(
            SPOT.readInstruments(
                    utf8(
                        "{'code':'0','data':[{'instId':'BTC-USD','baseCcy':'BTC','quoteCcy':'USD','tickSz':'0.1','lotSz':'0.00000001','state':'live'}]}"))
                .listings())
        .containsExactly(new Listing("BTC-USD", new Symbol("BTCUSD"), 1, 8, true));
    assertThat(
            COINBASE
                .readInstruments(
                    utf8(
                        "[{'id':'BTC-USD','base_currency':'BTC','quote_currency':'USD','quote_increment':'0.01','base_increment':'0.00000001','status':'online','trading_disabled':false},{'id':'X-USD','base_currency':'X','quote_currency':'USD','quote_increment':'1','base_increment':'1','status':'delisted'}]"))
                .listings())
        .containsExactly(
            new Listing("BTC-USD", new Symbol("BTCUSD"), 2, 8, true),
            new Listing("X-USD", new Symbol("XUSD"), 0, 0, false));
    assertThat(
            KRAKEN
                .readInstruments(
                    utf8(
                        "{'error':[],'result':{'XBTUSDT':{'altname':'XBTUSDT','wsname':'XBT/USDT','pair_decimals':1,'lot_decimals':8,'status':'online'},'XXDGZUSD':{'wsname':'XDG/USD','pair_decimals':7,'lot_decimals':8,'status':'online'},'NO':{'pair_decimals':1,'lot_decimals':8}}}"))
                .listings())
        .containsExactly(
            new Listing("BTC/USDT", new Symbol("BTCUSDT"), 1, 8, true, BigDecimal.ONE, "XBTUSDT"),
            new Listing("DOGE/USD", new Symbol("DOGEUSD"), 7, 8, true, BigDecimal.ONE, "XXDGZUSD"));
    assertThat(
            BYBIT_SPOT
                .readInstruments(
                    utf8(
                        "{'retCode':0,'result':{'list':[{'symbol':'BTCUSDT','baseCoin':'BTC','quoteCoin':'USDT','status':'Trading','lotSizeFilter':{'basePrecision':'0.000001'},'priceFilter':{'tickSize':'0.01'}}]}}"))
                .listings())
        .containsExactly(new Listing("BTCUSDT", new Symbol("BTCUSDT"), 2, 6, true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>", "7", "{'data':7}", "{'result':[]}", "{'result':{[}"})
  void whatIsNoInstrumentListIsSaidToBeNone(String garbage) {
    for (ExchangeDialect dialect : ALL) {
      assertThatThrownBy(() -> dialect.readInstruments(utf8(garbage)))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void barsAreAskedForInEachExchangesWords() {
    assertThat(target(SWAP, "BTC-USDT-SWAP", Interval.FOUR_HOURS))
        .isEqualTo("/api/v5/market/candles?instId=BTC-USDT-SWAP&bar=4H&limit=300");
    assertThat(target(SPOT, "BTC-USDT", Interval.THIRTY_MINUTES)).contains("&bar=30m&");
    assertThat(target(COINBASE, "BTC-USD", Interval.FIVE_MINUTES))
        .isEqualTo("/products/BTC-USD/candles?granularity=300");
    assertThat(COINBASE.klines("BTC-USD", Interval.FOUR_HOURS, 300)).isEmpty();
    assertThat(target(KRAKEN, "BTC/USD", Interval.FOUR_HOURS))
        .isEqualTo("/0/public/OHLC?pair=BTCUSD&interval=240");
  }

  private static String target(ExchangeDialect dialect, String symbol, Interval interval) {
    return dialect.klines(symbol, interval, 500).orElseThrow().call().target();
  }

  @Test
  void everyQuestionCountsAgainstALimitThatExists() {
    for (ExchangeDialect dialect : ALL) {
      List<String> limits = dialect.rateLimits().stream().map(RateLimit::name).toList();
      assertThat(limits).contains(dialect.instruments("").limit());
      assertThat(dialect.histories("A")).allMatch(query -> limits.contains(query.call().limit()));
      assertThat(dialect.longShortRatio("A"))
          .matches(query -> query.isEmpty() || limits.contains(query.get().call().limit()));
    }
  }

  @Test
  void refusalsInsideGoodAnswers() {
    assertThat(SPOT.refusal(buffer("{'code':'0','data':[]}"))).isEmpty();
    assertThat(SPOT.refusal(buffer("{'code':'50011','msg':'Too Many Requests'}")).orElseThrow())
        .isEqualTo(new Refusal("code 50011 Too Many Requests", true));
    assertThat(KRAKEN.refusal(buffer("{'error':[],'result':{}}"))).isEmpty();
    assertThat(KRAKEN.refusal(buffer("{'error':['EAPI:Rate limit exceeded']}")).orElseThrow())
        .isEqualTo(new Refusal("EAPI:Rate limit exceeded", true));
    assertThat(KRAKEN.refusal(buffer("{'error':['EGeneral:Too many requests']}")).orElseThrow())
        .isEqualTo(new Refusal("EGeneral:Too many requests", true));
    assertThat(KRAKEN.refusal(buffer("{'error':['EQuery:Unknown asset pair']}")).orElseThrow())
        .isEqualTo(new Refusal("EQuery:Unknown asset pair", false));
    assertThat(KRAKEN.refusal(buffer("{'error"))).isPresent();
  }
}
