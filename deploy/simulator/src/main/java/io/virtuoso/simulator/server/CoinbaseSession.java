package io.virtuoso.simulator.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.virtuoso.simulator.venue.Listing;
import io.virtuoso.simulator.venue.Route;
import io.virtuoso.simulator.venue.Venue;
import io.virtuoso.simulator.wire.IsoTime;
import io.virtuoso.simulator.wire.JsonText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A client of Coinbase: it must say within five seconds what it wants, and hears each second, where
 * it asked for heartbeats, which trade was the last.
 */
final class CoinbaseSession extends ClientSession {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String HEARTBEAT = "heartbeat:";
  private static final Set<String> OF_ACCOUNTS = Set.of("level2", "level3", "full", "user");
  private static final int MOST_MESSAGES_PER_SECOND = 100;
  private static final long SECOND_NANOS = 1_000_000_000L;
  private static final long PATIENCE_NANOS = 5 * SECOND_NANOS;
  private static final int POLICY_VIOLATION = 1_008;
  private static final String FAILED = "Failed to subscribe";

  private final MessageRate messages = new MessageRate(MOST_MESSAGES_PER_SECOND, SECOND_NANOS);
  private final IsoTime times = new IsoTime();
  private final long openedAt;
  private boolean asked;

  CoinbaseSession(Line line, Venue venue) {
    super(line, venue, Route.NONE);
    openedAt = nanos();
  }

  @Override
  void tick(long marketTime) {
    if (!asked && nanos() - openedAt > PATIENCE_NANOS) {
      refuse(POLICY_VIOLATION, "Subscribe within 5 seconds");
      return;
    }
    for (String name : subscribed()) {
      Listing listing = name.startsWith(HEARTBEAT) ? product(name) : null;
      if (listing != null) {
        deliver(heartbeat(listing, marketTime));
      }
    }
  }

  private String heartbeat(Listing listing, long marketTime) {
    return new JsonText()
        .object()
        .text("type", "heartbeat")
        .number("sequence", Venue.coinbaseSequence(listing))
        .number("last_trade_id", listing.symbol().lastTradeId())
        .text("product_id", listing.nativeName())
        .text("time", times.micros(marketTime))
        .end()
        .take();
  }

  private @Nullable Listing product(String name) {
    return venue().named(name.substring(name.indexOf(':') + 1));
  }

  @Override
  void receive(String text) {
    if (!messages.admit(nanos())) {
      error("rate limit exceeded", "");
      return;
    }
    JsonNode request;
    try {
      request = JSON.readTree(text);
    } catch (JsonProcessingException malformed) {
      error("Malformed JSON", "");
      return;
    }
    String type = request.path("type").asText();
    boolean subscribing = type.equals("subscribe");
    if (!subscribing && !type.equals("unsubscribe")) {
      error("Failed to parse message", plain(type) + " is not a valid type");
      return;
    }
    List<String> names = names(request);
    for (String name : names) {
      String reason = refusal(name);
      if (!reason.isEmpty()) {
        error(FAILED, reason);
        return;
      }
    }
    asked |= subscribing;
    if (!subscribing) {
      names.forEach(this::unsubscribe);
      subscriptions(subscribed());
      return;
    }
    List<String> all = new ArrayList<>(subscribed());
    names.stream().filter(name -> !all.contains(name)).forEach(all::add);
    subscriptions(all);
    names.forEach(this::subscribe);
  }

  /** Channels by name, for the products named beside them; or with products of their own. */
  private static List<String> names(JsonNode request) {
    List<String> names = new ArrayList<>();
    for (JsonNode channel : request.path("channels")) {
      boolean bare = channel.isTextual();
      String name = bare ? channel.asText() : channel.path("name").asText();
      JsonNode products = (bare ? request : channel).path("product_ids");
      products.forEach(product -> names.add(plain(name) + ":" + plain(product.asText())));
    }
    return names;
  }

  private String refusal(String name) {
    String channel = name.substring(0, name.indexOf(':'));
    if (OF_ACCOUNTS.contains(channel)) {
      return channel + " requires authentication";
    }
    if (product(name) == null) {
      return name.substring(name.indexOf(':') + 1) + " is not a valid product";
    }
    return carries(name) || name.startsWith(HEARTBEAT) ? "" : channel + " is not a valid channel";
  }

  /** Everything that is subscribed now, by channel. */
  private void subscriptions(List<String> names) {
    Map<String, List<String>> products = new LinkedHashMap<>();
    for (String name : names) {
      int colon = name.indexOf(':');
      products
          .computeIfAbsent(name.substring(0, colon), _ -> new ArrayList<>())
          .add(name.substring(colon + 1));
    }
    JsonText out = new JsonText().object().text("type", "subscriptions").array("channels");
    products.forEach((channel, ids) -> {
      out.object().text("name", channel).array("product_ids");
      ids.forEach(out::text);
      out.close().end();
    });
    deliver(out.close().end().take());
  }

  private void error(String message, String reason) {
    JsonText out = new JsonText().object().text("type", "error").text("message", message);
    if (!reason.isEmpty()) {
      out.text("reason", reason);
    }
    deliver(out.end().take());
  }
}
