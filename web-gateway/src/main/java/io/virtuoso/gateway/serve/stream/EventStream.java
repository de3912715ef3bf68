package io.virtuoso.gateway.serve.stream;

import com.github.benmanes.caffeine.cache.Ticker;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.virtuoso.gateway.GatewaySettings;
import io.virtuoso.gateway.observe.Exchange;
import io.virtuoso.gateway.observe.RequestMeter;
import io.virtuoso.gateway.observe.Requests;
import io.virtuoso.gateway.serve.guard.Clients;
import io.virtuoso.gateway.serve.problem.Problem;
import io.virtuoso.gateway.serve.problem.Problems;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The stream as server-sent events at {@code /api/stream}: the same channels by query parameter,
 * the same frames as data.
 */
@Singleton
final class EventStream {
  private static final Set<String> PARAMETERS = Set.of("channel", "hz", "held");
  private static final int MAX_HELD = 64;

  private final HubThread hub;
  private final Places places;
  private final Clients clients;
  private final GatewaySettings.Stream settings;
  private final Ticker ticker;
  private final RequestMeter meter;

  /** What the request asks for; a fault when it cannot be followed. */
  private record Wish(List<String> channels, int hz, List<Position> held, @Nullable Problem fault) {
    static Wish refused(String code, String detail, String field) {
      Problem fault = Problem.of(400, code, detail, new Problem.Violation(field, detail));
      return new Wish(List.of(), 0, List.of(), fault);
    }
  }

  @Inject
  EventStream(
      HubThread hub,
      Places places,
      Clients clients,
      GatewaySettings settings,
      Ticker ticker,
      Requests requests) {
    this.meter = requests.route("/api/stream");
    this.hub = hub;
    this.places = places;
    this.clients = clients;
    this.settings = settings.stream();
    this.ticker = ticker;
  }

  void install(@Observes Router router) {
    router.route("/api/stream").handler(this::asked);
  }

  private void asked(RoutingContext request) {
    Exchange exchange = Exchange.of(request);
    if (exchange != null) {
      exchange.routed(meter);
    }
    if (!Problems.isReading(request)) {
      return;
    }
    Wish wish = wish(request);
    if (wish.fault != null) {
      Problems.send(request, wish.fault);
      return;
    }
    String client = clients.of(request);
    Problem refusal = places.enter(client);
    if (refusal != null) {
      Problems.send(request, refusal);
      return;
    }
    request.addEndHandler(ended -> places.leave(client));
    request
        .response()
        .putHeader("Content-Type", "text/event-stream")
        .putHeader("Cache-Control", "no-store")
        .putHeader("X-Accel-Buffering", "no");
    if (request.request().method().equals(HttpMethod.HEAD)) {
      request.response().end();
    } else {
      open(request, wish);
    }
  }

  private void open(RoutingContext request, Wish wish) {
    request.response().setChunked(true);
    int maxBytes = (int) settings.maxPending().asLongValue();
    Subscriber subscriber =
        Subscriber.mute(new EventOutlet(request.request(), maxBytes), settings, ticker);
    Exchange exchange = Exchange.of(request);
    if (exchange != null) {
      exchange.streams();
    }
    request.addEndHandler(ended -> hub.run(h -> h.closed(subscriber)));
    hub.run(h -> {
      h.open(subscriber);
      h.follow(subscriber, wish.held, wish.channels, wish.hz);
    });
  }

  private Wish wish(RoutingContext request) {
    for (String name : request.queryParams().names()) {
      if (!PARAMETERS.contains(name)) {
        return Wish.refused("unknown_parameter", "There is no such parameter.", name);
      }
    }
    List<String> channels = request.queryParam("channel");
    boolean known = channels.stream().allMatch(name -> ChannelName.of(name).isPresent());
    if (channels.isEmpty() || !known) {
      return Wish.refused("unknown_channel", "There is no such channel.", "channel");
    }
    if (channels.size() > settings.maxSubscriptions()) {
      return Wish.refused("too_many", "No more subscriptions on one stream.", "channel");
    }
    List<String> hz = request.queryParam("hz");
    Optional<Integer> rate = hz.isEmpty() ? Optional.of(Channel.MAX_HZ) : Channel.rate(hz.get(0));
    if (rate.isEmpty() || hz.size() > 1) {
      return Wish.refused("bad_rate", "hz is 1, 2 or 4.", "hz");
    }
    return held(request, channels, rate.get());
  }

  /** What the browser says that it saw last outranks what the page's script knew before. */
  private static Wish held(RoutingContext request, List<String> channels, int hz) {
    List<String> texts = new ArrayList<>(request.queryParam("held"));
    String last = request.request().getHeader("Last-Event-ID");
    if (last != null && !last.isEmpty()) {
      texts.add(last);
    }
    List<Position> held = texts.stream().map(Position::of).flatMap(Optional::stream).toList();
    if (texts.size() > MAX_HELD || held.size() < texts.size()) {
      return Wish.refused("bad_position", "A position is epoch:seq:channel.", "held");
    }
    return new Wish(channels, hz, held, null);
  }
}
