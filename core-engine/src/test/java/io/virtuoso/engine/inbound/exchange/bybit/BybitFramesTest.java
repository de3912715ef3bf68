package io.virtuoso.engine.inbound.exchange.bybit;

import static org.assertj.core.api.Assertions.assertThat;

import io.virtuoso.engine.event.BookUpdate.Kind;
import io.virtuoso.engine.inbound.exchange.FrameDecoder.Outcome;
import io.virtuoso.engine.inbound.exchange.RecordingListener.Bar;
import io.virtuoso.engine.inbound.exchange.RecordingListener.Best;
import io.virtuoso.engine.inbound.exchange.RecordingListener.Book;
import io.virtuoso.engine.inbound.exchange.RecordingListener.Crowding;
import io.virtuoso.engine.inbound.exchange.RecordingListener.Forced;
import io.virtuoso.engine.inbound.exchange.RecordingListener.Trade;
import io.virtuoso.engine.inbound.exchange.Wire;
import io.virtuoso.model.Interval;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BybitFramesTest {
  private static final String SNAPSHOT =
      """
      {'topic':'tickers.BTCUSDT','type':'snapshot','data':{'symbol':'BTCUSDT','lastPrice':'17216.00',
      'markPrice':'17217.33','indexPrice':'17227.36','openInterest':'68744.762',
      'openInterestValue':'1183601235.91','nextFundingTime':'1790006400000','fundingRate':'-0.000212',
      'fundingIntervalHour':'8','bid1Price':'17215.50','bid1Size':'84.489','ask1Price':'17216.00',
      'ask1Size':'83.020'},'cs':24987956059,'ts':1790000000686}\
      """;

  private final Wire wire = new Wire("bybit-linear");

  private static Crowding crowding(long time, double mark, double interest) {
    return new Crowding(
        "BTCUSDT", time, mark, Double.NaN, Double.NaN, Double.NaN, interest, Double.NaN);
  }

  @Test
  void batchOfTradesKeepsTheTakersSide() {
    assertThat(
            wire.events(
                """
                {'topic':'publicTrade.BTCUSDT','type':'snapshot','ts':1790000000868,'data':[
                {'T':1790000000865,'s':'BTCUSDT','S':'Buy','v':'0.001','p':'16578.50','L':'PlusTick',
                'i':'20f43950-d8dd-5b31-9112-a178eb6023af','BT':false},
                {'T':1790000000866,'s':'BTCUSDT','S':'Sell','v':'2','p':'16578.45',
                'i':'x','BT':true,'RPI':true,'seq':5}]}\
                """))
        .containsExactly(
            new Trade("BTCUSDT", -1, 1790000000865L, "16578.5", "0.001", true),
            new Trade("BTCUSDT", -1, 1790000000866L, "16578.45", "2", false));
  }

  @Test
  void bookSnapshotThenDeltaWhoseTypeComesLate() {
    assertThat(
            wire.events(
                """
                {'topic':'orderbook.50.BTCUSDT','type':'snapshot','ts':1790000000000,'data':{
                's':'BTCUSDT','b':[['75848.74','0.067669'],['75848.63','0.004772']],
                'a':[['75848.9','1']],'u':2876700,'seq':47474967820},'cts':1790000000001}\
                """))
        .containsExactly(
            new Book(
                "BTCUSDT",
                Kind.SNAPSHOT,
                1790000000000L,
                -1,
                2876700,
                -1,
                List.of("75848.74 x 0.067669", "75848.63 x 0.004772"),
                List.of("75848.9 x 1")));
    assertThat(
            wire.events(
                """
                {'data':{'u':2876701,'seq':47474967823,'a':[['75852.65','0']],'b':[],
                's':'BTCUSDT'},'ts':1790000000100,'topic':'orderbook.50.BTCUSDT','type':'delta'}\
                """))
        .containsExactly(
            new Book(
                "BTCUSDT",
                Kind.DELTA,
                1790000000100L,
                -1,
                2876701,
                -1,
                List.of(),
                List.of("75852.65 x 0")));
  }

  @Test
  void updateNumberOneReplacesTheBook() {
    assertThat(
            wire.events(
                """
                {'topic':'orderbook.50.BTCUSDT','type':'delta','ts':1,'data':{'s':'BTCUSDT',
                'b':[['1','1']],'a':[['2','1']],'u':1,'seq':9}}\
                """))
        .extracting("kind")
        .containsExactly(Kind.SNAPSHOT);
  }

  @Test
  void tickersBringQuoteAndCrowding() {
    assertThat(wire.events(SNAPSHOT))
        .containsExactly(
            new Best("BTCUSDT", 1790000000686L, -1, "17215.5", "84.489", "17216", "83.02"),
            new Crowding(
                "BTCUSDT",
                1790000000686L,
                17217.33,
                17227.36,
                -0.000212,
                8,
                34372.381,
                Double.NaN));
  }

  @Test
  void tickerDeltaChangesOnlyWhatItNames() {
    wire.decode(SNAPSHOT);
    assertThat(
            wire.events(
                """
                {'topic':'tickers.BTCUSDT','type':'delta','data':{'symbol':'BTCUSDT',
                'markPrice':'17217.4','bid1Price':'17215.505','bid1Size':'1'},'cs':1,'ts':1790000000786}\
                """))
        .containsExactly(
            new Best("BTCUSDT", 1790000000786L, -1, "17215.505", "1", "17216", "83.02"),
            crowding(1790000000786L, 17217.4, Double.NaN));
  }

  @Test
  void deltaAloneMakesNoQuote() {
    assertThat(
            wire.events(
                """
                {'topic':'tickers.BTCUSDT','type':'delta','data':{'symbol':'BTCUSDT',
                'bid1Price':'17215.5','bid1Size':'1','openInterest':'10'},'cs':1,'ts':5}\
                """))
        .containsExactly(crowding(5, Double.NaN, 5));
  }

  @Test
  void emptyBestPriceTakesTheQuoteAway() {
    wire.decode(SNAPSHOT);
    assertThat(
            wire.decode(
                """
                {'topic':'tickers.BTCUSDT','type':'delta','data':{'symbol':'BTCUSDT',
                'bid1Price':'','bid1Size':''},'cs':1,'ts':5}\
                """))
        .isEqualTo(Outcome.EVENTS);
    assertThat(wire.heard()).isEmpty();
  }

  @Test
  void openInterestOfOneSideIsPreferred() {
    assertThat(
            wire.events(
                """
                {'topic':'tickers.BTCUSDT','type':'delta','data':{'symbol':'BTCUSDT',
                'openInterest':'11','singleOpenInterest':'5.25'},'ts':5}\
                """))
        .containsExactly(crowding(5, Double.NaN, 5.25));
  }

  @Test
  void tickerWithoutAnythingOfOursIsIgnored() {
    assertThat(
            wire.decode(
                """
                {'topic':'tickers.BTCUSDT','type':'delta','data':{'symbol':'BTCUSDT',
                'lastPrice':'1'},'ts':5}\
                """))
        .isEqualTo(Outcome.IGNORED);
  }

  @ParameterizedTest
  @CsvSource({"1,ONE_MINUTE", "5,FIVE_MINUTES", "30,THIRTY_MINUTES", "240,FOUR_HOURS"})
  void klineOfOurIntervals(String code, Interval interval) {
    String frame =
        """
        {'topic':'kline.%s.BTCUSDT','data':[{'start':1790006400000,'end':1790006699999,
        'interval':'5','open':'16649.5','close':'16677','high':'16678','low':'16608',
        'volume':'2.081','turnover':'34666.4005','confirm':true,'timestamp':1790006488882}],
        'ts':1790006488882,'type':'snapshot'}\
        """
            .formatted(code);
    assertThat(wire.events(frame))
        .containsExactly(
            new Bar(
                "BTCUSDT",
                interval,
                1790006400000L,
                List.of("16649.5", "16678", "16608", "16677"),
                "2.081",
                "",
                34666.4005,
                -1,
                true));
  }

  @Test
  void liquidationsNameThePositionsSide() {
    assertThat(
            wire.events(
                """
                {'topic':'allLiquidation.BTCUSDT','type':'snapshot','ts':1790000000482,'data':[
                {'T':1790000000001,'s':'BTCUSDT','S':'Buy','v':'0.006','p':'82396.90'},
                {'T':1790000000002,'s':'BTCUSDT','S':'Sell','v':'0.038','p':'82394.30'}]}\
                """))
        .containsExactly(
            new Forced("BTCUSDT", 1790000000001L, "82396.9", "0.006", true),
            new Forced("BTCUSDT", 1790000000002L, "82394.3", "0.038", false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'success':true,'ret_msg':'','conn_id':'c','req_id':'1','op':'subscribe'}",
        "{'success':true,'ret_msg':'pong','conn_id':'c','op':'ping'}",
        "{'op':'pong','args':['1753340040127'],'conn_id':'c'}",
        "{'topic':'kline.60.BTCUSDT','type':'snapshot','ts':1,'data':[{}]}",
        "{'topic':'orderbook.rpi.BTCUSDT','type':'delta','ts':1,'data':{}}",
        "{'topic':'liquidation.BTCUSDT','type':'snapshot','ts':1,'data':{}}",
        "{'topic':'publicTrade.BTCUSDT','type':'snapshot','ts':1,'data':[]}",
      })
  void whatIsNotForUsIsIgnored(String frame) {
    assertThat(wire.decode(frame)).isEqualTo(Outcome.IGNORED);
  }

  @Test
  void refusedSubscriptionIsTold() {
    assertThat(wire.decode("{'success':false,'ret_msg':'Invalid topic','op':'subscribe'}"))
        .isEqualTo(Outcome.REFUSED_SUBSCRIPTION);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'topic':'publicTrade.BTCUSDT','type':'snapshot','ts':1,'data':[{'T':1,'s':'ETHUSDT','S':'Buy','v':'1','p':'1'}]}",
        "{'topic':'publicTrade.BTCUSDT','type':'snapshot','ts':1,'data':[{'T':1,'s':'BTCUSDT','S':'Both','v':'1','p':'1'}]}",
        "{'topic':'publicTrade.BTCUSDT','type':'snapshot','ts':1,'data':[{'T':1,'s':'BTCUSDT','S':'Buy','v':'0','p':'1'}]}",
        "{'topic':'publicTrade.BTCUSDT','ts':1,'data':[{'T':1,'s':'BTCUSDT','S':'Buy','v':'1','p':'1'}]}",
        "{'topic':'orderbook.50.BTCUSDT','type':'delta','ts':1,'data':{'s':'BTCUSDT','b':[],'a':[]}}",
        "{'topic':'orderbook.50.BTCUSDT','type':'delta','data':{'s':'BTCUSDT','b':[],'a':[],'u':5}}",
      })
  void incompleteOrContradictoryFramesAreRejected(String frame) {
    assertThat(wire.decode(frame)).isEqualTo(Outcome.REJECTED);
    assertThat(wire.heard()).isEmpty();
  }
}
