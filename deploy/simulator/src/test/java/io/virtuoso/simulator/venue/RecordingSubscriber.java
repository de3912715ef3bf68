package io.virtuoso.simulator.venue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;

/** Remembers every frame. */
final class RecordingSubscriber implements Subscriber {
  private static final ObjectMapper JSON = new ObjectMapper();

  final List<String> frames = new ArrayList<>();
  private final boolean wrapped;

  RecordingSubscriber(boolean wrapped) {
    this.wrapped = wrapped;
  }

  @Override
  public boolean wrapped() {
    return wrapped;
  }

  @Override
  public void deliver(String frame) {
    frames.add(frame);
  }

  List<JsonNode> documents() {
    return frames.stream().map(RecordingSubscriber::parse).toList();
  }

  static JsonNode parse(String frame) {
    try {
      return JSON.readTree(frame);
    } catch (JsonProcessingException malformed) {
      throw new AssertionError(frame, malformed);
    }
  }
}
