package io.virtuoso.engine.inbound.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.inbound.exchange.FrameDecoder.Outcome;
import io.virtuoso.engine.inbound.exchange.RecordingListener.Heard;
import io.virtuoso.model.Symbol;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for all frames, whatever they tell. */
class FrameRulesTest {
  /** A venue and a frame of it that brings events, one of each kind. */
  record Sample(String venue, String frame) {}

  static final List<Sample> SAMPLES =
      List.of(
          spot(
              "{'e':'trade','E':5,'s':'ETHBTC','t':4711,'p':'0.03120000','q':'12.5','T':4,'m':true}"),
          spot("{'u':400,'s':'BNBUSDT','b':'25.35','B':'31.2','a':'25.36','A':'40.6'}"),
          spot(
              "{'e':'depthUpdate','E':9,'s':'BTCUSDT','U':1,'u':9,'b':[['61837.63','3.78']],'a':[['61838','0']]}"),
          spot(
              "{'e':'kline','E':1,'s':'BTCUSDT','k':{'t':60000,'i':'1m','o':'1.5','c':'1.6','h':'1.7','l':'1.4','v':'10','n':3,'x':true,'q':'15','V':'5'}}"),
          usdm(
              "{'e':'bookTicker','u':4,'E':8,'T':7,'s':'BNBUSDT','b':'25.3','B':'31','a':'25.4','A':'40'}"),
          usdm(
              "{'e':'markPriceUpdate','E':8,'s':'BTCUSDT','p':'11794.15','i':'11784.6','r':'0.0001'}"),
          usdm(
              "{'E':8,'e':'forceOrder','o':{'s':'BTCUSDT','S':'SELL','q':'0.2','p':'9','ap':'9.5','z':'0.1','T':7}}"),
          linear(
              "{'topic':'publicTrade.BTCUSDT','type':'snapshot','ts':9,'data':[{'T':8,'s':'BTCUSDT','S':'Buy','v':'0.1','p':'16578.50','i':'x'}]}"),
          linear(
              "{'topic':'orderbook.50.BTCUSDT','type':'delta','ts':9,'data':{'s':'BTCUSDT','b':[['1.25','3']],'a':[],'u':7,'seq':8},'cts':8}"),
          linear(
              "{'topic':'tickers.BTCUSDT','type':'snapshot','ts':9,'data':{'symbol':'BTCUSDT','bid1Price':'1.5','bid1Size':'2','ask1Price':'1.6','ask1Size':'3','markPrice':'1.55'}}"),
          linear(
              "{'topic':'kline.5.BTCUSDT','type':'snapshot','ts':9,'data':[{'start':300000,'open':'1','close':'2','high':'3','low':'1','volume':'4','turnover':'5','confirm':false}]}"),
          linear(
              "{'topic':'allLiquidation.BTCUSDT','type':'snapshot','ts':9,'data':[{'T':8,'s':'BTCUSDT','S':'Buy','v':'0.006','p':'82396.9'}]}"),
          okx(
              "{'arg':{'channel':'books','instId':'BTC-USDT'},'action':'update','data':[{'asks':[['30243.6','0.059','0','1']],'bids':[['30237.2','0','0','0']],'ts':'9','checksum':-855196043,'seqId':7,'prevSeqId':5}]}"),
          okx(
              "{'arg':{'channel':'trades','instId':'BTC-USDT'},'data':[{'instId':'BTC-USDT','tradeId':'130639474','px':'42219.9','sz':'0.1206','side':'buy','ts':'1630048897897','count':'3'}]}"),
          okx(
              "{'arg':{'channel':'tickers','instId':'BTC-USDT'},'data':[{'instId':'BTC-USDT','last':'9','askPx':'9999.99','askSz':'11','bidPx':'8888.88','bidSz':'5','ts':'1597026383085'}]}"),
          okx(
              "{'arg':{'channel':'candle5m','instId':'BTC-USDT'},'data':[['300000','1.5','3','1.2','2','45247','529.58','5529.5','0']]}"),
          okx(
              "{'arg':{'channel':'funding-rate','instId':'BTC-USDT'},'data':[{'instId':'BTC-USDT','fundingRate':'0.0001','fundingTime':'1744588800000','nextFundingTime':'1744617600000','ts':'1744590349506'}]}"),
          okx(
              "{'arg':{'channel':'liquidation-orders','instType':'SWAP'},'data':[{'details':[{'bkPx':'82655.7','posSide':'long','side':'sell','sz':'8.55','ts':'1791565600771'}],'instId':'BTC-USDT'}]}"),
          coinbase(
              "{'type':'snapshot','product_id':'NU-GBP','asks':[['0.4394','2000.5']],'bids':[['0.4388','242.89']]}"),
          coinbase(
              "{'type':'l2update','product_id':'NU-GBP','changes':[['sell','14.8098','0.00'],['buy','14.7','1.5']],'time':'2021-04-17T16:43:37.083117Z'}"),
          coinbase(
              "{'type':'match','trade_id':881614,'side':'buy','size':'5','price':'14.7646','product_id':'NU-GBP','sequence':333939588,'time':'2021-04-17T16:44:05.617399Z'}"),
          coinbase(
              "{'type':'ticker','sequence':3,'product_id':'NU-GBP','price':'14.77','best_bid':'14.7550','best_ask':'14.8060','side':'buy','time':'2021-04-17T16:43:30.244075Z'}"),
          kraken(
              "{'channel':'book','type':'update','data':[{'symbol':'BTC/USD','bids':[{'price':105944.20,'qty':0.250}],'asks':[],'checksum':2114181697,'timestamp':'2023-10-06T17:35:55.440295Z'}]}"),
          kraken(
              "{'channel':'trade','type':'update','data':[{'symbol':'BTC/USD','side':'buy','price':105944.20,'qty':0.00027625,'ord_type':'limit','trade_id':10218208,'timestamp':'2023-10-06T17:35:55.440295Z'}]}"),
          kraken(
              "{'channel':'ticker','type':'snapshot','data':[{'symbol':'BTC/USD','bid':105944.20,'bid_qty':2.5,'ask':105944.30,'ask_qty':3.2,'last':105899.40,'timestamp':'2022-12-25T09:30:59.123456Z'}]}"),
          kraken(
              "{'channel':'ohlc','type':'update','data':[{'symbol':'BTC/USD','interval':1,'interval_begin':'2023-10-04T16:25:00.000000000Z','open':106038.2,'high':106044.3,'low':106038.1,'close':106040.1,'volume':30927.6,'vwap':106039.6,'trades':12}]}"));

  private static Sample okx(String frame) {
    return new Sample("okx", frame);
  }

  private static Sample coinbase(String frame) {
    return new Sample("coinbase", frame);
  }

  private static Sample kraken(String frame) {
    return new Sample("kraken", frame);
  }

  private static Sample spot(String frame) {
    return new Sample("binance-spot", frame);
  }

  private static Sample usdm(String frame) {
    return new Sample("binance-usdm", frame);
  }

  private static Sample linear(String frame) {
    return new Sample("bybit-linear", frame);
  }

  @ParameterizedTest
  @FieldSource("SAMPLES")
  void cutAnywhereNothingIsDelivered(Sample sample) {
    for (int length = 0; length < sample.frame.length(); length++) {
      Wire wire = new Wire(sample.venue);
      assertThat(wire.decode(sample.frame.substring(0, length)))
          .as("cut at %d", length)
          .isEqualTo(Outcome.REJECTED);
      assertThat(wire.heard()).isEmpty();
    }
  }

  @ParameterizedTest
  @FieldSource("SAMPLES")
  void aFlippedByteNeverThrows(Sample sample) {
    Random random = new Random(7);
    String frame = sample.frame.replace('\'', '"');
    Wire wire = new Wire(sample.venue);
    for (int i = 0; i < 2_000; i++) {
      StringBuilder damaged = new StringBuilder(frame);
      damaged.setCharAt(random.nextInt(frame.length()), (char) random.nextInt(128));
      Outcome outcome = wire.decodeRaw(damaged.toString());
      assertThat(outcome == Outcome.EVENTS || wire.heard().isEmpty()).isTrue();
    }
  }

  @ParameterizedTest
  @FieldSource("SAMPLES")
  void membersMayComeInAnyOrder(Sample sample) {
    List<Heard> expected = new Wire(sample.venue).events(sample.frame);
    assertThat(expected).isNotEmpty();
    Random random = new Random(11);
    for (int i = 0; i < 50; i++) {
      String shuffled = Shuffle.members(sample.frame, random);
      assertThat(new Wire(sample.venue).events(shuffled)).as(shuffled).isEqualTo(expected);
    }
  }

  /** Rearranges the members of every object in a frame without commas and braces in its strings. */
  private static final class Shuffle {
    static String members(String value, Random random) {
      if (!value.startsWith("{") && !value.startsWith("[")) {
        return value;
      }
      List<String> parts = new ArrayList<>();
      int depth = 0;
      int start = 1;
      for (int i = 1; i < value.length(); i++) {
        char c = value.charAt(i);
        depth += c == '{' || c == '[' ? 1 : 0;
        if ((c == ',' && depth == 0) || i == value.length() - 1) {
          parts.add(part(value.substring(start, i), random));
          start = i + 1;
        }
        depth -= c == '}' || c == ']' ? 1 : 0;
      }
      if (value.startsWith("{")) {
        Collections.shuffle(parts, random);
      }
      return value.charAt(0) + String.join(",", parts) + value.charAt(value.length() - 1);
    }

    private static String part(String part, Random random) {
      int colon = part.startsWith("'") ? part.indexOf("':") + 2 : 0;
      return colon < 2
          ? members(part, random)
          : part.substring(0, colon) + members(part.substring(colon), random);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'p':'NaN'",
        "'p':NaN",
        "'p':'-1'",
        "'p':-1",
        "'p':'0'",
        "'p':'1e400'",
        "'p':''",
        "'p':null",
        "'p':[1]",
        "'p':{}",
        "'p':true",
        "'p':'1234567890123456789'",
        "'p':'0.0000000000000000001'",
        "'p':'1','p':'2'",
        "'p':'1",
        "'P':'1'",
        "'p':'1',",
        "'p':'1','s':'BNBBTC'",
        "'p':'1','x':" + "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]",
        "'p':'1'}{",
        "'p':'1'}]",
      })
  void hostileTradesAreRejected(String price) {
    Wire wire = new Wire("binance-spot");
    String frame =
        "{'e':'trade','E':5,'s':'ETHBTC',%s,'t':1,'q':'0.001','T':4,'m':true}".formatted(price);
    assertThat(wire.decode(frame)).isEqualTo(Outcome.REJECTED);
    assertThat(wire.heard()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[['1','-1']]",
        "[['0','1']]",
        "[['1']]",
        "[[]]",
        "[1]",
        "{}",
        "'x'",
        "null",
        "[['1','1'],]",
        "[['1' '1']]",
        "[['1','1']['2','1']]",
        "[['1','NaN']]",
        "[['1','1e400']]",
        "[[,'1']]",
      })
  void hostileLevelsAreRejected(String levels) {
    Wire wire = new Wire("binance-spot");
    String frame =
        "{'e':'depthUpdate','E':9,'s':'BTCUSDT','U':1,'u':9,'b':%s,'a':[]}".formatted(levels);
    assertThat(wire.decode(frame)).isEqualTo(Outcome.REJECTED);
    assertThat(wire.heard()).isEmpty();
  }

  @Test
  void bookMessagesHaveABoundedNumberOfLevels() {
    String level = "['1','1']";
    String most = String.join(",", Collections.nCopies(Draft.MAX_ROWS, level));
    String frame = "{'e':'depthUpdate','E':9,'s':'BTCUSDT','U':1,'u':9,'b':[%s],'a':[]}";
    Wire wire = new Wire("binance-spot");
    assertThat(wire.decode(frame.formatted(most))).isEqualTo(Outcome.EVENTS);
    assertThat(wire.decode(frame.formatted(most + ',' + level))).isEqualTo(Outcome.REJECTED);
  }

  @Test
  void scalesGrowWithTheDigitsAndAFrameSharesThem() {
    Wire wire = new Wire("binance-spot");
    wire.decode("{'u':1,'s':'BNBUSDT','b':'25.3500','B':'31.2','a':'25.4','A':'40.125'}");
    Instrument instrument = wire.instruments().instruments().getFirst();
    assertThat(instrument.priceScale()).isEqualTo(2);
    assertThat(instrument.quantityScale()).isEqualTo(3);
    assertThat(
            wire.events("{'u':1,'s':'BNBUSDT','b':'25','B':'31.2','a':'25.00005','A':'1'}")
                .toString())
        .contains("bid=25,")
        .contains("ask=25.00005,");
    assertThat(instrument.priceScale()).isEqualTo(5);
  }

  @ParameterizedTest
  @CsvSource({"0.123456,x", "0.123456,NaN", "0.1234567890123,1000000", "1,0.0000000000000000001"})
  void aRejectedFrameLeavesTheScalesAlone(String bid, String ask) {
    Wire wire = new Wire("binance-spot");
    wire.decode("{'u':1,'s':'BNBUSDT','b':'25.35','B':'31.2','a':'25.36','A':'40'}");
    String frame = "{'u':2,'s':'BNBUSDT','b':'%s','B':'1','a':'%s','A':'1'}".formatted(bid, ask);
    assertThat(wire.decode(frame)).isEqualTo(Outcome.REJECTED);
    assertThat(wire.instruments().instruments().getFirst().priceScale()).isEqualTo(2);
  }

  @Test
  void unlistedInstrumentsAreUnknownButStillChecked() {
    Instrument bitcoin = new Instrument("binance-spot", "BTCUSDT", new Symbol("BTCUSDT"), 2, 5);
    Wire wire = new Wire("binance-spot", InstrumentTable.of(List.of(bitcoin)));
    String known = "{'u':1,'s':'BTCUSDT','b':'25.35','B':'31.2','a':'25.36','A':'40'}";
    assertThat(wire.decode(known)).isEqualTo(Outcome.EVENTS);
    String unknown = known.replace("BTCUSDT", "ETHUSDT");
    assertThat(wire.decode(unknown)).isEqualTo(Outcome.UNKNOWN_SYMBOL);
    assertThat(wire.heard()).isEmpty();
    assertThat(wire.decode(unknown.substring(0, 40))).isEqualTo(Outcome.REJECTED);
    assertThat(wire.decode(known)).isEqualTo(Outcome.EVENTS);
  }

  @Test
  void onlyKnownVenuesHaveADecoder() {
    for (String venue : FrameDecoders.VENUES) {
      assertThat(FrameDecoders.of(venue, InstrumentTable.open(venue))).isNotNull();
    }
    InstrumentTable table = InstrumentTable.open("mtgox");
    assertThatThrownBy(() -> FrameDecoders.of("mtgox", table))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("binance-spot");
  }
}
