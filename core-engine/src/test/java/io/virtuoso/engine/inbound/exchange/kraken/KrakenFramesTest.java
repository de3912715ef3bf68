package io.virtuoso.engine.inbound.exchange.kraken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.virtuoso.engine.event.BookUpdate.Kind;
import io.virtuoso.engine.inbound.exchange.FrameDecoder.Outcome;
import io.virtuoso.engine.inbound.exchange.RecordingListener.Bar;
import io.virtuoso.engine.inbound.exchange.RecordingListener.Best;
import io.virtuoso.engine.inbound.exchange.RecordingListener.Book;
import io.virtuoso.engine.inbound.exchange.RecordingListener.Trade;
import io.virtuoso.engine.inbound.exchange.Wire;
import io.virtuoso.model.Interval;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KrakenFramesTest {
  private static final long TIME = Instant.parse("2023-10-06T17:35:55.440Z").toEpochMilli();

  private final Wire wire = new Wire("kraken");

  private static Bar bar(long openTime, String close, boolean closed) {
    return new Bar(
        "BTCUSD",
        Interval.ONE_MINUTE,
        openTime,
        List.of("10", "12", "9", close),
        "30927.68066226",
        "",
        Double.NaN,
        12,
        closed);
  }

  private static String ohlc(String begin, String close) {
    return "{'channel':'ohlc','type':'update','data':[{'symbol':'BTC/USD','interval':1,'interval_begin':'%s','open':10.0,'high':12.0,'low':9.0,'close':%s,'volume':30927.68066226,'vwap':10.5,'trades':12}]}"
        .formatted(begin, close);
  }

  @Test
  void bookMessagesInBareNumbers() {
    assertThat(
            wire.events(
                """
                {'channel':'book','type':'snapshot','data':[{'symbol':'BTC/USD','bids':[
                {'price':105944.20,'qty':0.13600000}],'asks':[{'price':105944.30,'qty':1},
                {'qty':0.5,'price':105946}],'checksum':2439117997,
                'timestamp':'2023-10-06T17:35:55.440295Z'}]}\
                """))
        .containsExactly(
            new Book(
                "BTCUSD",
                Kind.SNAPSHOT,
                TIME,
                -1,
                -1,
                -1,
                List.of("105944.2 x 0.136"),
                List.of("105944.3 x 1", "105946 x 0.5")));
    assertThat(
            wire.events(
                "{'channel':'book','type':'update','data':[{'symbol':'BTC/USD','bids':[{'price':1e2,'qty':0.00000000}],'asks':[],'checksum':1}]}"))
        .containsExactly(
            new Book("BTCUSD", Kind.DELTA, 0, -1, -1, -1, List.of("100 x 0"), List.of()));
  }

  @Test
  void tradesHaveTheTakersSideAndOldOnesAreLeftOut() {
    String frame =
        """
        {'channel':'trade','type':'%s','data':[{'symbol':'BTC/USD','side':'buy','price':105944.20,
        'qty':0.00027625,'ord_type':'limit','trade_id':10218208,'timestamp':'2023-10-06T17:35:55.440295Z'},
        {'symbol':'BTC/USD','side':'sell','price':105910.50,'qty':0.00012460,'ord_type':'market',
        'trade_id':10218209,'timestamp':'2023-10-06T17:35:55.440295Z'}]}\
        """;
    assertThat(wire.events(frame.formatted("update")))
        .containsExactly(
            new Trade("BTCUSD", 10218208, TIME, "105944.2", "0.00027625", true),
            new Trade("BTCUSD", 10218209, TIME, "105910.5", "0.0001246", false));
    assertThat(wire.events(frame.formatted("snapshot"))).isEmpty();
  }

  @Test
  void theTickerHasTheBestPrices() {
    assertThat(
            wire.events(
                "{'channel':'ticker','type':'update','data':[{'symbol':'ETH/USDT','bid':0.10025,'bid_qty':740.0,'ask':0.10035,'ask_qty':741.0,'last':0.10035,'change_pct':-0.17}]}"))
        .containsExactly(new Best("ETHUSDT", 0, -1, "0.10025", "740", "0.10035", "741"));
  }

  @Test
  void aBarIsClosedWhenTheNextOneBegins() {
    String first = "2023-10-04T16:25:00.000000000Z";
    String second = "2023-10-04T16:26:00.000000000Z";
    long opened = Instant.parse(first).toEpochMilli();
    assertThat(wire.events(ohlc(first, "10.5"))).containsExactly(bar(opened, "10.5", false));
    assertThat(wire.events(ohlc(first, "10.75"))).containsExactly(bar(opened, "10.75", false));
    assertThat(wire.events(ohlc(second, "11.001")))
        .containsExactly(bar(opened, "10.75", true), bar(opened + 60_000, "11.001", false));
    assertThat(wire.events(ohlc(first, "10.5"))).as("behind its close").isEmpty();
  }

  @Test
  void barsOfTheRestApi() {
    assertThat(
            wire.events(
                "{'rest':'klines','symbol':'BTC/USD','interval':'1m','received_ms':1762777150000,'body':{'error':[],'result':{'XXBTZUSD':[[1762777020,'106038.2','106038.3','106038.1','106038.25','106038.2','0.00032101',1],[1762777140,'1','1','1','1','0.0','0.00000000',0]],'last':1762777020}}}"))
        .extracting("openTimeMs", "volume", "trades", "closed")
        .containsExactly(
            tuple(1762777020000L, "0.00032101", 1L, true), tuple(1762777140000L, "0", 0L, false));
    assertThat(
            wire.decode(
                "{'rest':'klines','symbol':'BTC/USD','interval':'1m','body':{'error':['EQuery:Unknown asset pair']}}"))
        .isEqualTo(Outcome.REJECTED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'channel':'heartbeat'}",
        "{'channel':'status','type':'update','data':[{'version':'2.0.10','connection_id':769405522530892351}]}",
        "{'method':'pong','req_id':42,'time_in':'2023-09-25T09:05:00.123456Z'}",
        "{'method':'subscribe','result':{'channel':'book','depth':10,'snapshot':true,'symbol':'BTC/USD'},'success':true}",
        "{'channel':'instrument','type':'snapshot','data':{'assets':[],'pairs':[]}}",
        "{'channel':'ohlc','type':'update','data':[]}",
      })
  void whatIsNotForUsIsIgnored(String frame) {
    assertThat(wire.decode(frame)).isEqualTo(Outcome.IGNORED);
  }

  @Test
  void refusedSubscriptionIsTold() {
    assertThat(
            wire.decode(
                "{'error':'Subscription depth not supported','method':'subscribe','success':false,'symbol':'BTC/USD'}"))
        .isEqualTo(Outcome.REFUSED_SUBSCRIPTION);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'channel':'book','type':'update','data':[{'symbol':'BTC/USD','bids':[],'asks':[]}]}",
        "{'channel':'book','type':'update','data':[{'symbol':'BTC/USD','bids':[],'asks':[],'checksum':4294967296}]}",
        "{'channel':'book','type':'update','data':[{'symbol':'BTC/USD','bids':[],'asks':[],'checksum':-1}]}",
        "{'channel':'book','data':[{'symbol':'BTC/USD','bids':[],'asks':[],'checksum':1}]}",
        "{'channel':'book','type':'update','data':[{'symbol':'BTC/USD','bids':[{'price':1}],'asks':[],'checksum':1}]}",
        "{'channel':'book','type':'update','data':[{'symbol':'BTC/USD','bids':[{'price':0.0,'qty':1}],'asks':[],'checksum':1}]}",
        "{'channel':'book','type':'update','data':[{'symbol':'BTC/USD','bids':[{'price':NaN,'qty':1}],'asks':[],'checksum':1}]}",
        "{'channel':'trade','type':'update','data':[{'symbol':'BTC/USD','side':'both','price':1,'qty':1,'trade_id':1,'timestamp':'2023-10-06T17:35:55.440295Z'}]}",
        "{'channel':'ohlc','type':'update','data':[{'symbol':'BTC/USD','interval':1,'interval_begin':'2023-10-04T16:25:30.000000000Z','open':1,'high':1,'low':1,'close':1,'volume':1,'trades':1}]}",
      })
  void incompleteFramesAreRejected(String frame) {
    assertThat(wire.decode(frame)).isEqualTo(Outcome.REJECTED);
    assertThat(wire.heard()).isEmpty();
  }
}
