package io.virtuoso.engine.inbound.exchange.okx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.virtuoso.engine.event.BookUpdate.Kind;
import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.inbound.exchange.FrameDecoder.Outcome;
import io.virtuoso.engine.inbound.exchange.InstrumentTable;
import io.virtuoso.engine.inbound.exchange.RecordingListener.Bar;
import io.virtuoso.engine.inbound.exchange.RecordingListener.Best;
import io.virtuoso.engine.inbound.exchange.RecordingListener.Book;
import io.virtuoso.engine.inbound.exchange.RecordingListener.Crowding;
import io.virtuoso.engine.inbound.exchange.RecordingListener.Forced;
import io.virtuoso.engine.inbound.exchange.RecordingListener.Trade;
import io.virtuoso.engine.inbound.exchange.Wire;
import io.virtuoso.model.Interval;
import io.virtuoso.model.Symbol;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OkxFramesTest {
  private static final double NONE = Double.NaN;

  private final Wire spot = new Wire("okx");
  private final Wire swap =
      new Wire(
          "okx-swap",
          InstrumentTable.of(
              List.of(
                  contract("BTC-USDT-SWAP", "BTCUSDT", "0.01"),
                  contract("PEPE-USDT-SWAP", "PEPEUSDT", "10000000"))));

  private static Instrument contract(String name, String symbol, String value) {
    return new Instrument("okx-swap", name, new Symbol(symbol), 1, 0, new BigDecimal(value));
  }

  private static Crowding crowding(
      long time, double mark, double index, double rate, double hours, double interest) {
    return new Crowding("BTCUSDT", time, mark, index, rate, hours, interest, NONE);
  }

  @Test
  void bookMessagesAreChained() {
    assertThat(
            spot.events(
                """
                {'arg':{'channel':'books','instId':'BTC-USDT'},'action':'snapshot','data':[{
                'asks':[['8476.98','415','0','13'],['8477','7','0','2']],'bids':[['8476.97','256','0','12']],
                'ts':'1597026383085','checksum':-855196043,'prevSeqId':-1,'seqId':123456}]}\
                """))
        .containsExactly(
            new Book(
                "BTCUSDT",
                Kind.SNAPSHOT,
                1597026383085L,
                -1,
                123456,
                -1,
                List.of("8476.97 x 256"),
                List.of("8476.98 x 415", "8477 x 7")));
    assertThat(
            spot.events(
                """
                {'arg':{'channel':'books','instId':'BTC-USDT'},'action':'update','data':[{'asks':[],
                'bids':[],'ts':'1597026443085','checksum':0,'prevSeqId':123456,'seqId':123456}]}\
                """))
        .containsExactly(
            new Book(
                "BTCUSDT", Kind.DELTA, 1597026443085L, -1, 123456, 123456, List.of(), List.of()));
  }

  @Test
  void tradesOfSwapsAreContractsTimesTheirValue() {
    String frame =
        """
        {'arg':{'channel':'trades','instId':'%1$s'},'data':[{'instId':'%1$s',
        'tradeId':'130639474','px':'42219.9','sz':'%2$s','side':'sell','ts':'1630048897897'}]}\
        """;
    assertThat(swap.events(frame.formatted("BTC-USDT-SWAP", "1040.37")))
        .containsExactly(
            new Trade("BTCUSDT", 130639474, 1630048897897L, "42219.9", "10.4037", false));
    assertThat(swap.events(frame.formatted("BTC-USDT-SWAP", "5")))
        .containsExactly(new Trade("BTCUSDT", 130639474, 1630048897897L, "42219.9", "0.05", false));
    assertThat(swap.events(frame.formatted("PEPE-USDT-SWAP", "0.1")))
        .containsExactly(
            new Trade("PEPEUSDT", 130639474, 1630048897897L, "42219.9", "1000000", false));
    assertThat(swap.decode(frame.formatted("PEPE-USDT-SWAP", "0"))).isEqualTo(Outcome.REJECTED);
    assertThat(swap.decode(frame.formatted("PEPE-USDT-SWAP", "999999999999")))
        .isEqualTo(Outcome.REJECTED);
  }

  @Test
  void theSideIsTheTakers() {
    assertThat(
            spot.events(
                """
                {'arg':{'channel':'trades','instId':'BTC-USDT'},'data':[{'instId':'BTC-USDT',
                'tradeId':'9','px':'42219.9','sz':'0.12060306','side':'buy','ts':'5','count':'3'}]}\
                """))
        .containsExactly(new Trade("BTCUSDT", 9, 5, "42219.9", "0.12060306", true));
  }

  @Test
  void swapBooksAndQuotesAreInBaseCurrency() {
    assertThat(
            swap.events(
                """
                {'arg':{'channel':'books','instId':'BTC-USDT-SWAP'},'action':'snapshot','data':[{
                'asks':[['8476.98','415','0','13']],'bids':[['8476.97','0.5','0','12']],
                'ts':'7','checksum':0,'prevSeqId':-1,'seqId':1}]}\
                """))
        .containsExactly(
            new Book(
                "BTCUSDT",
                Kind.SNAPSHOT,
                7,
                -1,
                1,
                -1,
                List.of("8476.97 x 0.005"),
                List.of("8476.98 x 4.15")));
    assertThat(
            swap.events(
                """
                {'arg':{'channel':'tickers','instId':'BTC-USDT-SWAP'},'data':[{'instType':'SWAP',
                'instId':'BTC-USDT-SWAP','last':'9','lastSz':'0.1','askPx':'9999.99','askSz':'11',
                'bidPx':'8888.88','bidSz':'5','ts':'1597026383085'}]}\
                """))
        .containsExactly(
            new Best("BTCUSDT", 1597026383085L, -1, "8888.88", "0.05", "9999.99", "0.11"));
  }

  @Test
  void aSideWithoutOrdersMakesNoQuote() {
    assertThat(
            spot.decode(
                """
                {'arg':{'channel':'tickers','instId':'BTC-USDT'},'data':[{'instId':'BTC-USDT',
                'askPx':'','askSz':'','bidPx':'8888.88','bidSz':'5','ts':'1597026383085'}]}\
                """))
        .isEqualTo(Outcome.IGNORED);
  }

  @Test
  void theIndexGoesOutWithTheMarkPriceOfItsTime() {
    String index =
        """
        {'arg':{'channel':'index-tickers','instId':'BTC-USDT'},'data':[{'instId':'BTC-USDT',
        'idxPx':'103895','ts':'1746942707815'}]}\
        """;
    String mark =
        """
        {'arg':{'channel':'mark-price','instId':'BTC-USDT-SWAP'},'data':[{'instType':'SWAP',
        'instId':'BTC-USDT-SWAP','markPx':'103890.5','ts':'%d'}]}\
        """;
    assertThat(swap.events(mark.formatted(1746942707000L)))
        .containsExactly(crowding(1746942707000L, 103890.5, NONE, NONE, NONE, NONE));
    assertThat(swap.events(index))
        .containsExactly(crowding(1746942707815L, NONE, 103895, NONE, NONE, NONE));
    assertThat(swap.events(mark.formatted(1746942708000L)))
        .containsExactly(crowding(1746942708000L, 103890.5, 103895, NONE, NONE, NONE));
    assertThat(swap.events(mark.formatted(1746942808000L)))
        .as("with an index long past")
        .containsExactly(crowding(1746942808000L, 103890.5, NONE, NONE, NONE, NONE));
  }

  @Test
  void fundingAndOpenInterest() {
    assertThat(
            swap.events(
                """
                {'arg':{'channel':'funding-rate','instId':'BTC-USDT-SWAP'},'data':[{
                'instId':'BTC-USDT-SWAP','fundingRate':'0.0001','fundingTime':'1744588800000',
                'nextFundingTime':'1744603200000','ts':'1744590349506'}]}\
                """))
        .containsExactly(crowding(1744590349506L, NONE, NONE, 0.0001, 4, NONE));
    assertThat(
            swap.events(
                """
                {'arg':{'channel':'open-interest','instId':'BTC-USDT-SWAP'},'data':[{'instType':'SWAP',
                'instId':'BTC-USDT-SWAP','oi':'5000','oiCcy':'50.5','ts':'1744590349506'}]}\
                """))
        .containsExactly(crowding(1744590349506L, NONE, NONE, NONE, NONE, 50.5));
  }

  @ParameterizedTest
  @CsvSource({
    "candle1m,ONE_MINUTE",
    "candle5m,FIVE_MINUTES",
    "candle30m,THIRTY_MINUTES",
    "candle4H,FOUR_HOURS"
  })
  void barsOfOurIntervalsCountBaseCurrency(String channel, Interval interval) {
    assertThat(
            swap.events(
                """
                {'arg':{'channel':'%s','instId':'BTC-USDT-SWAP'},'data':[['1790006400000',
                '8533.02','8553.74','8527.17','8548.26','45247','452.47','3855529.5','1']]}\
                """
                    .formatted(channel)))
        .containsExactly(
            new Bar(
                "BTCUSDT",
                interval,
                1790006400000L,
                List.of("8533.02", "8553.74", "8527.17", "8548.26"),
                "452.47",
                "",
                3855529.5,
                -1,
                true));
  }

  @ParameterizedTest
  @CsvSource({"long,sell,true", "short,buy,false", "net,sell,true", "net,buy,false"})
  void liquidationsNameThePositionOrElseTheOrder(String position, String order, boolean closed) {
    assertThat(
            swap.events(
                """
                {'arg':{'channel':'liquidation-orders','instType':'SWAP'},'data':[{'details':[{
                'bkLoss':'0','bkPx':'82655.7','ccy':'','posSide':'%s','side':'%s','sz':'8.55',
                'ts':'1791565600771'}],'instFamily':'BTC-USDT','instId':'BTC-USDT-SWAP',
                'instType':'SWAP','uly':'BTC-USDT'}]}\
                """
                    .formatted(position, order)))
        .containsExactly(new Forced("BTCUSDT", 1791565600771L, "82655.7", "0.0855", closed));
  }

  @Test
  void barsOfItsRestApi() {
    assertThat(
            swap.events(
                """
                {'rest':'klines','symbol':'BTC-USDT-SWAP','interval':'1m','received_ms':1747094090000,
                'body':{'code':'0','msg':'','data':[
                ['1747094040000','102806.1','102820.4','102806.1','102820.4','1040.37','10.4037','1069603.34883','0'],
                ['1747093980000','102806','102820.5','102783.1','102806.1','7164.04','71.6404','7364701.57952','1']]}}\
                """))
        .extracting("openTimeMs", "volume", "closed")
        .containsExactly(
            tuple(1747093980000L, "71.6404", true), tuple(1747094040000L, "10.4037", false));
    assertThat(
            swap.decode(
                "{'rest':'klines','symbol':'BTC-USDT-SWAP','interval':'1m','body':{'code':'51001','msg':'no','data':[]}}"))
        .isEqualTo(Outcome.REJECTED);
  }

  @Test
  void statisticsOfItsRestApi() {
    assertThat(
            swap.events(
                """
                {'rest':'funding_history','symbol':'BTC-USDT-SWAP','body':{'code':'0','msg':'','data':[
                {'instType':'SWAP','instId':'BTC-USDT-SWAP','fundingRate':'0.0001515032',
                'realizedRate':'0.00015','fundingTime':'1704067200000'}]}}\
                """))
        .containsExactly(crowding(1704067200000L, NONE, NONE, 0.0001515032, NONE, NONE));
    assertThat(
            swap.events(
                """
                {'rest':'open_interest_history','symbol':'BTC-USDT-SWAP','body':{'code':'0','msg':'',
                'data':[['1701417600000','731377.57','7313.77','311313.2']]}}\
                """))
        .containsExactly(crowding(1701417600000L, NONE, NONE, NONE, NONE, 7313.77));
    assertThat(
            swap.events(
                """
                {'rest':'long_short_ratio','symbol':'BTC-USDT-SWAP','body':{'code':'0','msg':'',
                'data':[['1701417600000','1.1739']]}}\
                """))
        .extracting("longShortRatio")
        .containsExactly(1.1739);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pong",
        "{'event':'subscribe','arg':{'channel':'tickers','instId':'BTC-USDT'},'connId':'a'}",
        "{'event':'notice','code':'64008','msg':'upgrade'}",
        "{'event':'channel-conn-count','channel':'orders','connCount':'2'}",
        "{'arg':{'channel':'books5','instId':'BTC-USDT'},'data':[{}]}",
        "{'arg':{'channel':'candle1D','instId':'BTC-USDT'},'data':[[]]}",
        "{'arg':{'channel':'trades','instId':'BTC-USDT'},'data':[]}",
      })
  void whatIsNotForUsIsIgnored(String frame) {
    assertThat(spot.decode(frame)).isEqualTo(Outcome.IGNORED);
  }

  @Test
  void refusedSubscriptionIsTold() {
    assertThat(spot.decode("{'event':'error','code':'60012','msg':'Invalid request','connId':'a'}"))
        .isEqualTo(Outcome.REFUSED_SUBSCRIPTION);
  }

  @Test
  void aRecordingDoesNotTellWhatAContractIsWorth() {
    assertThat(
            spot.decode(
                "{'arg':{'channel':'trades','instId':'BTC-USDT-SWAP'},'data':[{'instId':'BTC-USDT-SWAP','tradeId':'1','px':'1','sz':'1','side':'buy','ts':'5'}]}"))
        .isEqualTo(Outcome.UNKNOWN_SYMBOL);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ping",
        "pongs",
        "{'arg':{'channel':'books','instId':'BTC-USDT'},'data':[{'asks':[],'bids':[],'ts':'1','seqId':1,'prevSeqId':0}]}",
        "{'arg':{'channel':'books','instId':'BTC-USDT'},'action':'update','data':[{'asks':[],'bids':[]}]}",
        "{'arg':{'channel':'books','instId':'BTC-USDT'},'action':'update','data':[{'asks':[],'bids':[],'ts':'1'},{'asks':[],'bids':[],'ts':'1'}]}",
        "{'arg':{'channel':'trades','instId':'BTC-USDT'},'data':[{'instId':'ETH-USDT','tradeId':'1','px':'1','sz':'1','side':'buy','ts':'5'}]}",
        "{'arg':{'channel':'trades','instId':'BTC-USDT'},'data':[{'tradeId':'1','px':'1','sz':'1','side':'both','ts':'5'}]}",
        "{'arg':{'channel':'trades','instId':'BTC-USDT'},'data':[{'tradeId':'1','px':'1','sz':'1','side':'buy','ts':'5','count':'9'}]}",
        "{'arg':{'channel':'trades','instId':'BTC-USDT'},'data':[{'tradeId':'1','px':'0','sz':'1','side':'buy','ts':'5'}]}",
      })
  void incompleteOrContradictoryFramesAreRejected(String frame) {
    assertThat(spot.decode(frame)).isEqualTo(Outcome.REJECTED);
    assertThat(spot.heard()).isEmpty();
  }
}
