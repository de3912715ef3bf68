package io.virtuoso.engine.inbound.exchange.live;

import io.virtuoso.engine.inbound.exchange.live.dialect.ExchangeDialect;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What one session asks its exchange to send: requests leave one by one at the pace that the
 * exchange allows, and instruments that were asked for together are there when all is answered.
 *
 * <p>Lives on the venue's event loop.
 */
final class Subscriptions {
  /** The session that asks. */
  interface Line {
    void send(String text);

    /** Runs the task later, unless the session has ended by then. */
    void after(long delayMs, Runnable task);

    /** Every request to subscribe these instruments was answered. */
    void subscribed(List<String> nativeSymbols);
  }

  /** Instruments that were asked for together. */
  private static final class Joining {
    private final List<String> symbols;
    private int unanswered;

    Joining(List<String> symbols) {
      this.symbols = symbols;
    }
  }

  private static final long ACKNOWLEDGEMENT_MS = 5_000;

  private final ExchangeDialect dialect;
  private final Line line;
  private final Deque<String> requests = new ArrayDeque<>();

  /** Streams to be left and joined again, all with the next requests. */
  private final Set<String> rejoining = new LinkedHashSet<>();

  private final Deque<Joining> joining = new ArrayDeque<>();
  private boolean sending;
  private boolean over;
  private long requestId;

  Subscriptions(ExchangeDialect dialect, Line line) {
    this.dialect = dialect;
    this.line = line;
  }

  /** The first instruments of a connection; its first data is proof enough. */
  void begin(List<String> symbols, List<String> streams) {
    subscribe(symbols, streams);
  }

  /** More instruments; taken for subscribed when no answer comes. */
  void join(List<String> symbols, List<String> streams) {
    Joining more = subscribe(symbols, streams);
    long sendingMs = requests.size() * dialect.requestSpacing().toMillis();
    line.after(sendingMs + ACKNOWLEDGEMENT_MS, () -> complete(more));
  }

  private Joining subscribe(List<String> symbols, List<String> streams) {
    Joining more = new Joining(symbols);
    for (List<String> some : portions(streams)) {
      requests.add(dialect.subscribe(some, ++requestId));
      more.unanswered += dialect.answersTo(some);
    }
    joining.add(more);
    sendNext();
    return more;
  }

  /** Streams that are wanted no more. */
  void leave(List<String> streams) {
    streams.forEach(rejoining::remove);
    for (List<String> some : portions(streams)) {
      requests.add(dialect.unsubscribe(some, ++requestId));
    }
    sendNext();
  }

  /**
   * Leaves a stream and joins it again. Many at once are named together where a request may name
   * many, since requests are few; one that waits for its turn does not wait twice.
   */
  void rejoin(String stream) {
    rejoining.add(stream);
    sendNext();
  }

  private void sendNext() {
    if (over || sending) {
      return;
    }
    if (requests.isEmpty()) {
      for (List<String> some : portions(List.copyOf(rejoining))) {
        requests.add(dialect.unsubscribe(some, ++requestId));
        requests.add(dialect.subscribe(some, ++requestId));
      }
      rejoining.clear();
    }
    if (requests.isEmpty()) {
      return;
    }
    sending = true;
    line.send(requests.remove());
    line.after(
        dialect.requestSpacing().toMillis(),
        () -> {
          sending = false;
          sendNext();
        });
  }

  private List<List<String>> portions(List<String> streams) {
    int size = dialect.streamsPerRequest();
    List<List<String>> portions = new ArrayList<>();
    for (int from = 0; from < streams.size(); from += size) {
      portions.add(streams.subList(from, Math.min(from + size, streams.size())));
    }
    return portions;
  }

  /** Market data has begun to come, which proves more than an answer that has not come. */
  void delivering() {
    line.after(
        ACKNOWLEDGEMENT_MS,
        () -> {
          Joining first = joining.peek();
          if (first != null) {
            complete(first);
          }
        });
  }

  /** One request was answered, by yes or no. */
  void answered() {
    Joining first = joining.peek();
    if (first != null && --first.unanswered <= 0) {
      complete(first);
    }
  }

  private void complete(Joining joined) {
    if (joining.remove(joined)) {
      line.subscribed(joined.symbols);
    }
  }

  /** The session has ended: nothing is sent any more. */
  void end() {
    over = true;
    requests.clear();
  }
}
