package io.virtuoso.engine.inbound.exchange.live;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** An exchange's sockets without a network: every attempt is kept and can be looked at. */
final class FakeSockets implements Sockets {
  /** How attempts end. */
  enum Mood {
    ACCEPT,
    REFUSE,
    IGNORE
  }

  /** One attempt to connect, and the socket that it became. */
  static final class Attempt implements Socket {
    final long atMs;
    final String path;
    final List<String> sent = new ArrayList<>();
    private final Listener listener;
    private final Promise<Socket> promise = Promise.promise();
    private Function<String, Optional<String>> replies = _ -> Optional.empty();
    int pings;
    boolean closed;

    /** It answers nothing any more, and nobody is told. */
    boolean dead;

    private Attempt(long atMs, String path, Listener listener) {
      this.atMs = atMs;
      this.path = path;
      this.listener = listener;
    }

    @Override
    public Future<Void> send(String text) {
      sent.add(text);
      if (!dead) {
        replies.apply(text).ifPresent(this::receive);
      }
      return Future.succeededFuture();
    }

    @Override
    public Future<Void> ping() {
      pings++;
      if (!dead) {
        listener.heard();
        listener.pong();
      }
      return Future.succeededFuture();
    }

    @Override
    public void close() {
      closed = true;
    }

    void receive(String text) {
      listener.heard();
      listener.text(Buffer.buffer(text));
    }

    void lose(LossCause cause) {
      listener.closed(cause, "test");
    }

    void acceptLate() {
      promise.complete(this);
    }
  }

  final List<Attempt> attempts = new ArrayList<>();
  Mood mood = Mood.ACCEPT;
  Function<String, Optional<String>> replies = FakeReplies::to;
  private final FakeLoop loop;

  FakeSockets(FakeLoop loop) {
    this.loop = loop;
  }

  Attempt newest() {
    return attempts.getLast();
  }

  @Override
  public Future<Socket> connect(String path, Listener listener) {
    Attempt attempt = new Attempt(loop.millis(), path, listener);
    attempt.replies = replies;
    attempts.add(attempt);
    switch (mood) {
      case ACCEPT -> attempt.promise.complete(attempt);
      case REFUSE -> attempt.promise.fail("connection refused");
      case IGNORE -> {
        // nobody answers
      }
    }
    return attempt.promise.future();
  }

  @Override
  public void close() {
    attempts.forEach(Attempt::close);
  }
}
