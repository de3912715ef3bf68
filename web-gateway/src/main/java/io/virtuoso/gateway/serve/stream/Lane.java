package io.virtuoso.gateway.serve.stream;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The subscribers of one channel at one rate. Each delta is encoded once for all of them, and goes
 * from the lane's last published picture to the newest one. Owned by the hub's thread.
 */
final class Lane {
  private static final int REMEMBERED = 32;
  private static final int REMEMBERED_CHARS = 64 * 1_024;

  private record Delta(long seq, long prev, String frame) {}

  private final ChannelName channel;
  private final Frames frames;
  private final Set<Subscriber> subscribers = new LinkedHashSet<>();
  private final Deque<Delta> ring = new ArrayDeque<>();
  private int ringChars;
  private long seq;
  private @Nullable Picture published;
  private @Nullable String snapshot;

  Lane(ChannelName channel, Frames frames) {
    this.channel = channel;
    this.frames = frames;
  }

  ChannelName channel() {
    return channel;
  }

  boolean isEmpty() {
    return subscribers.isEmpty();
  }

  long seq() {
    return seq;
  }

  /**
   * Adds a subscriber and brings it up to date.
   *
   * @param newest of the channel; null while nothing is known
   * @param heldSeq what the subscriber already has of this epoch; null when nothing
   * @param lostEpoch whether it has something of another epoch
   */
  void join(
      Subscriber subscriber, @Nullable Picture newest, @Nullable Long heldSeq, boolean lostEpoch) {
    if (newest != null) {
      advance(newest); // those who wait longer than this one's rate see it a little early
    }
    subscribers.add(subscriber);
    if (published == null) {
      return; // the first picture becomes everybody's snapshot
    }
    List<String> missed = heldSeq == null ? null : since(heldSeq);
    if (missed != null) {
      missed.forEach(subscriber::send);
    } else if (heldSeq != null || lostEpoch) {
      resync(subscriber, lostEpoch ? "epoch" : "gap");
    } else {
      subscriber.send(snapshot());
    }
  }

  void leave(Subscriber subscriber) {
    subscribers.remove(subscriber);
  }

  boolean has(Subscriber subscriber) {
    return subscribers.contains(subscriber);
  }

  /** Tells the subscriber to forget, and what to know instead. */
  void resync(Subscriber subscriber, String reason) {
    if (published != null) {
      subscriber.send(frames.resync(channel, reason));
      subscriber.send(snapshot());
    }
  }

  /** Publishes {@code newest} to all subscribers if it differs from what they have. */
  void advance(Picture newest) {
    Picture old = published;
    if (old != null && newest.version() <= old.version()) {
      return;
    }
    published = newest;
    snapshot = null;
    if (old == null) {
      seq++;
      subscribers.forEach(subscriber -> subscriber.send(snapshot()));
      return;
    }
    long prev = seq++;
    String delta = frames.delta(channel, seq, prev, old, newest);
    remember(new Delta(seq, prev, delta));
    for (Subscriber subscriber : subscribers) {
      subscriber.send(delta);
    }
  }

  private String snapshot() {
    Picture current = published;
    if (current == null) {
      throw new IllegalStateException("nothing published on " + channel);
    }
    String text = snapshot;
    if (text == null) {
      text = frames.snapshot(channel, seq, current);
      snapshot = text;
    }
    return text;
  }

  private void remember(Delta delta) {
    ring.addLast(delta);
    ringChars += delta.frame.length();
    while (ring.size() > REMEMBERED || ringChars > REMEMBERED_CHARS) {
      ringChars -= ring.removeFirst().frame.length();
    }
  }

  /** The deltas that follow {@code held}; null when they are no longer known. */
  private @Nullable List<String> since(long held) {
    if (held == seq) {
      return List.of();
    }
    List<String> missed = new ArrayList<>();
    boolean found = false;
    for (Delta delta : ring) {
      found |= delta.prev == held;
      if (found) {
        missed.add(delta.frame);
      }
    }
    return found ? missed : null;
  }
}
