package io.virtuoso.engine.inbound.exchange.binance;

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

class BinanceFramesTest {
  private final Wire spot = new Wire("binance-spot");
  private final Wire futures = new Wire("binance-usdm");

  @Test
  void spotTradeOfASeller() {
    assertThat(
            spot.events(
                """
                {'stream':'ethbtc@trade','data':{'e':'trade','E':1790000000123,'s':'ETHBTC',
                'b':88,'a':50,'t':4711,'p':'0.03120000','q':'12.50000000','T':1790000000121,
                'm':true,'M':true}}\
                """))
        .containsExactly(new Trade("ETHBTC", 4711, 1790000000121L, "0.0312", "12.5", false));
  }

  @Test
  void aggregateTradeOfABuyerUnwrapped() {
    assertThat(
            futures.events(
                """
                {'e':'aggTrade','E':1790000000005,'s':'BTCUSDT','a':99,'p':'60000.10','q':'0.250',
                'nq':'0.250','f':100,'l':105,'T':1790000000001,'m':false,'st':1}\
                """))
        .containsExactly(new Trade("BTCUSDT", 99, 1790000000001L, "60000.1", "0.25", true));
  }

  @ParameterizedTest
  @CsvSource({"MARKET,EVENTS", "INSURANCE_FUND,IGNORED", "ADL,IGNORED", "NA,IGNORED"})
  void onlyMatchesInTheMarketAreTrades(String execution, Outcome outcome) {
    String frame =
        """
        {'e':'trade','E':2,'T':1,'s':'BTCUSDT','t':7,'p':'1.0','q':'2','X':'%s','m':false}\
        """
            .formatted(execution);
    assertThat(futures.decode(frame)).isEqualTo(outcome);
  }

  @Test
  void insuranceFundPrintWithoutPriceIsIgnored() {
    assertThat(
            futures.decode(
                "{'e':'trade','E':2,'T':1,'s':'BTCUSDT','t':7,'p':'0','q':'0','X':'NA','m':true}"))
        .isEqualTo(Outcome.IGNORED);
  }

  @Test
  void spotDepthUpdate() {
    assertThat(
            spot.events(
                """
                {'stream':'btcusdt@depth@100ms','data':{'e':'depthUpdate','E':1790000000200,
                's':'BTCUSDT','U':101,'u':109,'b':[['61837.63000000','3.78826000'],
                ['61727.02000000','0.00000000']],'a':[]}}\
                """))
        .containsExactly(
            new Book(
                "BTCUSDT",
                Kind.DELTA,
                1790000000200L,
                101,
                109,
                -1,
                List.of("61837.63 x 3.78826", "61727.02 x 0"),
                List.of()));
  }

  @Test
  void futuresDepthUpdateNamesItsPredecessor() {
    assertThat(
            futures.events(
                """
                {'e':'depthUpdate','E':1790000000201,'T':1790000000200,'s':'BTCUSDT','ps':'BTCUSDT',
                'st':1,'U':157,'u':160,'pu':149,'b':[['0.0024','10']],'a':[['0.0026','100',[]]]}\
                """))
        .containsExactly(
            new Book(
                "BTCUSDT",
                Kind.DELTA,
                1790000000201L,
                157,
                160,
                149,
                List.of("0.0024 x 10"),
                List.of("0.0026 x 100")));
  }

  @Test
  void spotBookTickerHasNeitherTypeNorTime() {
    assertThat(spot.events("{'u':400,'s':'BNBUSDT','b':'25.35','B':'31.2','a':'25.36','A':'40.6'}"))
        .containsExactly(new Best("BNBUSDT", 0, 400, "25.35", "31.2", "25.36", "40.6"));
  }

  @Test
  void futuresBookTicker() {
    assertThat(
            futures.events(
                """
                {'stream':'bnbusdt@bookTicker','data':{'e':'bookTicker','u':400,'E':1790000000893,
                'T':1790000000891,'s':'BNBUSDT','b':'25.35190000','B':'31.21','a':'25.3652',
                'A':'40.66','ps':'BNBUSDT'}}\
                """))
        .containsExactly(
            new Best("BNBUSDT", 1790000000893L, 400, "25.3519", "31.21", "25.3652", "40.66"));
  }

  @Test
  void bookWithOneSideOnlyHasNoQuote() {
    assertThat(spot.decode("{'u':1,'s':'BNBUSDT','b':'0.00','B':'0','a':'25.36','A':'40.6'}"))
        .isEqualTo(Outcome.IGNORED);
  }

  @Test
  void klineOfAnOpenBar() {
    assertThat(
            spot.events(
                """
                {'e':'kline','E':1790000040007,'s':'BTCUSDT','k':{'t':1790000040000,
                'T':1790000099999,'s':'BTCUSDT','i':'1m','f':-1,'L':-1,'o':'10.5','c':'10.7',
                'h':'10.9','l':'10.4','v':'1000.25','n':30,'x':false,
                'q':'123456789012.12345678','V':'500.125','Q':'0.500','B':'0'}}\
                """))
        .containsExactly(
            new Bar(
                "BTCUSDT",
                Interval.ONE_MINUTE,
                1790000040000L,
                List.of("10.5", "10.9", "10.4", "10.7"),
                "1000.25",
                "500.125",
                Double.parseDouble("123456789012.12345678"),
                30,
                false));
  }

  @ParameterizedTest
  @CsvSource({
    "1m,1790006400000,EVENTS",
    "5m,1790006400000,EVENTS",
    "30m,1790006400000,EVENTS",
    "4h,1790006400000,EVENTS",
    "1h,1790006400000,IGNORED",
    "1M,1790006400000,IGNORED",
    "5m,1790006460000,REJECTED"
  })
  void klinesOfOurIntervalsOnly(String interval, long openTime, Outcome outcome) {
    String frame =
        """
        {'e':'kline','E':1,'s':'BTCUSDT','k':{'t':%d,'i':'%s','o':'1','c':'1','h':'1','l':'1',
        'v':'0','n':0,'x':true,'q':'0','V':'0'}}\
        """
            .formatted(openTime, interval);
    assertThat(spot.decode(frame)).isEqualTo(outcome);
  }

  @Test
  void markPriceAndRunningFunding() {
    assertThat(
            futures.events(
                """
                {'e':'markPriceUpdate','E':1790000000000,'s':'BTCUSDT','p':'11794.15000000',
                'ap':'11794.2','i':'11784.62659091','P':'11784.25641265','r':'-0.00038167',
                'T':1790006400000}\
                """))
        .containsExactly(
            new Crowding(
                "BTCUSDT",
                1790000000000L,
                11794.15,
                11784.62659091,
                -0.00038167,
                Double.NaN,
                Double.NaN,
                Double.NaN));
  }

  @Test
  void sellOrderLiquidatesALong() {
    assertThat(
            futures.events(
                """
                {'stream':'!forceOrder@arr','data':{'e':'forceOrder','E':1790000001055,'o':{
                's':'BTCUSDT','S':'SELL','o':'LIMIT','f':'IOC','q':'0.190','p':'82338.30',
                'ap':'82651.90','X':'FILLED','l':'0.155','z':'0.180','T':1790000000120}}}\
                """))
        .containsExactly(new Forced("BTCUSDT", 1790000000120L, "82651.9", "0.18", true));
  }

  @Test
  void unfilledBuyOrderCountsByWhatWasOrdered() {
    assertThat(
            futures.events(
                """
                {'e':'forceOrder','E':2,'o':{'s':'BTCUSDT','S':'BUY','q':'0.190','p':'82338.30',
                'ap':'0','z':'0','T':1}}\
                """))
        .containsExactly(new Forced("BTCUSDT", 1, "82338.3", "0.19", false));
  }

  @Test
  void microsecondsBecomeMilliseconds() {
    assertThat(
            spot.events(
                """
                {'e':'trade','E':1790000000123456,'s':'ETHBTC','t':1,'p':'1','q':'1',
                'T':1790000000121999,'m':true}\
                """))
        .containsExactly(new Trade("ETHBTC", 1, 1790000000121L, "1", "1", false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'result':null,'id':1}",
        "{'id':1,'result':['btcusdt@trade']}",
        "{'stream':'btcusdt@depth5@100ms','data':{'lastUpdateId':1,'bids':[],'asks':[]}}",
        "{'stream':'btcusdt@ticker','data':{'e':'24hrTicker','s':'BTCUSDT','p':'-131.4'}}",
        "{'stream':'!ticker@arr','data':[{'e':'24hrTicker'}]}",
        "{'e':'serverShutdown','E':1}",
        "{'anything':{'at':['all',1,true,null]}}",
        "{}",
        "[]",
        "'text'",
      })
  void whatIsNotForUsIsIgnored(String frame) {
    assertThat(spot.decode(frame)).isEqualTo(Outcome.IGNORED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'error':{'code':2,'msg':'Invalid request'},'id':1}",
        "{'id':1,'error':{'code':2,'msg':'Invalid request'}}",
        "{'code':2,'msg':'Invalid request: unknown variant'}",
      })
  void refusedSubscriptionIsTold(String frame) {
    assertThat(spot.decode(frame)).isEqualTo(Outcome.REFUSED_SUBSCRIPTION);
  }
}
