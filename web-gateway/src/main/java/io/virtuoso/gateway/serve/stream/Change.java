package io.virtuoso.gateway.serve.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What changed between two pictures: first {@code removed} goes, then the changed parts come. Of a
 * row only the members that changed are named, and its symbol; a row that is new is whole. Used by
 * one thread.
 */
final class Change {
  private final boolean rows;
  private final Map<String, JsonNode> changed = new LinkedHashMap<>();
  private final Set<String> removed = new LinkedHashSet<>();

  /** Nothing so far. */
  Change(boolean rows) {
    this.rows = rows;
  }

  static Change between(ChannelName channel, Picture old, Picture fresh) {
    Change change = new Change(channel.rows());
    for (String name : old.parts().keySet()) {
      if (!fresh.parts().containsKey(name)) {
        change.removed.add(name);
      }
    }
    fresh.parts().forEach((name, part) -> change.compare(name, old.parts().get(name), part));
    return change;
  }

  private void compare(String name, @Nullable JsonNode before, JsonNode now) {
    if (now.equals(before)) {
      return;
    }
    if (!rows || before == null) {
      changed.put(name, now);
      return;
    }
    ObjectNode members = JsonNodeFactory.instance.objectNode().put("symbol", name);
    for (Map.Entry<String, JsonNode> member : now.properties()) {
      if (!member.getValue().equals(before.get(member.getKey()))) {
        members.set(member.getKey(), member.getValue());
      }
    }
    if (before.properties().stream().allMatch(member -> now.has(member.getKey()))) {
      changed.put(name, members);
    } else { // a member cannot be taken away by naming others: the row begins anew
      removed.add(name);
      changed.put(name, now);
    }
  }

  /** Adds a later delta's change. */
  void add(JsonNode delta) {
    for (JsonNode name : delta.path("removed")) {
      changed.remove(name.asText());
      removed.add(name.asText());
    }
    for (JsonNode row : delta.path("changed")) {
      changed.merge(row.path("symbol").asText(), row, Change::overlay);
    }
    for (Map.Entry<String, JsonNode> member : delta.path("set").properties()) {
      changed.put(member.getKey(), member.getValue());
      removed.remove(member.getKey());
    }
  }

  void writeTo(ObjectNode delta) {
    if (rows) {
      ArrayNode list = delta.putArray("changed");
      changed.values().forEach(list::add);
    } else {
      ObjectNode members = delta.putObject("set");
      changed.forEach(members::set);
    }
    ArrayNode gone = delta.putArray("removed");
    removed.forEach(gone::add);
  }

  private static JsonNode overlay(JsonNode below, JsonNode above) {
    ObjectNode sum = below.deepCopy();
    above.properties().forEach(member -> sum.set(member.getKey(), member.getValue()));
    return sum;
  }
}
