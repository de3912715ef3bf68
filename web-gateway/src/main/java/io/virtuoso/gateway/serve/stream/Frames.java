package io.virtuoso.gateway.serve.stream;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.virtuoso.gateway.serve.problem.Problem;
import io.virtuoso.model.wire.DocumentJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The stream's messages. Thread-safe. */
final class Frames {
  static final Frame PONG = Frame.shared("{\"op\":\"pong\"}".getBytes(US_ASCII));
  static final Frame BYE =
      Frame.shared(
          "{\"op\":\"bye\",\"code\":\"drain\",\"retry_ms\":[500,5000]}".getBytes(US_ASCII));

  private final ObjectMapper json;
  private final String epoch;

  Frames(ObjectMapper json, String epoch) {
    this.json = json;
    this.epoch = epoch;
  }

  Frame welcome(long heartbeatMs, int subscriptions) {
    ObjectNode frame = op("welcome").put("epoch", epoch).put("heartbeat_ms", heartbeatMs);
    frame.putObject("limits").put("subscriptions", subscriptions);
    return Frame.once(bytes(frame));
  }

  Frame snapshot(ChannelName channel, long seq, Picture picture) {
    ObjectNode frame = about("snapshot", channel).put("seq", seq);
    frame.put("as_of", picture.asOf()).put("source", picture.source());
    if (channel.rows()) {
      ArrayNode rows = frame.putArray("rows");
      picture.parts().values().forEach(rows::add);
    } else {
      ObjectNode data = frame.putObject("data");
      picture.parts().forEach(data::set);
    }
    return Frame.shared(bytes(frame), id(channel, seq));
  }

  /** What turns {@code old} into {@code fresh}. */
  Frame delta(ChannelName channel, long seq, long prev, Picture old, Picture fresh) {
    Change change = Change.between(channel, old, fresh);
    return delta(channel, seq, prev, fresh.asOf(), fresh.source(), change);
  }

  /**
   * Several deltas in a row as one.
   *
   * @param deltas encoded by this, oldest first
   */
  Frame fold(ChannelName channel, long seq, long prev, List<byte[]> deltas) {
    Change sum = new Change(channel.rows());
    JsonNode last = MissingNode.getInstance();
    for (byte[] delta : deltas) {
      last = tree(delta);
      sum.add(last);
    }
    String asOf = last.path("as_of").asText();
    return delta(channel, seq, prev, asOf, last.path("source").asText(), sum);
  }

  private Frame delta(
      ChannelName channel, long seq, long prev, String asOf, String source, Change change) {
    ObjectNode frame = about("delta", channel).put("seq", seq).put("prev", prev);
    frame.put("as_of", asOf).put("source", source);
    change.writeTo(frame);
    return Frame.shared(bytes(frame), id(channel, seq));
  }

  Frame resync(ChannelName channel, String reason) {
    return Frame.once(bytes(about("resync", channel).put("reason", reason)));
  }

  /** For everybody who follows the same lanes. */
  Frame heartbeat(Instant now, Map<String, Long> seqs) {
    ObjectNode frame = op("heartbeat").put("time", DocumentJson.time(now));
    ObjectNode seq = frame.putObject("seq");
    seqs.forEach(seq::put);
    return Frame.once(bytes(frame));
  }

  /**
   * Tells that a message could not be followed.
   *
   * @param id of the message, when it had one
   */
  Frame error(@Nullable JsonNode id, @Nullable String channel, Problem problem) {
    ObjectNode frame = op("error");
    if (id != null && id.isValueNode()) {
      frame.set("id", id);
    }
    if (channel != null) {
      frame.put("channel", channel);
    }
    frame.set("problem", json.valueToTree(problem));
    return Frame.once(bytes(frame));
  }

  private String id(ChannelName channel, long seq) {
    return new Position(epoch, seq, channel.text()).text();
  }

  private ObjectNode about(String op, ChannelName channel) {
    return op(op).put("channel", channel.text());
  }

  private ObjectNode op(String op) {
    return json.createObjectNode().put("op", op);
  }

  private JsonNode tree(byte[] frame) {
    try {
      return json.readTree(frame);
    } catch (IOException impossible) { // what was written here
      throw new UncheckedIOException(impossible);
    }
  }

  private byte[] bytes(ObjectNode frame) {
    try {
      return json.writeValueAsBytes(frame);
    } catch (JsonProcessingException impossible) { // a tree in memory
      throw new UncheckedIOException(impossible);
    }
  }
}
