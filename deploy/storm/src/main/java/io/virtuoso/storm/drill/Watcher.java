package io.virtuoso.storm.drill;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A WebSocket client that follows the scores and remembers what it was told. */
final class Watcher implements AutoCloseable, WebSocket.Listener {
  private static final int MOST = 10_000;
  private static final Pattern AS_OF = Pattern.compile("\"as_of\":\"([^\"]+)\"");

  private final HttpClient http = HttpClient.newHttpClient();
  private final WebSocket socket;
  private final Queue<String> messages = new ConcurrentLinkedQueue<>();
  private final Queue<Version> versions = new ConcurrentLinkedQueue<>();
  private final StringBuilder partial = new StringBuilder();
  private final Consumer<String> heard;
  private volatile int closeCode;

  /**
   * A version of the scores.
   *
   * @param asOfMs when it was true
   * @param hereMs when it arrived
   */
  private record Version(long asOfMs, long hereMs) {}

  /** Connects, greets and subscribes. */
  Watcher(int port) {
    this(port, List.of("scores"), _ -> {});
  }

  /**
   * The same with other channels.
   *
   * @param heard takes every message, on a thread of the client
   */
  Watcher(int port, List<String> channels, Consumer<String> heard) {
    this.heard = heard;
    socket =
        http.newWebSocketBuilder()
            .subprotocols("virtuoso.v1.json")
            .connectTimeout(Duration.ofSeconds(5))
            .buildAsync(URI.create("ws://127.0.0.1:" + port + "/ws"), this)
            .join();
    socket.sendText("{\"op\":\"hello\"}", true).join();
    for (int i = 0; i < channels.size(); i++) {
      socket
          .sendText(
              "{\"op\":\"subscribe\",\"id\":%d,\"channel\":\"%s\",\"hz\":4}"
                  .formatted(i + 1, channels.get(i)),
              true)
          .join();
    }
  }

  void awaitMessage(Duration most) throws InterruptedException {
    Patience.require("a snapshot on the stream", most, this::hasSnapshot);
  }

  boolean hasSnapshot() {
    return heard("\"snapshot\"");
  }

  /**
   * How long the first version that became true after {@code sinceMs} was under way to this reader,
   * ms; empty until one came.
   */
  OptionalLong delayMs(long sinceMs) {
    return versions.stream()
        .filter(version -> version.asOfMs > sinceMs)
        .mapToLong(version -> version.hereMs - version.asOfMs)
        .findFirst();
  }

  /** Says something and waits until it has left; false when nobody takes it any more. */
  boolean says(String text) {
    try {
      socket.sendText(text, true).join();
      return true;
    } catch (CompletionException gone) {
      return false;
    }
  }

  boolean heard(String part) {
    return messages.stream().anyMatch(message -> message.contains(part));
  }

  int messages() {
    return messages.size();
  }

  /** 0 while it is open. */
  int closeCode() {
    return closeCode;
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    partial.append(data);
    if (last) {
      Matcher asOf = AS_OF.matcher(partial);
      if (asOf.find()) {
        long asOfMs = Instant.parse(asOf.group(1)).toEpochMilli();
        versions.add(new Version(asOfMs, System.currentTimeMillis()));
      }
      heard.accept(partial.toString());
      if (messages.size() < MOST) {
        messages.add(partial.toString());
      }
      partial.setLength(0);
    }
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    closeCode = code;
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    closeCode = 1006;
  }

  @Override
  public void close() {
    socket.abort();
    http.shutdownNow();
  }
}
