package io.virtuoso.engine.inbound.exchange.bybit;

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

class BybitAnswersTest {
  private final Wire wire = new Wire("bybit-linear");

  private static Crowding crowding(long time, double funding, double interest, double ratio) {
    return new Crowding(
        "BTCUSDT", time, Double.NaN, Double.NaN, funding, Double.NaN, interest, ratio);
  }

  private static String answer(String head, String result) {
    return "{%s,'body':{'retCode':0,'retMsg':'OK','result':%s,'retExtInfo':{},'time':9}}"
        .formatted(head, result);
  }

  @Test
  void barsNewestFirstAreDeliveredOldestFirst() {
    String bars =
        """
        {'category':'linear','symbol':'BTCUSDT','list':[
        ['1790006700000','27455','27456','27450','27451','3.5','96000'],
        ['1790006400000','27450','27460','27440','27455','123.45','3390000.5']]}\
        """;
    assertThat(wire.events(answer("'rest':'klines','symbol':'BTCUSDT','interval':'5m'", bars)))
        .containsExactly(
            new Bar(
                "BTCUSDT",
                Interval.FIVE_MINUTES,
                1790006400000L,
                List.of("27450", "27460", "27440", "27455"),
                "123.45",
                "",
                3390000.5,
                -1,
                true),
            new Bar(
                "BTCUSDT",
                Interval.FIVE_MINUTES,
                1790006700000L,
                List.of("27455", "27456", "27450", "27451"),
                "3.5",
                "",
                96000,
                -1,
                false));
  }

  @Test
  void depth() {
    assertThat(
            wire.events(
                answer(
                    "'rest':'depth','symbol':'BTCUSDT'",
                    """
                    {'s':'BTCUSDT','b':[['27450.50','1.500']],'a':[['27451.00','1.2']],
                    'ts':1790000000000,'u':1234567,'seq':9876543,'cts':1790000000001}\
                    """)))
        .containsExactly(
            new Book(
                "BTCUSDT",
                Kind.REST_SNAPSHOT,
                1790000000000L,
                -1,
                1234567,
                -1,
                List.of("27450.5 x 1.5"),
                List.of("27451 x 1.2")));
  }

  @Test
  void openInterestCountsOneSideOldestFirst() {
    assertThat(
            wire.events(
                answer(
                    "'rest':'open_interest','symbol':'BTCUSDT'",
                    """
                    {'symbol':'BTCUSDT','category':'linear','list':[
                    {'openInterest':'200','singleOpenInterest':'99.5','timestamp':'1790000600000'},
                    {'openInterest':'100','timestamp':'1790000300000'}],'nextPageCursor':''}\
                    """)))
        .containsExactly(
            crowding(1790000300000L, Double.NaN, 50, Double.NaN),
            crowding(1790000600000L, Double.NaN, 99.5, Double.NaN));
  }

  @Test
  void accountRatioOldestFirst() {
    assertThat(
            wire.events(
                answer(
                    "'rest':'long_short_ratio','symbol':'BTCUSDT'",
                    """
                    {'list':[
                    {'symbol':'BTCUSDT','buyRatio':'0.6','sellRatio':'0.4','timestamp':'1790000600000'},
                    {'symbol':'BTCUSDT','buyRatio':'1','sellRatio':'0','timestamp':'1790000400000'},
                    {'symbol':'BTCUSDT','buyRatio':'0.5','sellRatio':'0.5','timestamp':'1790000300000'}]}\
                    """)))
        .containsExactly(
            crowding(1790000300000L, Double.NaN, Double.NaN, 1),
            crowding(1790000600000L, Double.NaN, Double.NaN, 0.6 / 0.4));
  }

  @Test
  void fundingHistory() {
    assertThat(
            wire.events(
                answer(
                    "'rest':'funding_history','symbol':'BTCUSDT'",
                    """
                    {'category':'linear','list':[
                    {'symbol':'BTCUSDT','fundingRate':'0.0001','fundingRateTimestamp':'1790035200000'},
                    {'symbol':'BTCUSDT','fundingRate':'-0.00015','fundingRateTimestamp':'1790006400003'}]}\
                    """)))
        .containsExactly(
            crowding(1790006400000L, -0.00015, Double.NaN, Double.NaN),
            crowding(1790035200000L, 0.0001, Double.NaN, Double.NaN));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'rest':'klines','symbol':'BTCUSDT','interval':'5m','body':{'retCode':10006,'retMsg':'Too many','result':{'list':[]}}}",
        "{'rest':'klines','symbol':'BTCUSDT','interval':'5m','body':{'result':{'list':[['1790006400000','1','1','1','1','1','1']]},'retCode':10006}}",
        "{'rest':'klines','symbol':'BTCUSDT','interval':'5m','body':{'result':{'list':[['1790006400000','1','1','1','1','1','1']]}}}",
        "{'rest':'klines','symbol':'BTCUSDT','interval':'5m','body':{'retCode':0,'result':{}}}",
        "{'rest':'klines','symbol':'BTCUSDT','interval':'5m','body':{'retCode':0,'result':{'symbol':'ETHUSDT','list':[['1790006400000','1','1','1','1','1','1']]}}}",
      })
  void failedOrDamagedAnswersAreRejected(String frame) {
    assertThat(wire.decode(frame)).isEqualTo(Outcome.REJECTED);
    assertThat(wire.heard()).isEmpty();
  }
}
