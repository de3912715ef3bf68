package io.virtuoso.simulator.venue;

import io.virtuoso.simulator.fault.FaultBoard;
import io.virtuoso.simulator.fault.FaultKind;
import io.virtuoso.simulator.wire.Channel;
import io.virtuoso.simulator.wire.VenueId;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One named stream of one venue: encoded once, passed through the faults in force, fanned out to
 * its subscribers.
 */
public final class Stream {
  /** What a new subscriber gets before the stream goes on. */
  @FunctionalInterface
  interface Welcome {
    /** Greets a subscriber; {@code first} says that nobody else listens. */
    void welcome(Subscriber subscriber, boolean first);
  }

  private static final Subscriber[] NOBODY = {};

  private final VenueId venue;
  private final String name;
  private final @Nullable String symbol;
  private final Channel channel;
  private final FaultBoard faults;
  private final FrameCount frames;
  private final Welcome welcome;
  private Subscriber[] subscribers = NOBODY;
  private @Nullable String held;
  private int garbled;

  Stream(
      VenueId venue,
      String name,
      @Nullable String symbol,
      Channel channel,
      FaultBoard faults,
      FrameCount frames,
      Welcome welcome) {
    this.venue = venue;
    this.name = name;
    this.symbol = symbol;
    this.channel = channel;
    this.faults = faults;
    this.frames = frames;
    this.welcome = welcome;
  }

  public String name() {
    return name;
  }

  /** Symbol it tells about, null if about all. */
  public @Nullable String symbol() {
    return symbol;
  }

  public Channel channel() {
    return channel;
  }

  /** Nobody listens. */
  public boolean idle() {
    return subscribers.length == 0;
  }

  /** Number of subscribers. */
  public int audience() {
    return subscribers.length;
  }

  /**
   * Adds a subscriber; one that is there already is welcomed again, as after a repeated
   * subscription.
   */
  public void add(Subscriber subscriber) {
    boolean first = idle();
    if (!Arrays.asList(subscribers).contains(subscriber)) {
      Subscriber[] more = Arrays.copyOf(subscribers, subscribers.length + 1);
      more[subscribers.length] = subscriber;
      subscribers = more;
    }
    welcome.welcome(subscriber, first);
  }

  public void remove(Subscriber subscriber) {
    subscribers =
        Arrays.stream(subscribers)
            .filter(other -> !other.equals(subscriber))
            .toArray(Subscriber[]::new);
    if (idle()) {
      held = null;
    }
  }

  void publish(String frame) {
    if (idle()) {
      return;
    }
    if (faults.quiet() && held == null) {
      send(frame);
      return;
    }
    if (hit(FaultKind.STALL) || hit(FaultKind.DELIST) || hit(FaultKind.GAP)) {
      return;
    }
    String text = hit(FaultKind.GARBLE) ? garble(frame) : frame;
    String late = held;
    if (late == null && hit(FaultKind.REORDER)) {
      held = text;
      return;
    }
    send(text);
    held = null;
    if (late != null) {
      send(late);
    }
    if (hit(FaultKind.DUPLICATE)) {
      send(text);
    }
  }

  /** A frame for one subscriber only. */
  void tell(Subscriber subscriber, String frame) {
    if (!hit(FaultKind.STALL) && !hit(FaultKind.DELIST)) {
      frames.add(channel);
      subscriber.deliver(subscriber.wrapped() ? wrap(frame) : frame);
    }
  }

  private boolean hit(FaultKind kind) {
    return !faults.quiet() && faults.apply(kind, venue, symbol, channel) != null;
  }

  private void send(String frame) {
    String wrapped = null;
    for (Subscriber subscriber : subscribers) {
      frames.add(channel);
      if (!subscriber.wrapped()) {
        subscriber.deliver(frame);
      } else {
        if (wrapped == null) {
          wrapped = wrap(frame);
        }
        subscriber.deliver(wrapped);
      }
    }
  }

  private String wrap(String frame) {
    return "{\"stream\":\"" + name + "\",\"data\":" + frame + "}";
  }

  private String garble(String frame) {
    char[] text = frame.toCharArray();
    garbled++;
    if (garbled % 2 == 1) {
      return new String(text, 0, 2 * text.length / 3);
    }
    for (int i = 3; i < text.length; i += 7) {
      text[i] = '\u0001';
    }
    return new String(text);
  }
}
