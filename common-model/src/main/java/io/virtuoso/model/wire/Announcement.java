package io.virtuoso.model.wire;

import java.util.Optional;

/**
 * What the engine says on the update channel after it stored a new version: {@code <key> <version>
 * <as-of ms>}. Also sent every {@link #HEARTBEAT_MS} with key {@code heartbeat}, so that a listener
 * can tell silence from a lost subscription.
 */
public record Announcement(DocumentKey key, long version, long asOfMs) {
  /** The Redis channel. */
  public static final String CHANNEL = "virtuoso:updates";

  public static final long HEARTBEAT_MS = 1_000;

  /** The key of a heartbeat; its version is a counter. */
  public static final DocumentKey HEARTBEAT = new DocumentKey("heartbeat");

  public String encode() {
    return key + " " + version + " " + asOfMs;
  }

  /** The announcement in {@code text}, or empty when it is not one. */
  public static Optional<Announcement> decode(String text) {
    String[] parts = text.split(" ", -1);
    if (parts.length != 3) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Announcement(
              new DocumentKey(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2])));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }
}
