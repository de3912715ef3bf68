package io.virtuoso.simulator.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.virtuoso.simulator.market.BookSide;
import io.virtuoso.simulator.venue.Listing;
import io.virtuoso.simulator.wire.JsonText;
import io.virtuoso.simulator.wire.VenueId;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Books of OKX, Coinbase and Kraken as a plain client keeps them, from the text of the frames, by
 * the rule of each exchange. Checksums are computed here once more, from that text.
 */
class NewBooksTest {
  private static final int SECONDS = 90;
  private static final Pattern LEVEL = Pattern.compile("\\{\"price\":([0-9.]+),\"qty\":([0-9.]+)}");

  private final DirectExchange exchange = DirectClient.exchange();
  private final NavigableMap<BigDecimal, String[]> bids =
      new TreeMap<>(Comparator.<BigDecimal>reverseOrder());
  private final NavigableMap<BigDecimal, String[]> asks = new TreeMap<>();

  @BeforeEach
  void underWay() {
    DirectClient.run(exchange, 2);
  }

  private static void set(NavigableMap<BigDecimal, String[]> side, String price, String quantity) {
    BigDecimal key = new BigDecimal(price);
    if (new BigDecimal(quantity).signum() == 0) {
      side.remove(key);
    } else {
      side.put(key, new String[] {price, quantity});
    }
  }

  private static void cut(NavigableMap<BigDecimal, String[]> side, int depth) {
    while (side.size() > depth) {
      side.pollLastEntry();
    }
  }

  /** The exchange's own book in the venue's text, as many levels as ours has. */
  private void isTheTruth(VenueId venue, int depth) {
    Listing listing = Objects.requireNonNull(exchange.exchange().venue(venue).listing("ETHUSDT"));
    assertThat(text(bids)).isEqualTo(truth(listing, listing.symbol().book().bids(), depth));
    assertThat(text(asks)).isEqualTo(truth(listing, listing.symbol().book().asks(), depth));
  }

  private static List<String> text(Map<BigDecimal, String[]> side) {
    return side.values().stream().map(level -> level[0] + "x" + level[1]).toList();
  }

  private static List<String> truth(Listing listing, BookSide side, int depth) {
    List<String> levels = new ArrayList<>();
    for (int level = 0; level < Math.min(depth, side.size()); level++) {
      JsonText out = new JsonText();
      listing.level(out, side.price(level), side.quantity(level));
      levels.add(out.take().replaceAll("[\\[\\]\"]", "").replace(',', 'x'));
    }
    return levels;
  }

  private static long crc(String text) {
    CRC32 crc = new CRC32();
    crc.update(text.getBytes(StandardCharsets.US_ASCII));
    return crc.getValue();
  }

  @ParameterizedTest
  @CsvSource({"okx, OKX, ETH-USDT", "okx-swap, OKX_SWAP, ETH-USDT-SWAP"})
  void okxLinksItsMessagesAndProvesSpotByChecksum(String path, VenueId venue, String instrument) {
    DirectClient client = DirectClient.open(exchange, "/" + path + "/ws/v5/public");
    client.say("{'op':'subscribe','args':[{'channel':'books','instId':'" + instrument + "'}]}");
    DirectClient.run(exchange, SECONDS);
    long sequence = 0;
    int irregular = 0;
    List<JsonNode> frames = client.with("'action'");
    for (JsonNode frame : frames) {
      JsonNode data = frame.at("/data/0");
      long previous = data.get("prevSeqId").asLong();
      if (frame.get("action").asText().equals("snapshot")) {
        assertThat(previous).isEqualTo(-1);
        bids.clear();
        asks.clear();
      } else {
        assertThat(previous).isEqualTo(sequence);
        irregular += data.get("seqId").asLong() - previous > 1 ? 1 : 0;
      }
      sequence = data.get("seqId").asLong();
      data.get("bids").forEach(level -> set(bids, level.get(0).asText(), level.get(1).asText()));
      data.get("asks").forEach(level -> set(asks, level.get(0).asText(), level.get(1).asText()));
      assertThat(bids.firstKey()).isLessThan(asks.firstKey());
      assertThat(data.get("checksum").asInt())
          .isEqualTo(venue == VenueId.OKX ? (int) crc(okxText()) : 0);
    }
    assertThat(frames).hasSizeGreaterThan(SECONDS * 5);
    assertThat(irregular).isPositive();
    assertThat(sequence).isPositive();
    untilTold(
        client,
        "'action'",
        frames.size(),
        () -> {
          JsonNode data = client.with("'action'").getLast().at("/data/0");
          data.get("bids")
              .forEach(level -> set(bids, level.get(0).asText(), level.get(1).asText()));
          data.get("asks")
              .forEach(level -> set(asks, level.get(0).asText(), level.get(1).asText()));
        });
    isTheTruth(venue, 400);
  }

  /** Steps until the venue has told a message in this very step, so that all of it is told. */
  private void untilTold(DirectClient client, String mark, int before, Runnable apply) {
    int known = before;
    for (int step = 0; step < 500; step++) {
      exchange.step();
      int now = client.with(mark).size();
      if (now > known) {
        assertThat(now).isEqualTo(known + 1);
        apply.run();
        return;
      }
      known = now;
    }
    throw new AssertionError("nothing was told in ten seconds");
  }

  private String okxText() {
    List<String[]> bid = List.copyOf(bids.values());
    List<String[]> ask = List.copyOf(asks.values());
    List<String> parts = new ArrayList<>();
    for (int level = 0; level < 25; level++) {
      if (level < bid.size()) {
        parts.addAll(List.of(bid.get(level)));
      }
      if (level < ask.size()) {
        parts.addAll(List.of(ask.get(level)));
      }
    }
    return String.join(":", parts);
  }

  @Test
  void coinbaseTellsAbsoluteSizesOfTheWholeBook() {
    DirectClient client = DirectClient.open(exchange, "/coinbase/");
    client.say(
        "{'type':'subscribe','channels':[{'name':'level2_batch','product_ids':['ETH-USDT']}]}");
    DirectClient.run(exchange, SECONDS);
    JsonNode snapshot = client.with("'snapshot'").getFirst();
    snapshot.get("bids").forEach(level -> set(bids, level.get(0).asText(), level.get(1).asText()));
    snapshot.get("asks").forEach(level -> set(asks, level.get(0).asText(), level.get(1).asText()));
    List<JsonNode> updates = client.with("l2update");
    updates.forEach(this::changes);
    untilTold(client, "l2update", updates.size(), () -> changes(client.with("l2update").getLast()));
    assertThat(updates).hasSizeGreaterThan(SECONDS * 5);
    isTheTruth(VenueId.COINBASE, Integer.MAX_VALUE);
  }

  private void changes(JsonNode update) {
    for (JsonNode change : update.get("changes")) {
      boolean buy = change.get(0).asText().equals("buy");
      set(buy ? bids : asks, change.get(1).asText(), change.get(2).asText());
    }
    assertThat(bids.firstKey()).isLessThan(asks.firstKey());
  }

  @ParameterizedTest
  @CsvSource({"10", "25", "100"})
  void krakenIsCutByTheClientAndProvenByChecksum(int depth) {
    DirectClient client = DirectClient.open(exchange, "/kraken/v2");
    client.say(
        "{'method':'subscribe','params':{'channel':'book','symbol':['ETH/USDT'],'depth':"
            + depth
            + "}}");
    DirectClient.run(exchange, SECONDS);
    List<String> frames =
        client.frames.stream().filter(text -> text.startsWith("{\"channel\":\"book\"")).toList();
    frames.forEach(frame -> kraken(frame, depth));
    assertThat(frames).hasSizeGreaterThan(SECONDS * 3);
    isTheTruth(VenueId.KRAKEN, depth);
  }

  /** Reads digits from the text: a number parsed would have lost its zeros. */
  private void kraken(String frame, int depth) {
    int asksAt = frame.indexOf("\"asks\":");
    levels(frame.substring(frame.indexOf("\"bids\":"), asksAt), bids);
    levels(frame.substring(asksAt), asks);
    cut(bids, depth);
    cut(asks, depth);
    StringBuilder digits = new StringBuilder();
    asks.values().stream().limit(10).forEach(level -> digits(digits, level));
    bids.values().stream().limit(10).forEach(level -> digits(digits, level));
    assertThat(WireClient.parse(frame).at("/data/0/checksum").asLong())
        .isEqualTo(crc(digits.toString()));
  }

  private static void levels(String text, NavigableMap<BigDecimal, String[]> side) {
    LEVEL.matcher(text).results().forEach(found -> set(side, found.group(1), found.group(2)));
  }

  private static void digits(StringBuilder digits, String[] level) {
    for (String number : level) {
      digits.append(number.replace(".", "").replaceFirst("^0+", ""));
    }
  }
}
