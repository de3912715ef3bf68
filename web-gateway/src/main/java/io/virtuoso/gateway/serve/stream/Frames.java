package io.virtuoso.gateway.serve.stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.virtuoso.gateway.serve.problem.Problem;
import io.virtuoso.model.wire.DocumentJson;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The stream's messages as text. Thread-safe. */
final class Frames {
  static final String PONG = "{\"op\":\"pong\"}";
  static final String BYE = "{\"op\":\"bye\",\"code\":\"drain\",\"retry_ms\":[500,5000]}";

  private final ObjectMapper json;

  Frames(ObjectMapper json) {
    this.json = json;
  }

  String welcome(String epoch, long heartbeatMs, int subscriptions) {
    ObjectNode frame = op("welcome").put("epoch", epoch).put("heartbeat_ms", heartbeatMs);
    frame.putObject("limits").put("subscriptions", subscriptions);
    return text(frame);
  }

  String snapshot(ChannelName channel, long seq, Picture picture) {
    ObjectNode frame = about("snapshot", channel).put("seq", seq);
    frame.put("as_of", picture.asOf()).put("source", picture.source());
    if (channel.rows()) {
      ArrayNode rows = frame.putArray("rows");
      picture.parts().values().forEach(rows::add);
    } else {
      ObjectNode data = frame.putObject("data");
      picture.parts().forEach(data::set);
    }
    return text(frame);
  }

  /** What turns {@code old} into {@code fresh}. */
  String delta(ChannelName channel, long seq, long prev, Picture old, Picture fresh) {
    ObjectNode frame = about("delta", channel).put("seq", seq).put("prev", prev);
    frame.put("as_of", fresh.asOf()).put("source", fresh.source());
    ArrayNode changed = channel.rows() ? frame.putArray("changed") : null;
    ObjectNode set = changed == null ? frame.putObject("set") : null;
    for (Map.Entry<String, JsonNode> part : fresh.parts().entrySet()) {
      if (part.getValue().equals(old.parts().get(part.getKey()))) {
        continue;
      }
      if (changed != null) {
        changed.add(part.getValue());
      } else if (set != null) {
        set.set(part.getKey(), part.getValue());
      }
    }
    ArrayNode removed = frame.putArray("removed");
    for (String name : old.parts().keySet()) {
      if (!fresh.parts().containsKey(name)) {
        removed.add(name);
      }
    }
    return text(frame);
  }

  String resync(ChannelName channel, String reason) {
    return text(about("resync", channel).put("reason", reason));
  }

  String heartbeat(Instant now, Map<String, Long> seqs) {
    ObjectNode frame = op("heartbeat").put("time", DocumentJson.time(now));
    ObjectNode seq = frame.putObject("seq");
    seqs.forEach(seq::put);
    return text(frame);
  }

  /**
   * Tells that a message could not be followed.
   *
   * @param id of the message, when it had one
   */
  String error(@Nullable JsonNode id, @Nullable String channel, Problem problem) {
    ObjectNode frame = op("error");
    if (id != null && id.isValueNode()) {
      frame.set("id", id);
    }
    if (channel != null) {
      frame.put("channel", channel);
    }
    frame.set("problem", json.valueToTree(problem));
    return text(frame);
  }

  private ObjectNode about(String op, ChannelName channel) {
    return op(op).put("channel", channel.text());
  }

  private ObjectNode op(String op) {
    return json.createObjectNode().put("op", op);
  }

  private String text(ObjectNode frame) {
    try {
      return json.writeValueAsString(frame);
    } catch (JsonProcessingException impossible) { // a tree in memory
      throw new UncheckedIOException(impossible);
    }
  }
}
