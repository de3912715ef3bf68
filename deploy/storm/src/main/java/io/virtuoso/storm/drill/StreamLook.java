package io.virtuoso.storm.drill;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A reader of the stream that looks at the times in every frame. */
final class StreamLook implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> CHANNELS =
      List.of("scores", "overview", "status", "symbol:BTCUSDT");

  /** Past this age nothing that is published all the time may arrive, ms. */
  private static final double OLD_MS = 5_000;

  private final TimesTold times;
  private final Map<String, Long> newestMs = new ConcurrentHashMap<>();
  private final Map<String, Long> oldestMs = new ConcurrentHashMap<>();
  private final Map<String, Long> broken = new ConcurrentHashMap<>();
  private final Watcher watcher;

  StreamLook(int port, TimesTold times) {
    this.times = times;
    this.watcher = new Watcher(port, CHANNELS, this::heard);
  }

  private void heard(String message) {
    long nowMs = System.currentTimeMillis();
    try {
      JsonNode frame = JSON.readTree(message);
      String channel = frame.path("channel").asText();
      times.look("stream " + channel, frame, nowMs);
      if (frame.path("op").asText().equals("delta")) {
        long asOfMs = Instant.parse(frame.path("as_of").asText()).toEpochMilli();
        oldestMs.merge(channel, nowMs - asOfMs, Math::max);
        if (asOfMs < newestMs.getOrDefault(channel, 0L)) {
          broken.merge(channel + " goes back", 1L, Long::sum);
        }
        newestMs.merge(channel, asOfMs, Math::max);
      }
    } catch (JsonProcessingException malformed) {
      broken.merge("malformed", 1L, Long::sum);
    }
  }

  void tell(Report report) {
    for (String channel : CHANNELS) {
      report.within(
          "stream's oldest, " + channel, oldestMs.getOrDefault(channel, Long.MAX_VALUE), OLD_MS);
    }
    report.never("frames that go back or are malformed", broken.size(), "kinds");
    report.note(broken.isEmpty() ? "" : broken.toString());
    report.exactly("stream closed", watcher.closeCode(), 0, "");
  }

  @Override
  public void close() {
    watcher.close();
  }
}
