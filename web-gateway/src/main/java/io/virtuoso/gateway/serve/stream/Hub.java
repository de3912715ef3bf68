package io.virtuoso.gateway.serve.stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Ticker;
import io.virtuoso.gateway.GatewaySettings;
import io.virtuoso.gateway.cache.fill.WatchedKeys;
import io.virtuoso.gateway.route.Documents;
import io.virtuoso.gateway.route.NothingHonestException;
import io.virtuoso.gateway.route.UnknownDocumentException;
import io.virtuoso.gateway.serve.problem.Problem;
import io.virtuoso.gateway.serve.problem.Problems;
import io.virtuoso.model.wire.DocumentJson;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All channels and all subscribers. Everything happens on one thread, so nothing here is locked;
 * only {@link #newer} is called from others, and it leaves a document in its channel's mailbox.
 * Frames leave on the connections' event loops, one broadcast per frame and loop.
 */
final class Hub {
  static final int GOING_AWAY = 1001;

  /** How often {@link #tick} is to be called. */
  static final Duration TICK = Duration.ofMillis(25);

  private static final long KEEP_EMPTY_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final int REVIEW_TICKS = 10;
  private static final int ASK_AGAIN_TICKS = 40;
  private static final int MAX_RESUMED = 64;

  /** The share of the longest silence after which a client is asked whether it is there. */
  private static final int ASKS = 3;

  private final Documents documents;
  private final WatchedKeys watched;
  private final GatewaySettings.Stream settings;
  private final InstantSource clock;
  private final Ticker ticker;
  private final Executor thread;
  private final ObjectMapper json = DocumentJson.mapper();
  private final String epoch =
      HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()).substring(0, 10);
  private final Frames frames = new Frames(json, epoch);

  /** Subscribers by the tick of their heartbeat, so that not everybody's is written at once. */
  private final List<Set<Subscriber>> beats = new ArrayList<>();

  private final Map<Subscriber, Set<Subscriber>> subscribers = new LinkedHashMap<>();
  private final Map<DocumentKey, Channel> channels = new ConcurrentHashMap<>();
  private long opened;
  private long numbered;
  private long tick;

  Hub(
      Documents documents,
      WatchedKeys watched,
      GatewaySettings.Stream settings,
      InstantSource clock,
      Ticker ticker,
      Executor thread) {
    this.documents = documents;
    this.watched = watched;
    this.settings = settings;
    this.clock = clock;
    this.ticker = ticker;
    this.thread = thread;
    long ticks = Math.max(1, settings.heartbeat().dividedBy(TICK));
    for (long i = 0; i < ticks; i++) {
      beats.add(new LinkedHashSet<>());
    }
  }

  /** A new version was accepted; any thread. */
  void newer(StoredDocument document) {
    Channel channel = channels.get(document.key());
    if (channel != null && channel.offer(document)) {
      advance(channel);
    }
  }

  /** Soon; any thread. */
  private void advance(Channel channel) {
    thread.execute(() -> channel.advance(ticker.read()));
  }

  void open(Subscriber subscriber) {
    Set<Subscriber> beat = beats.get((int) (opened++ % beats.size()));
    beat.add(subscriber);
    subscribers.put(subscriber, beat);
  }

  void closed(Subscriber subscriber) {
    Set<Subscriber> beat = subscribers.remove(subscriber);
    if (beat != null) {
      beat.remove(subscriber);
    }
    subscriber.subscriptions().values().forEach(each -> each.lane().leave(each));
    subscriber.subscriptions().clear();
  }

  /** {@link #TICK} has passed. */
  void tick() {
    tick++;
    long now = ticker.read();
    for (Iterator<Channel> each = channels.values().iterator(); each.hasNext(); ) {
      Channel channel = each.next();
      channel.advance(now);
      if (tick % ASK_AGAIN_TICKS == 0 && channel.waits()) {
        fetch(channel, failure -> {}); // whoever waits was told already
      }
      if (channel.emptyFor(now) > KEEP_EMPTY_NANOS) {
        watched.unwatch(channel.name().key());
        each.remove();
      }
    }
    if (tick % REVIEW_TICKS == 0) {
      subscribers.keySet().forEach(Subscriber::review);
    }
    heartbeat(beats.get((int) (tick % beats.size())));
  }

  /** Tells everybody to come back elsewhere. */
  void drain() {
    for (Subscriber subscriber : subscribers.keySet()) {
      subscriber.answer(Frames.BYE);
      subscriber.close(GOING_AWAY, "drain");
    }
  }

  /** What the first message of a stream of events amounts to. */
  void follow(Subscriber subscriber, List<Position> held, List<String> names, int hz) {
    boolean same = held.stream().allMatch(position -> position.epoch().equals(epoch));
    Map<String, Long> seqs = new HashMap<>();
    held.forEach(position -> seqs.put(position.channel(), position.seq()));
    welcome(subscriber, seqs, same);
    for (String name : names) {
      subscribe(subscriber, null, name, hz);
    }
  }

  void message(Subscriber subscriber, String text) {
    JsonNode message;
    try {
      message = json.readTree(text);
    } catch (JsonProcessingException malformed) {
      refuse(subscriber, null, null, "bad_message", "The message is not JSON.");
      return;
    }
    JsonNode id = message.get("id");
    Optional<Op> op = Op.of(message.path("op").asText());
    if (op.isEmpty()) {
      String detail = "op is one of hello, subscribe, unsubscribe, resync and ping.";
      refuse(subscriber, id, null, "unknown_op", detail);
      return;
    }
    String channel = message.path("channel").asText();
    switch (op.get()) {
      case HELLO -> hello(subscriber, message.path("resume"));
      case PING -> subscriber.answer(Frames.PONG);
      case SUBSCRIBE -> subscribe(subscriber, id, channel, hz(message.path("hz")));
      case UNSUBSCRIBE -> unsubscribe(subscriber, channel);
      case RESYNC -> resync(subscriber, channel);
    }
  }

  /** The rate asked for, the default without one; 0, which is no rate, for any other value. */
  private static int hz(JsonNode asked) {
    if (asked.isMissingNode()) {
      return Channel.MAX_HZ;
    }
    return asked.canConvertToInt() && asked.canConvertToExactIntegral() ? asked.intValue() : 0;
  }

  private void hello(Subscriber subscriber, JsonNode resume) {
    Map<String, Long> held = new HashMap<>();
    for (Map.Entry<String, JsonNode> each : resume.path("seq").properties()) {
      if (held.size() < MAX_RESUMED && each.getValue().isIntegralNumber()) {
        held.put(each.getKey(), each.getValue().longValue());
      }
    }
    welcome(subscriber, held, epoch.equals(resume.path("epoch").asText()));
  }

  private void welcome(Subscriber subscriber, Map<String, Long> held, boolean sameEpoch) {
    subscriber.resume(held, sameEpoch);
    subscriber.answer(frames.welcome(settings.heartbeat().toMillis(), settings.maxSubscriptions()));
  }

  private void subscribe(Subscriber subscriber, @Nullable JsonNode id, String text, int hz) {
    Optional<ChannelName> name = ChannelName.of(text);
    if (name.isEmpty()) {
      refuse(subscriber, id, null, "unknown_channel", "There is no such channel.");
    } else if (!Channel.isRate(hz)) {
      refuse(subscriber, id, text, "bad_rate", "hz is 1, 2 or 4.");
    } else if (!subscriber.subscriptions().containsKey(text)
        && subscriber.subscriptions().size() >= settings.maxSubscriptions()) {
      refuse(subscriber, id, text, "too_many", "No more subscriptions on this connection.");
    } else {
      subscribe(subscriber, id, name.get(), hz);
    }
  }

  private void subscribe(Subscriber subscriber, @Nullable JsonNode id, ChannelName name, int hz) {
    Channel channel = channels.get(name.key());
    if (channel == null) {
      channel =
          new Channel(
              name,
              frames,
              json,
              settings.maxRecent().asLongValue(),
              () -> ++numbered,
              this::advance);
      channels.put(name.key(), channel);
      watched.watch(name.key());
    }
    Lane lane = channel.lane(hz);
    Subscription subscription = new Subscription(subscriber, lane);
    Subscription before = subscriber.subscriptions().put(name.text(), subscription);
    if (before != null) {
      before.lane().leave(before);
    }
    boolean lost = subscriber.lostEpoch(name.text());
    Picture newest = channel.newest();
    lane.join(subscription, newest, subscriber.takeHeld(name.text()), lost);
    if (newest == null) {
      Channel fetched = channel;
      fetch(fetched, failure -> failed(fetched, subscriber, id, failure));
    }
  }

  private void fetch(Channel channel, Consumer<Throwable> failed) {
    documents
        .find(channel.name().key())
        .subscribe()
        .with(
            answer -> {
              channel.offer(answer.document());
              advance(channel);
            },
            failure -> thread.execute(() -> failed.accept(failure)));
  }

  /** A symbol that is unknown goes; a channel without an honest document waits for the first. */
  private void failed(
      Channel channel, Subscriber subscriber, @Nullable JsonNode id, Throwable failure) {
    String text = channel.name().text();
    Throwable told = failure;
    if (failure instanceof UnknownDocumentException) {
      if (channel.name().ofSymbol()) {
        unsubscribe(subscriber, text);
        if (channel.isEmpty() && channels.remove(channel.name().key(), channel)) {
          watched.unwatch(channel.name().key());
        }
      } else { // not yet: an engine that has just begun says so of everything
        told = new NothingHonestException(channel.name().key(), "not published yet");
      }
    }
    subscriber.answer(frames.error(id, text, Problems.of(told)));
  }

  private void unsubscribe(Subscriber subscriber, String channel) {
    Subscription subscription = subscriber.subscriptions().remove(channel);
    if (subscription != null) {
      subscription.lane().leave(subscription);
    }
  }

  private void resync(Subscriber subscriber, String channel) {
    Subscription subscription = subscriber.subscriptions().get(channel);
    if (subscription != null) {
      subscription.lane().resync(subscription, "gap");
    }
  }

  private void heartbeat(Set<Subscriber> due) {
    Map<List<Lane>, Frame> encoded = new HashMap<>();
    Map<List<Lane>, Frame> asking = new HashMap<>();
    long idle = settings.idle().toNanos();
    for (Subscriber subscriber : due) {
      long silent = subscriber.silentNanos();
      if (silent > idle) {
        subscriber.close(GOING_AWAY, "silent");
        continue;
      }
      List<Lane> lanes =
          subscriber.subscriptions().values().stream().map(Subscription::lane).toList();
      Frame heartbeat = encoded.computeIfAbsent(lanes, this::heartbeatOf);
      boolean asked = silent > idle / ASKS;
      subscriber.offer(
          asked ? asking.computeIfAbsent(lanes, same -> heartbeat.withPing()) : heartbeat);
    }
  }

  private Frame heartbeatOf(List<Lane> lanes) {
    Map<String, Long> seqs = new LinkedHashMap<>();
    lanes.forEach(lane -> seqs.put(lane.channel().text(), lane.seq()));
    return frames.heartbeat(clock.instant(), seqs);
  }

  private void refuse(
      Subscriber subscriber,
      @Nullable JsonNode id,
      @Nullable String channel,
      String code,
      String detail) {
    subscriber.answer(frames.error(id, channel, Problem.of(400, code, detail)));
  }
}
