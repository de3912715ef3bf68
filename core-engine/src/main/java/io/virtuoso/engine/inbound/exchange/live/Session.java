package io.virtuoso.engine.inbound.exchange.live;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.virtuoso.engine.inbound.exchange.live.dialect.FrameKind;
import io.virtuoso.engine.inbound.exchange.live.dialect.Shard;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One socket from the attempt to connect to its end. It subscribes, keeps itself alive, and ends
 * exactly once, whatever happens to it.
 */
final class Session implements Sockets.Listener {
  /** Hears what becomes of a session. */
  interface Owner {
    void opened();

    /** Every request to subscribe these instruments was answered. */
    void subscribed(List<String> nativeSymbols);

    /** Market data came at this wall-clock time, ns; called for every frame. */
    void data(long receivedNanos);

    /** A text frame came; it is the owner's to pass on. */
    void frame(long connection, Buffer frame, long receivedNanos);

    /** It has delivered for long enough to be trusted. */
    void settled();

    /** It works, but will soon be ended by the exchange: a successor is wanted. Told once. */
    void retiring(LossCause cause, String detail);

    /** It is over. */
    void ended(boolean wasOpen, LossCause cause, String detail);
  }

  private static final Logger LOG = System.getLogger(Session.class.getName());
  private static final long LIFE_JITTER_MS = 20 * 60_000;
  private static final int LONGEST_QUOTE = 200;

  /** The rest is for what must be asked until its successor has taken over. */
  private static final double USED_UP = 0.8;

  private final Venue venue;
  private final Supplier<Shard> shard;
  private Owner owner;
  private final List<Once> timers = new ArrayList<>();
  private final Subscriptions subscriptions;
  private final KeepAlive keepAlive;
  private final DataWatch data;
  private final @Nullable RateWindow requests;
  private Sockets.@Nullable Socket socket;
  private long connection;
  private boolean over;
  private boolean retiring;
  private boolean delivering;

  /**
   * A session that has not begun.
   *
   * @param shard what the connection carries at the moment of asking
   */
  Session(
      Venue venue, Supplier<Shard> shard, SilenceWatch silence, StreamWatch rhythms, Owner owner) {
    this.venue = venue;
    this.shard = shard;
    this.owner = owner;
    Line line = new Line();
    this.subscriptions = new Subscriptions(venue.dialect(), line);
    this.keepAlive = new KeepAlive(venue.dialect().heartbeat(), venue.settings().timings(), line);
    this.data = new DataWatch(silence, rhythms, line);
    this.requests =
        venue
            .dialect()
            .requestLimit()
            .map(limit -> new RateWindow((int) (limit.units() * USED_UP), limit.window()))
            .orElse(null);
  }

  /** What subscriptions and watches need of a session. */
  private final class Line implements Subscriptions.Line, KeepAlive.Line, DataWatch.Line {
    @Override
    public void send(String text) {
      say(text);
      count();
    }

    @Override
    public void say(String text) {
      transmit(open -> open.send(text));
    }

    @Override
    public void after(long delayMs, Runnable task) {
      Session.this.after(delayMs, task);
    }

    @Override
    public void subscribed(List<String> nativeSymbols) {
      owner.subscribed(nativeSymbols);
    }

    @Override
    public void ping() {
      transmit(Sockets.Socket::ping);
    }

    @Override
    public long millis() {
      return venue.loop().millis();
    }

    @Override
    public void gone(long silentMs) {
      end(LossCause.UNANSWERED, "not a byte for " + silentMs + " ms");
    }

    @Override
    public List<String> streams() {
      return shard.get().streams();
    }

    @Override
    public void rejoin(String stream) {
      LOG.log(Level.INFO, "{0} {1}: nothing new of {2}", venue.name(), shard.get().name(), stream);
      resubscribe(stream);
    }

    @Override
    public void silent(String detail) {
      end(LossCause.SILENT, detail);
    }
  }

  void begin() {
    connection = venue.tally().connects.incrementAndGet();
    after(
        venue.settings().timings().connect().toMillis(),
        () -> {
          if (socket == null) {
            end(LossCause.UNREACHABLE, "no answer in time");
          }
        });
    venue.sockets().connect(shard.get().path(), this).onComplete(this::connected);
  }

  private void connected(AsyncResult<Sockets.Socket> result) {
    if (over) {
      if (result.succeeded()) {
        result.result().close();
      }
    } else if (result.failed()) {
      end(LossCause.UNREACHABLE, String.valueOf(result.cause().getMessage()));
    } else {
      socket = result.result();
      owner.opened();
      data.begin();
      subscriptions.begin(shard.get().symbols(), shard.get().streams());
      keepAlive.begin();
      long jitterMs = venue.random().nextLong(LIFE_JITTER_MS);
      after(
          venue.settings().timings().life().toMillis() + jitterMs,
          () -> retire(LossCause.PLANNED, "its time was up"));
    }
  }

  /** More instruments come to a session that is open; else they come when it opens. */
  void join(List<String> symbols, List<String> streams) {
    if (!over && socket != null) {
      subscriptions.join(symbols, streams);
    }
  }

  /** Streams that are wanted no more. */
  void leave(List<String> streams) {
    if (!over && socket != null) {
      subscriptions.leave(streams);
    }
  }

  /** Leaves a stream and joins it again. */
  void resubscribe(String stream) {
    if (!over && socket != null) {
      subscriptions.rejoin(stream);
    }
  }

  /** What comes of that stream is of no use: as bad as silence, for a while. */
  void frozen(String stream) {
    if (!over && socket != null) {
      data.frozen(stream);
    }
  }

  /** One more request; a connection that has few left is followed by another one. */
  private void count() {
    if (requests != null) {
      long nowMs = venue.loop().millis();
      requests.take(1, nowMs);
      if (requests.waitMs(1, nowMs) > 0) {
        retire(LossCause.PLANNED, "its requests were nearly used up");
      }
    }
  }

  private void transmit(Function<Sockets.Socket, Future<Void>> message) {
    Sockets.Socket open = socket;
    if (open != null) {
      message.apply(open).onFailure(e -> end(LossCause.BROKEN, String.valueOf(e.getMessage())));
    }
  }

  @Override
  public void heard() {
    keepAlive.heard();
  }

  @Override
  public void pong() {
    keepAlive.answered();
  }

  @Override
  public void text(Buffer frame) {
    if (over) {
      return;
    }
    venue.tally().frames.incrementAndGet();
    venue.tally().bytes.addAndGet(frame.length());
    long nowNanos = venue.loop().epochNanos();
    FrameKind kind = venue.dialect().classify(frame);
    if (kind == FrameKind.DATA) {
      data.heard(venue.dialect().streamOf(frame));
      owner.data(nowNanos);
      if (!delivering) {
        delivering = true;
        firstData();
      }
    }
    owner.frame(connection, frame, nowNanos);
    switch (kind) {
      case ACKNOWLEDGED -> subscriptions.answered();
      case REFUSED -> {
        refused(frame);
        subscriptions.answered();
      }
      case SHUTDOWN -> retire(LossCause.SHUTDOWN, "announced");
      case PONG -> keepAlive.answered();
      case DATA, OTHER -> {
        // the receiver's business
      }
    }
  }

  private void firstData() {
    after(
        venue.settings().timings().settled().toMillis(),
        () -> owner.settled()); // whoever it is then
    subscriptions.delivering();
  }

  private void refused(Buffer frame) {
    venue.tally().subscriptionsRefused.incrementAndGet();
    String said = frame.getString(0, Math.min(frame.length(), LONGEST_QUOTE));
    LOG.log(
        Level.WARNING,
        "{0} {1}: a request was refused: {2}",
        venue.name(),
        shard.get().name(),
        said.replaceAll("[^\\x20-\\x7e]", "?"));
  }

  @Override
  public void closed(LossCause cause, String detail) {
    end(cause, detail);
  }

  private void retire(LossCause cause, String detail) {
    if (!retiring) {
      retiring = true;
      owner.retiring(cause, detail);
    }
  }

  /** Another owner hears of it from now on. */
  void belongTo(Owner next) {
    owner = next;
  }

  /** Ends it; its owner hears so once. */
  void end(LossCause cause, String detail) {
    if (over) {
      return;
    }
    abandon();
    owner.ended(socket != null, cause, detail);
  }

  /** Ends it without telling its owner. */
  void abandon() {
    over = true;
    timers.forEach(Once::cancel);
    timers.clear();
    subscriptions.end();
    if (socket != null) {
      socket.close();
    }
  }

  private void after(long delayMs, Runnable task) {
    if (over) {
      return;
    }
    timers.removeIf(timer -> timer.done);
    Once once = new Once(task);
    once.timer = venue.loop().after(delayMs, once);
    timers.add(once);
  }

  /** A timer that knows whether it is done, so that the list of timers stays short. */
  private final class Once implements Runnable {
    private final Runnable task;
    private EventLoop.@Nullable Timer timer;
    private boolean done;

    Once(Runnable task) {
      this.task = task;
    }

    @Override
    public void run() {
      done = true;
      if (!over) {
        task.run();
      }
    }

    void cancel() {
      done = true;
      if (timer != null) {
        timer.cancel();
      }
    }
  }
}
