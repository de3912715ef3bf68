package io.virtuoso.simulator.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How OKX, Coinbase, Kraken and Bybit spot answer what they are asked for. */
class SessionsTest {
  private final DirectExchange exchange = DirectClient.exchange();

  private DirectClient open(String path) {
    return DirectClient.open(exchange, path);
  }

  private static String quoted(String text) {
    return text.replace('\'', '"');
  }

  @Test
  void okxAcknowledgesEachArgumentByItself() {
    DirectClient client = open("/okx-swap/ws/v5/public");
    client.say(
        "{'op':'subscribe','args':[{'channel':'trades','instId':'BTC-USDT-SWAP'},"
            + "{'channel':'liquidation-orders','instType':'SWAP'},"
            + "{'channel':'candle1m','instId':'BTC-USDT-SWAP'}]}");
    assertThat(client.frames).hasSize(3);
    assertThat(client.frames.get(0))
        .startsWith(
            quoted(
                "{'event':'subscribe','arg':{'channel':'trades','instId':'BTC-USDT-SWAP'},'connId':'"));
    assertThat(client.frames.get(1))
        .contains(quoted("'arg':{'channel':'liquidation-orders','instType':'SWAP'}"));
    assertThat(client.frames.get(2))
        .as("candles are of the other address")
        .startsWith(quoted("{'event':'error','code':'60018','msg':'Wrong URL or channel:candle1m"));
    client.say("ping");
    assertThat(client.last()).isEqualTo("pong");
    client.say("{'op':'dance'}");
    assertThat(client.last()).contains(quoted("'code':'60012'"));
    client.say("{'op':'unsubscribe','args':[{'channel':'trades','instId':'BTC-USDT-SWAP'}]}");
    assertThat(client.last()).startsWith(quoted("{'event':'unsubscribe'"));
    assertThat(exchange.connect("/okx-swap/ws/v5/private", client)).isNull();
  }

  @Test
  void okxClosesWhoIsSilentForThirtySeconds() {
    DirectClient silent = open("/okx/ws/v5/public");
    DirectClient speaking = open("/okx/ws/v5/public");
    for (int i = 0; i < 4; i++) {
      DirectClient.run(exchange, 10);
      speaking.say("ping");
    }
    assertThat(silent.closed).isEqualTo(4_004);
    assertThat(speaking.closed).isEqualTo(-1);
  }

  @Test
  void okxLetsThreeInEverySecond() {
    for (int i = 0; i < 3; i++) {
      open("/okx/ws/v5/public");
    }
    DirectClient other = open("/okx-swap/ws/v5/public");
    assertThat(exchange.connect("/okx/ws/v5/public", other)).isNull();
    DirectClient.run(exchange, 1);
    open("/okx/ws/v5/public");
  }

  @Test
  void okxEndsTheHourOfWhoAsksTooOften() {
    DirectClient client = open("/okx/ws/v5/public");
    for (int i = 0; i < 480; i++) {
      client.say("{'op':'unsubscribe','args':[]}");
    }
    assertThat(client.frames).isEmpty();
    client.say("{'op':'unsubscribe','args':[]}");
    assertThat(client.last()).contains(quoted("'code':'60014'"));
  }

  @Test
  void coinbaseTellsEverythingThatIsSubscribed() {
    DirectClient client = open("/coinbase/");
    client.say(
        "{'type':'subscribe','product_ids':['BTC-USDT'],'channels':['matches','heartbeat',"
            + "{'name':'ticker','product_ids':['ETH-USDT']}]}");
    assertThat(client.last())
        .isEqualTo(
            quoted(
                "{'type':'subscriptions','channels':[{'name':'matches','product_ids':['BTC-USDT']},"
                    + "{'name':'heartbeat','product_ids':['BTC-USDT']},"
                    + "{'name':'ticker','product_ids':['ETH-USDT']}]}"));
    client.say("{'type':'unsubscribe','channels':[{'name':'matches','product_ids':['BTC-USDT']}]}");
    assertThat(client.last()).doesNotContain("matches").contains("heartbeat", "ticker");
    client.frames.clear();
    DirectClient.run(exchange, 3);
    assertThat(client.with("heartbeat")).hasSize(3);
    assertThat(client.with("ETH-USDT"))
        .allSatisfy(frame -> assertThat(frame.get("type").asText()).isEqualTo("ticker"));
  }

  @Test
  void coinbaseSaysWhyItRefuses() {
    DirectClient client = open("/coinbase/");
    client.say("{'type':'subscribe','channels':[{'name':'level2','product_ids':['BTC-USDT']}]}");
    assertThat(client.last())
        .isEqualTo(
            quoted(
                "{'type':'error','message':'Failed to subscribe','reason':'level2 requires authentication'}"));
    client.say("{'type':'subscribe','channels':[{'name':'ticker','product_ids':['NO-USD']}]}");
    assertThat(client.last()).contains("NO-USD is not a valid product");
    client.say("{{");
    assertThat(client.last()).contains("Malformed JSON");
    DirectClient.run(exchange, 6);
    assertThat(client.closed).as("nothing was subscribed within five seconds").isEqualTo(1_008);
  }

  @Test
  void coinbaseTellsTheLastMatchFirst() {
    open("/coinbase/")
        .say("{'type':'subscribe','channels':[{'name':'matches','product_ids':['BTC-USDT']}]}");
    DirectClient.run(exchange, 20);
    DirectClient late = open("/coinbase/");
    late.say("{'type':'subscribe','channels':[{'name':'matches','product_ids':['BTC-USDT']}]}");
    assertThat(late.last()).startsWith(quoted("{'type':'last_match','trade_id':"));
    DirectClient.run(exchange, 20);
    long before = late.with("last_match").getFirst().get("trade_id").asLong();
    assertThat(late.with("'type':'match'").getFirst().get("trade_id").asLong())
        .isEqualTo(before + 1);
  }

  @Test
  void krakenGreetsAcknowledgesAndRefuses() {
    DirectClient client = open("/kraken/v2");
    assertThat(client.last())
        .startsWith(quoted("{'channel':'status','type':'update','data':[{'version':'2.0.10'"));
    assertThat(client.with("status").getFirst().at("/data/0/connection_id").asLong())
        .isGreaterThan(1L << 53);
    client.say(
        "{'method':'subscribe','params':{'channel':'book','symbol':['BTC/USDT'],'depth':100},'req_id':7}");
    assertThat(client.frames.get(1))
        .startsWith(
            quoted(
                "{'method':'subscribe','result':{'channel':'book','depth':100,'snapshot':true,'symbol':'BTC/USDT'},'success':true,'time_in':'2026-"))
        .endsWith(quoted("'req_id':7}"));
    assertThat(client.frames.get(2))
        .startsWith(
            quoted(
                "{'channel':'book','type':'snapshot','data':[{'symbol':'BTC/USDT','bids':[{'price':"));
    client.say(
        "{'method':'subscribe','params':{'channel':'book','symbol':['BTC/USDT'],'depth':42}}");
    assertThat(client.last())
        .startsWith(
            quoted(
                "{'error':'Subscription depth not supported','method':'subscribe','success':false,'symbol':'BTC/USDT'"));
    client.say("{'method':'subscribe','params':{'channel':'trade','symbol':['XBT/USDT']}}");
    assertThat(client.last()).contains("Currency pair not supported XBT/USDT");
    client.say("{'method':'ping','req_id':42}");
    assertThat(client.last())
        .startsWith(quoted("{'method':'pong'"))
        .contains(quoted("'req_id':42"));
    client.frames.clear();
    DirectClient.run(exchange, 3);
    assertThat(client.with("heartbeat")).hasSize(3);
  }

  @Test
  void krakenClosesWhoWantsNothing() {
    DirectClient client = open("/kraken/v2");
    DirectClient.run(exchange, 62);
    assertThat(client.closed).isEqualTo(1_000);
  }

  @Test
  void bybitSpotTakesTenTopicsAtMost() {
    DirectClient client = open("/bybit-spot/v5/public/spot");
    String eleven = "'tickers.BTCUSDT',".repeat(11);
    client.say("{'op':'subscribe','args':[" + eleven.substring(0, eleven.length() - 1) + "]}");
    assertThat(client.last()).contains(quoted("'success':false"), "args size > 10");
    client.say("{'op':'subscribe','args':['allLiquidation.BTCUSDT']}");
    assertThat(client.last()).contains("Invalid topic");
    client.say("{'op':'subscribe','args':['tickers.BTCUSDT'],'req_id':'1'}");
    assertThat(client.last())
        .startsWith(quoted("{'topic':'tickers.BTCUSDT','ts':"))
        .contains(quoted("'type':'snapshot','cs':"));
  }

  @Test
  void pingsAreAnsweredUntilTheConnectionOnlySeemsToLive() {
    DirectClient stalled = open("/coinbase/");
    exchange.fault("{'fault':'stall','venue':'coinbase'}".replace('\'', '"'));
    assertThat(stalled.ping().pongs).isEqualTo(1);
    DirectClient gone = open("/kraken/v2");
    assertThat(gone.ping().pongs).isEqualTo(1);
    exchange.fault("{'fault':'drop','venue':'kraken','mode':'silent'}".replace('\'', '"'));
    assertThat(gone.ping().ping().pongs).isEqualTo(1);
    assertThat(gone.closed).isEqualTo(-1);
  }

  @Test
  void binanceTakesFiveMessagesASecondWhateverTheyAre() {
    DirectClient modest = open("/binance-spot/ws");
    DirectClient hasty = open("/binance-spot/ws");
    String request = "{'method':'LIST_SUBSCRIPTIONS','id':1}";
    for (int i = 0; i < 3; i++) {
      modest.say(request);
      hasty.say(request).ping();
    }
    modest.ping().ping();
    assertThat(modest.closed).isEqualTo(-1);
    assertThat(hasty.closed).isEqualTo(1_008);
  }
}
