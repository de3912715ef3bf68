package io.virtuoso.engine.inbound.exchange.coinbase;

import static org.assertj.core.api.Assertions.assertThat;

import io.virtuoso.engine.event.BookUpdate.Kind;
import io.virtuoso.engine.inbound.exchange.FrameDecoder.Outcome;
import io.virtuoso.engine.inbound.exchange.RecordingListener.Bar;
import io.virtuoso.engine.inbound.exchange.RecordingListener.Best;
import io.virtuoso.engine.inbound.exchange.RecordingListener.Book;
import io.virtuoso.engine.inbound.exchange.RecordingListener.Gap;
import io.virtuoso.engine.inbound.exchange.RecordingListener.Trade;
import io.virtuoso.engine.inbound.exchange.Wire;
import io.virtuoso.model.Interval;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CoinbaseFramesTest {
  private static final long TIME = Instant.parse("2021-04-17T16:43:37.083Z").toEpochMilli();

  private final Wire wire = new Wire("coinbase");

  private static String match(String type, long id, String side) {
    return """
    {'type':'%s','trade_id':%d,'maker_order_id':'a','taker_order_id':'b','side':'%s','size':'5',
    'price':'14.7646','product_id':'BAND-GBP','sequence':333939588,
    'time':'2021-04-17T16:43:37.083117Z'}\
    """
        .formatted(type, id, side);
  }

  private static String heartbeat(long lastTrade) {
    return "{'type':'heartbeat','sequence':90,'last_trade_id':%d,'product_id':'BAND-GBP','time':'2021-04-17T16:43:37.083117Z'}"
        .formatted(lastTrade);
  }

  @Test
  void snapshotThenAbsoluteChanges() {
    assertThat(
            wire.events(
                "{'type':'snapshot','product_id':'BAND-GBP','asks':[['14.81','2000.000000']],'bids':[['14.80','1'],['14.7','2']]}"))
        .containsExactly(
            new Book(
                "BANDGBP",
                Kind.SNAPSHOT,
                0,
                -1,
                -1,
                -1,
                List.of("14.8 x 1", "14.7 x 2"),
                List.of("14.81 x 2000")));
    assertThat(
            wire.events(
                "{'type':'l2update','product_id':'BAND-GBP','changes':[['sell','14.8098','0.00'],['buy','14.7472','3']],'time':'2021-04-17T16:43:37.083117Z'}"))
        .containsExactly(
            new Book(
                "BANDGBP",
                Kind.DELTA,
                TIME,
                -1,
                -1,
                -1,
                List.of("14.7472 x 3"),
                List.of("14.8098 x 0")));
  }

  @Test
  void theMakersSideIsTheOppositeOfTheTakers() {
    assertThat(wire.events(match("match", 881614, "buy")))
        .containsExactly(new Trade("BANDGBP", 881614, TIME, "14.7646", "5", false));
    assertThat(wire.events(match("match", 881615, "sell")))
        .containsExactly(new Trade("BANDGBP", 881615, TIME, "14.7646", "5", true));
  }

  @Test
  void theLastMatchIsNoNewTrade() {
    assertThat(wire.events(match("last_match", 881613, "buy"))).isEmpty();
  }

  @Test
  void aTradeThatNeverComesIsALoss() {
    wire.decode(match("last_match", 10, "buy"));
    assertThat(wire.events(heartbeat(10))).isEmpty();
    wire.decode(match("match", 11, "buy"));
    assertThat(wire.events(heartbeat(12))).as("still on its way").isEmpty();
    assertThat(wire.events(heartbeat(12))).containsExactly(new Gap("BANDGBP"));
    assertThat(wire.events(heartbeat(12))).as("told once").isEmpty();
    wire.decode(match("match", 13, "buy"));
    assertThat(wire.events(heartbeat(13))).isEmpty();
    assertThat(wire.events(heartbeat(13))).isEmpty();
  }

  @Test
  void theTickerHasTheBestPrices() {
    assertThat(
            wire.events(
                "{'type':'ticker','sequence':3,'product_id':'BAND-GBP','price':'14.7775','best_bid':'14.7550','best_ask':'14.8060','side':'buy','time':'2021-04-17T16:43:37.083117Z','trade_id':1,'last_size':'0.04'}"))
        .containsExactly(new Best("BANDGBP", TIME, -1, "14.755", "0", "14.806", "0"));
    assertThat(
            wire.events(
                "{'type':'ticker','product_id':'BAND-GBP','best_bid':'14.7','best_bid_size':'1.5','best_ask':'14.8','best_ask_size':'2','time':'2021-04-17T16:43:37Z'}"))
        .containsExactly(new Best("BANDGBP", TIME - 83, -1, "14.7", "1.5", "14.8", "2"));
  }

  @Test
  void barsOfTheRestApiHaveAnOrderOfTheirOwn() {
    assertThat(
            wire.events(
                "{'rest':'klines','symbol':'BAND-GBP','interval':'1m','received_ms':1618678440000,'body':[[1618677780,14.1,14.9,14.5,14.2,12.5],[1618677720,1,4,2,3,0.25]]}"))
        .containsExactly(
            bar(1618677720000L, List.of("2", "4", "1", "3"), "0.25"),
            bar(1618677780000L, List.of("14.5", "14.9", "14.1", "14.2"), "12.5"));
  }

  private static Bar bar(long openTime, List<String> prices, String volume) {
    return new Bar(
        "BANDGBP", Interval.ONE_MINUTE, openTime, prices, volume, "", Double.NaN, -1, true);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'subscriptions','channels':[{'name':'level2','product_ids':['BAND-GBP']}]}",
        "{'type':'status','products':[]}",
        "{}",
        "[]",
      })
  void whatIsNotForUsIsIgnored(String frame) {
    assertThat(wire.decode(frame)).isEqualTo(Outcome.IGNORED);
  }

  @Test
  void refusedSubscriptionIsTold() {
    assertThat(wire.decode("{'type':'error','message':'Failed to subscribe','reason':'x'}"))
        .isEqualTo(Outcome.REFUSED_SUBSCRIPTION);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'l2update','product_id':'BAND-GBP','changes':[['both','1','1']],'time':'2021-04-17T16:43:37.083117Z'}",
        "{'type':'l2update','product_id':'BAND-GBP','changes':[['buy','1']],'time':'2021-04-17T16:43:37.083117Z'}",
        "{'type':'l2update','product_id':'BAND-GBP','changes':[],'time':'2021-13-17T16:43:37.083117Z'}",
        "{'type':'l2update','product_id':'BAND-GBP','changes':[],'time':'2021-04-17 16:43:37.083117Z'}",
        "{'type':'l2update','product_id':'BAND-GBP','changes':[],'time':'2021-04-17T16:43:37.Z'}",
        "{'type':'l2update','product_id':'BAND-GBP','changes':[],'time':'2021-04-17T16:43:37.0831173333Z'}",
        "{'type':'l2update','product_id':'BAND-GBP','changes':[]}",
        "{'type':'match','product_id':'BAND-GBP','side':'buy','size':'5','price':'1','time':'2021-04-17T16:43:37Z'}",
        "{'type':'heartbeat','product_id':'BAND-GBP'}",
      })
  void incompleteFramesAreRejected(String frame) {
    assertThat(wire.decode(frame)).isEqualTo(Outcome.REJECTED);
    assertThat(wire.heard()).isEmpty();
  }
}
