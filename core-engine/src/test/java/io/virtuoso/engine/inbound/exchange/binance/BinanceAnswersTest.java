package io.virtuoso.engine.inbound.exchange.binance;

import static org.assertj.core.api.Assertions.assertThat;

import io.virtuoso.engine.event.BookUpdate.Kind;
import io.virtuoso.engine.inbound.exchange.FrameDecoder.Outcome;
import io.virtuoso.engine.inbound.exchange.RecordingListener.Bar;
import io.virtuoso.engine.inbound.exchange.RecordingListener.Book;
import io.virtuoso.engine.inbound.exchange.RecordingListener.Crowding;
import io.virtuoso.engine.inbound.exchange.Wire;
import io.virtuoso.model.Interval;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BinanceAnswersTest {
  private static final String TWO_BARS =
      """
      [[1790000040000,'10.5','10.9','10.4','10.7','100.5',1790000099999,'1055.25',30,'50.25','525','0'],
       [1790000100000,'10.7','10.8','10.6','10.6','80','1790000159999','848',20,'40','424','0']]\
      """;

  private final Wire wire = new Wire("binance-usdm");

  private static Bar bar(long openTime, List<String> prices, String volume, boolean closed) {
    boolean first = openTime == 1790000040000L;
    return new Bar(
        "BTCUSDT",
        Interval.ONE_MINUTE,
        openTime,
        prices,
        volume,
        first ? "50.25" : "40",
        first ? 1055.25 : 848,
        first ? 30 : 20,
        closed);
  }

  private static Crowding crowding(long time, double funding, double interest, double ratio) {
    return new Crowding(
        "BTCUSDT", time, Double.NaN, Double.NaN, funding, Double.NaN, interest, ratio);
  }

  @Test
  void wrappedDepth() {
    assertThat(
            wire.events(
                """
                {'rest': 'depth', 'symbol': 'BTCUSDT','body':{'lastUpdateId':160,'E':1790000000007,
                'T':1790000000005,'bids':[['0.0024','10']],'asks':[['0.00260','100'],['0.0027','1']]}}\
                """))
        .containsExactly(
            new Book(
                "BTCUSDT",
                Kind.REST_SNAPSHOT,
                1790000000007L,
                -1,
                160,
                -1,
                List.of("0.0024 x 10"),
                List.of("0.0026 x 100", "0.0027 x 1")));
  }

  @Test
  void bareDepthBelongsToTheInstrumentSeenLast() {
    String depth = "{'lastUpdateId':160,'bids':[['1.5','10']],'asks':[]}";
    assertThat(wire.decode(depth)).as("none seen yet").isEqualTo(Outcome.REJECTED);
    wire.decode("{'u':1,'s':'ETHUSDT','b':'1','B':'1','a':'2','A':'1'}");
    wire.decode("{'u':1,'s':'BNBUSDT','b':'1','B':'1','a':'2','A':'1'}");
    assertThat(wire.events(depth))
        .containsExactly(
            new Book(
                "BNBUSDT", Kind.REST_SNAPSHOT, 0, -1, 160, -1, List.of("1.5 x 10"), List.of()));
  }

  @Test
  void newestBarIsOpenWhenTheTimeOfTheAnswerIsUnknown() {
    assertThat(
            wire.events(
                "{'rest':'klines','symbol':'BTCUSDT','interval':'1m','body':" + TWO_BARS + "}"))
        .containsExactly(
            bar(1790000040000L, List.of("10.5", "10.9", "10.4", "10.7"), "100.5", true),
            bar(1790000100000L, List.of("10.7", "10.8", "10.6", "10.6"), "80", false));
  }

  @Test
  void theNewestBarIsClosedWhenEvenAWrongClockSaysSo() {
    String frame =
        "{'rest':'klines','symbol':'BTCUSDT','interval':'1m','received_ms':%d,'body':%s}";
    assertThat(wire.events(frame.formatted(1790000760000L, TWO_BARS)))
        .containsExactly(
            bar(1790000040000L, List.of("10.5", "10.9", "10.4", "10.7"), "100.5", true),
            bar(1790000100000L, List.of("10.7", "10.8", "10.6", "10.6"), "80", true));
    assertThat(wire.events(frame.formatted(1790000759999L, TWO_BARS)))
        .extracting("closed")
        .containsExactly(true, false);
  }

  @Test
  void openInterest() {
    assertThat(
            wire.events(
                """
                {'rest':'open_interest','symbol':'BTCUSDT','body':
                {'openInterest':'83782.317','symbol':'BTCUSDT','time':1790000000273}}\
                """))
        .containsExactly(crowding(1790000000273L, Double.NaN, 83782.317, Double.NaN));
  }

  @Test
  void openInterestHistory() {
    assertThat(
            wire.events(
                """
                {'rest':'open_interest_history','symbol':'BTCUSDT','body':[
                {'symbol':'BTCUSDT','sumOpenInterest':'100.5','sumOpenInterestValue':'7','timestamp':1790000100000},
                {'symbol':'BTCUSDT','sumOpenInterest':'101.5','sumOpenInterestValue':'7','timestamp':1790000400000}]}\
                """))
        .containsExactly(
            crowding(1790000100000L, Double.NaN, 100.5, Double.NaN),
            crowding(1790000400000L, Double.NaN, 101.5, Double.NaN));
  }

  @Test
  void longShortRatio() {
    assertThat(
            wire.events(
                """
                {'rest':'long_short_ratio','symbol':'BTCUSDT','body':[{'symbol':'BTCUSDT',
                'longAccount':'0.5795','longShortRatio':'1.3781','shortAccount':'0.4205',
                'timestamp':1790000100000}]}\
                """))
        .containsExactly(crowding(1790000100000L, Double.NaN, Double.NaN, 1.3781));
  }

  @Test
  void fundingIsBookedAtTheFullHour() {
    assertThat(
            wire.events(
                """
                {'rest':'funding_history','symbol':'BTCUSDT','body':[
                {'symbol':'BTCUSDT','fundingTime':1790006400017,'fundingRate':'0.00010000','markPrice':''}]}\
                """))
        .containsExactly(crowding(1790006400000L, 0.0001, Double.NaN, Double.NaN));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'rest':'klines','symbol':'BTCUSDT','interval':'1m','body':{'code':-1121,'msg':'Invalid'}}",
        "{'rest':'klines','symbol':'BTCUSDT','interval':'1m','body':[[1790000040000,'1']]}",
        "{'rest':'klines','symbol':'BTCUSDT','interval':'5m','body':[[1790000040000,'1','1','1','1','1',1,'1',1,'1']]}",
        "{'rest':'depth','symbol':'BTCUSDT','body':null}",
        "{'rest':'depth','body':{'lastUpdateId':160,'bids':[],'asks':[]}}",
        "{'rest':'depth','symbol':'BTCUSDT'}",
        "{'rest':'open_interest','symbol':'BTCUSDT','body':{'symbol':'ETHUSDT','openInterest':'1','time':1}}",
        "{'rest':'open_interest','symbol':'BTCUSDT','body':{'openInterest':'-1','time':1}}",
        "{'rest':'open_interest','symbol':'BTCUSDT','body':{'openInterest':'1'}}",
      })
  void damagedAnswersAreRejected(String frame) {
    assertThat(wire.decode(frame)).isEqualTo(Outcome.REJECTED);
    assertThat(wire.heard()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'rest':'weather','symbol':'BTCUSDT','body':[1]}",
        "{'rest':'klines','symbol':'BTCUSDT','interval':'1d','body':[]}",
        "{'rest':'klines','symbol':'BTCUSDT','interval':'1m','body':[]}",
        "{'rest':'funding_history','symbol':'BTCUSDT','body':[]}",
      })
  void answersWithoutUseAreIgnored(String frame) {
    assertThat(wire.decode(frame)).isEqualTo(Outcome.IGNORED);
  }
}
