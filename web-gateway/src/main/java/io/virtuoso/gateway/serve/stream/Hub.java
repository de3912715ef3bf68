package io.virtuoso.gateway.serve.stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.virtuoso.gateway.GatewaySettings;
import io.virtuoso.gateway.cache.fill.WatchedKeys;
import io.virtuoso.gateway.route.Documents;
import io.virtuoso.gateway.route.UnknownDocumentException;
import io.virtuoso.gateway.serve.problem.Problem;
import io.virtuoso.gateway.serve.problem.Problems;
import io.virtuoso.model.wire.DocumentJson;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * All channels and all subscribers. Everything happens on one thread, so nothing here is locked;
 * only {@link #newer} is called from others, and it leaves a document in its channel's mailbox.
 */
final class Hub {
  static final int GOING_AWAY = 1001;
  private static final int TICKS_PER_SECOND = Channel.MAX_HZ;
  private static final long KEEP_EMPTY_TICKS = 30L * TICKS_PER_SECOND;
  private static final int MAX_RESUMED = 64;

  private final Documents documents;
  private final WatchedKeys watched;
  private final GatewaySettings.Stream settings;
  private final InstantSource clock;
  private final Executor thread;
  private final ObjectMapper json = DocumentJson.mapper();
  private final Frames frames = new Frames(json);
  private final String epoch =
      HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()).substring(0, 10);
  private final long heartbeatTicks;
  private final Set<Subscriber> subscribers = new LinkedHashSet<>();
  private final Map<DocumentKey, Channel> channels = new ConcurrentHashMap<>();
  private long tick;

  Hub(
      Documents documents,
      WatchedKeys watched,
      GatewaySettings.Stream settings,
      InstantSource clock,
      Executor thread) {
    this.documents = documents;
    this.watched = watched;
    this.settings = settings;
    this.clock = clock;
    this.thread = thread;
    this.heartbeatTicks = Math.max(1, settings.heartbeat().toMillis() * TICKS_PER_SECOND / 1_000);
  }

  /** A new version was accepted; any thread. */
  void newer(StoredDocument document) {
    Channel channel = channels.get(document.key());
    if (channel != null) {
      channel.offer(document);
    }
  }

  void open(Subscriber subscriber) {
    subscribers.add(subscriber);
  }

  void closed(Subscriber subscriber) {
    subscribers.remove(subscriber);
    subscriber.lanes().values().forEach(lane -> lane.leave(subscriber));
    subscriber.lanes().clear();
  }

  /** A quarter of a second has passed. */
  void tick() {
    tick++;
    for (Iterator<Channel> each = channels.values().iterator(); each.hasNext(); ) {
      Channel channel = each.next();
      channel.tick(tick);
      if (channel.emptyFor(tick) > KEEP_EMPTY_TICKS) {
        watched.unwatch(channel.name().key());
        each.remove();
      }
    }
    boolean beat = tick % heartbeatTicks == 0;
    for (Subscriber subscriber : List.copyOf(subscribers)) {
      subscriber.review();
      if (beat) {
        heartbeat(subscriber);
      }
    }
  }

  /** Tells everybody to come back elsewhere. */
  void drain() {
    for (Subscriber subscriber : List.copyOf(subscribers)) {
      subscriber.send(Frames.BYE);
      subscriber.close(GOING_AWAY, "drain");
    }
    subscribers.clear();
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
    switch (message.path("op").asText()) {
      case "hello" -> hello(subscriber, message.path("resume"));
      case "ping" -> subscriber.send(Frames.PONG);
      case "subscribe" -> subscribe(subscriber, id, message);
      case "unsubscribe" -> unsubscribe(subscriber, message.path("channel").asText());
      case "resync" -> resync(subscriber, message.path("channel").asText());
      default ->
          refuse(
              subscriber,
              id,
              null,
              "unknown_op",
              "op is one of hello, subscribe, unsubscribe, resync and ping.");
    }
  }

  private void hello(Subscriber subscriber, JsonNode resume) {
    Map<String, Long> held = new HashMap<>();
    for (Map.Entry<String, JsonNode> each : resume.path("seq").properties()) {
      if (held.size() < MAX_RESUMED && each.getValue().isIntegralNumber()) {
        held.put(each.getKey(), each.getValue().longValue());
      }
    }
    subscriber.resume(held, epoch.equals(resume.path("epoch").asText()));
    subscriber.send(
        frames.welcome(epoch, settings.heartbeat().toMillis(), settings.maxSubscriptions()));
  }

  private void subscribe(Subscriber subscriber, @Nullable JsonNode id, JsonNode message) {
    String text = message.path("channel").asText();
    Optional<ChannelName> name = ChannelName.of(text);
    int hz = message.path("hz").asInt(Channel.MAX_HZ);
    if (name.isEmpty()) {
      refuse(subscriber, id, null, "unknown_channel", "There is no such channel.");
    } else if (!Channel.isRate(hz)) {
      refuse(subscriber, id, text, "bad_rate", "hz is 1, 2 or 4.");
    } else if (!subscriber.lanes().containsKey(text)
        && subscriber.lanes().size() >= settings.maxSubscriptions()) {
      refuse(subscriber, id, text, "too_many", "No more subscriptions on this connection.");
    } else {
      subscribe(subscriber, id, name.get(), hz);
    }
  }

  private void subscribe(Subscriber subscriber, @Nullable JsonNode id, ChannelName name, int hz) {
    Channel channel = channels.get(name.key());
    if (channel == null) {
      channel = new Channel(name, frames, json);
      channels.put(name.key(), channel);
      watched.watch(name.key());
    }
    Lane lane = channel.lane(hz);
    Lane before = subscriber.lanes().put(name.text(), lane);
    if (before != null) {
      before.leave(subscriber);
    }
    boolean lost = subscriber.lostEpoch(name.text());
    Picture newest = channel.newest();
    lane.join(subscriber, newest, subscriber.takeHeld(name.text()), lost);
    if (newest == null) {
      fetch(channel, subscriber, id);
    }
  }

  private void fetch(Channel channel, Subscriber subscriber, @Nullable JsonNode id) {
    documents
        .find(channel.name().key())
        .subscribe()
        .with(
            answer -> {
              channel.offer(answer.document());
              thread.execute(() -> channel.tick(0)); // every rate's turn: they wait for the first
            },
            failure -> thread.execute(() -> failed(channel, subscriber, id, failure)));
  }

  /** An unknown channel goes; one without an honest document waits for the first. */
  private void failed(
      Channel channel, Subscriber subscriber, @Nullable JsonNode id, Throwable failure) {
    String text = channel.name().text();
    if (failure instanceof UnknownDocumentException) {
      unsubscribe(subscriber, text);
      if (channel.isEmpty() && channels.remove(channel.name().key(), channel)) {
        watched.unwatch(channel.name().key());
      }
    }
    subscriber.send(frames.error(id, text, Problems.of(failure)));
  }

  private void unsubscribe(Subscriber subscriber, String channel) {
    Lane lane = subscriber.lanes().remove(channel);
    if (lane != null) {
      lane.leave(subscriber);
    }
  }

  private void resync(Subscriber subscriber, String channel) {
    Lane lane = subscriber.lanes().get(channel);
    if (lane != null) {
      lane.resync(subscriber, "gap");
    }
  }

  private void heartbeat(Subscriber subscriber) {
    if (subscriber.silentNanos() > settings.idle().toNanos()) {
      subscriber.close(GOING_AWAY, "silent");
      return;
    }
    Map<String, Long> seqs = new HashMap<>();
    subscriber.lanes().forEach((name, lane) -> seqs.put(name, lane.seq()));
    subscriber.send(frames.heartbeat(clock.instant(), seqs));
  }

  private void refuse(
      Subscriber subscriber,
      @Nullable JsonNode id,
      @Nullable String channel,
      String code,
      String detail) {
    subscriber.send(frames.error(id, channel, Problem.of(400, code, detail)));
  }
}
