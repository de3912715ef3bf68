package io.virtuoso.engine.inbound.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.virtuoso.engine.inbound.exchange.FrameDecoder.Outcome;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a broken or hostile peer may send, to every decoder: it is refused whole, brings nothing,
 * and the frames after it are understood as ever.
 */
class HostileFramesTest {
  /**
   * A venue's frames with {@code PRICE} and {@code SIZE} where a number stands.
   *
   * @param book changes of a book, {@code LEVELS} where the array of bids stands
   * @param level one of these levels
   */
  record Frames(String venue, String trade, String book, String level) {
    String goodTrade() {
      return trade.replace("PRICE", "'1.5'").replace("SIZE", "'2'");
    }

    String bookOf(String price, String size) {
      return bookOf(level.replace("PRICE", price).replace("SIZE", size));
    }

    String bookOf(String levels) {
      return book.replace("LEVELS", "[" + levels + "]");
    }

    @Override
    public String toString() {
      return venue;
    }
  }

  private static final String BINANCE_BOOK =
      "{'e':'depthUpdate','E':9,'s':'BTCUSDT','U':1,'u':9,'pu':0,'b':LEVELS,'a':[]}";
  private static final String BINANCE_TRADE =
      "{'e':'trade','E':5,'s':'BTCUSDT','t':4711,'p':PRICE,'q':SIZE,'T':4,'m':true}";
  private static final String BYBIT_BOOK =
      "{'topic':'orderbook.50.BTCUSDT','type':'delta','ts':9,'data':{'s':'BTCUSDT','b':LEVELS,'a':[],'u':7}}";
  private static final String BYBIT_TRADE =
      "{'topic':'publicTrade.BTCUSDT','type':'snapshot','ts':9,'data':[{'T':8,'s':'BTCUSDT','S':'Buy','v':SIZE,'p':PRICE,'i':'x'}]}";
  private static final String OKX_BOOK =
      "{'arg':{'channel':'books','instId':'BTC-USDT'},'action':'update','data':[{'asks':[],'bids':LEVELS,'ts':'9','seqId':7,'prevSeqId':5}]}";
  private static final String OKX_TRADE =
      "{'arg':{'channel':'trades','instId':'BTC-USDT'},'data':[{'instId':'BTC-USDT','tradeId':'9','px':PRICE,'sz':SIZE,'side':'buy','ts':'5'}]}";
  private static final String PAIR = "[PRICE,SIZE]";

  static final List<Frames> FRAMES =
      List.of(
          new Frames("binance-spot", BINANCE_TRADE, BINANCE_BOOK, PAIR),
          new Frames("binance-usdm", BINANCE_TRADE, BINANCE_BOOK, PAIR),
          new Frames("bybit-linear", BYBIT_TRADE, BYBIT_BOOK, PAIR),
          new Frames("bybit-spot", BYBIT_TRADE, BYBIT_BOOK, PAIR),
          new Frames("okx", OKX_TRADE, OKX_BOOK, PAIR),
          new Frames(
              "coinbase",
              "{'type':'match','trade_id':8,'side':'buy','size':SIZE,'price':PRICE,'product_id':'BTC-USD','time':'2021-04-17T16:44:05.617399Z'}",
              "{'type':'l2update','product_id':'BTC-USD','changes':LEVELS,'time':'2021-04-17T16:43:37.083117Z'}",
              "['buy',PRICE,SIZE]"),
          new Frames(
              "kraken",
              "{'channel':'trade','type':'update','data':[{'symbol':'BTC/USD','side':'buy','price':PRICE,'qty':SIZE,'trade_id':8,'timestamp':'2023-10-06T17:35:55.440295Z'}]}",
              "{'channel':'book','type':'update','data':[{'symbol':'BTC/USD','bids':LEVELS,'asks':[],'checksum':1}]}",
              "{'price':PRICE,'qty':SIZE}"));

  /** Where a number should be. */
  private static final List<String> NO_NUMBERS =
      List.of(
          "'NaN'",
          "NaN",
          "'Infinity'",
          "-Infinity",
          "'-1'",
          "-1",
          "'-0.5'",
          "'1e400'",
          "1e400",
          "'1e-400'",
          "''",
          "null",
          "true",
          "[1]",
          "{}",
          "'one'",
          "'+1'",
          "'.5'",
          "'5.'",
          "'01'",
          "'1 '",
          "' 1'",
          "'1,5'",
          "'0x10'",
          "'\uFF11\uFF12'",
          "'1\\u0031'",
          "'1234567890123456789'",
          "'0.0000000000000000001'");

  static Stream<Arguments> numbers() {
    return FRAMES.stream()
        .flatMap(frames -> NO_NUMBERS.stream().map(number -> Arguments.of(frames, number)));
  }

  private static void assertRefused(Frames frames, String frame) {
    Wire wire = new Wire(frames.venue());
    assertThat(wire.decode(frames.goodTrade())).isEqualTo(Outcome.EVENTS);
    int known = wire.instruments().instruments().getFirst().priceScale();
    assertThat(wire.decode(frame)).as(shortened(frame)).isEqualTo(Outcome.REJECTED);
    assertThat(wire.heard()).isEmpty();
    assertThat(wire.instruments().instruments().getFirst().priceScale()).isEqualTo(known);
    assertThat(wire.decode(frames.goodTrade())).as("afterwards").isEqualTo(Outcome.EVENTS);
    assertThat(wire.decode(frames.bookOf("'1.5'", "'2'"))).isEqualTo(Outcome.EVENTS);
  }

  private static String shortened(String frame) {
    return frame.substring(0, Math.min(frame.length(), 200));
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void whatIsNoNumberIsRefused(Frames frames, String number) {
    assertRefused(frames, frames.trade().replace("PRICE", number).replace("SIZE", "'2'"));
    assertRefused(frames, frames.trade().replace("PRICE", "'1.5'").replace("SIZE", number));
    assertRefused(frames, frames.bookOf(number, "'2'"));
    assertRefused(frames, frames.bookOf("'1.5'", number));
  }

  @ParameterizedTest
  @FieldSource("FRAMES")
  void aPriceOfNothingIsRefused(Frames frames) {
    for (String zero : new String[] {"'0'", "0", "'0.000'", "'0e5'"}) {
      assertRefused(frames, frames.trade().replace("PRICE", zero).replace("SIZE", "'2'"));
      assertRefused(frames, frames.trade().replace("PRICE", "'2'").replace("SIZE", zero));
      assertRefused(frames, frames.bookOf(zero, "'2'"));
    }
  }

  @ParameterizedTest
  @FieldSource("FRAMES")
  void aMillionLevelsAreRefused(Frames frames) {
    String level = frames.level().replace("PRICE", "'1.5'").replace("SIZE", "'2'");
    assertRefused(frames, frames.bookOf((level + ",").repeat(1_000_000) + level));
  }

  @ParameterizedTest
  @FieldSource("FRAMES")
  void otherShapesOfLevelsAreRefused(Frames frames) {
    for (String levels : new String[] {"'x'", "7", "null", "[]", "{}", "[[]]", "['1.5']"}) {
      assertRefused(frames, frames.bookOf(levels));
    }
    assertRefused(frames, frames.book().replace("LEVELS", "{}"));
    assertRefused(frames, frames.book().replace("LEVELS", "'[]'"));
  }

  @ParameterizedTest
  @FieldSource("FRAMES")
  void deepNestingIsRefused(Frames frames) {
    String good = frames.goodTrade();
    for (int depth : new int[] {JsonGrammar.MAX_DEPTH + 1, 100_000}) {
      String nested = "[".repeat(depth) + "]".repeat(depth);
      assertRefused(frames, good.substring(0, good.length() - 1) + ",'deep':" + nested + "}");
      assertRefused(frames, "{'deep':" + nested + "," + good.substring(1));
      assertRefused(frames, "[".repeat(depth));
    }
  }

  /** Every member of the frame named twice, one after the other. */
  @ParameterizedTest
  @FieldSource("FRAMES")
  void aMemberThatComesTwiceIsRefused(Frames frames) {
    String good = frames.goodTrade();
    for (String name : new String[] {"'p':", "'px':", "'price':", "'qty':", "'data':", "'s':"}) {
      int at = good.indexOf(name);
      if (at < 0 || (name.equals("'s':") && frames.venue().startsWith("bybit"))) {
        continue; // a symbol may be told again, if it is the same
      }
      String twice = good.substring(0, at) + name + "'7'," + good.substring(at);
      assertRefused(frames, twice);
    }
  }

  @ParameterizedTest
  @FieldSource("FRAMES")
  void oddEncodingsAndLooseEndsAreRefused(Frames frames) {
    String good = frames.goodTrade();
    assertRefused(frames, "\uFEFF" + good);
    assertRefused(frames, good.replaceAll("(?s)(.)", "$1\0"));
    assertRefused(frames, "\0" + good);
    assertRefused(frames, good + "\0");
    assertRefused(frames, good + "}");
    assertRefused(frames, good + good);
    assertRefused(frames, good.substring(0, good.length() - 1));
    assertRefused(frames, good.replaceFirst(",", ",,"));
    assertRefused(frames, good.replaceFirst(":", "="));
    assertRefused(frames, good.replace("'", "`"));
    assertRefused(frames, "");
    assertRefused(frames, "{" + good.substring(1).replaceFirst("'", "'\n"));
  }
}
