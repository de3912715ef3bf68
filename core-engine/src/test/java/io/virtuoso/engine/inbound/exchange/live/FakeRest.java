package io.virtuoso.engine.inbound.exchange.live;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A REST host without a network. */
final class FakeRest implements RestTransport {
  record Asked(long atMs, String target) {}

  final List<Asked> asked = new ArrayList<>();

  /** Answers a target; null means that no answer comes until the request is given up. */
  Function<String, @Nullable Answer> host = _ -> ok("[]");

  /** How long an answer takes; at once when 0. */
  long delayMs;

  private final FakeLoop loop;

  FakeRest(FakeLoop loop) {
    this.loop = loop;
  }

  static Answer ok(String body) {
    return answer(200, body);
  }

  static Answer answer(int status, String body, String... headers) {
    MultiMap map = MultiMap.caseInsensitiveMultiMap();
    for (int i = 0; i < headers.length; i += 2) {
      map.add(headers[i], headers[i + 1]);
    }
    return new Answer(status, map, Buffer.buffer(body));
  }

  List<String> targets(String containing) {
    return asked.stream().map(Asked::target).filter(each -> each.contains(containing)).toList();
  }

  @Override
  public Exchange get(String target) {
    asked.add(new Asked(loop.millis(), target));
    Promise<Answer> promise = Promise.promise();
    Answer answer = host.apply(target);
    if (answer != null && delayMs > 0) {
      loop.after(delayMs, () -> promise.tryComplete(answer));
    } else if (answer != null) {
      promise.complete(answer);
    }
    return new Exchange() {
      @Override
      public Future<Answer> answer() {
        return promise.future();
      }

      @Override
      public void abort(String reason) {
        promise.tryFail(new IOException(reason));
      }
    };
  }

  @Override
  public void close() {
    asked.add(new Asked(loop.millis(), "closed"));
  }
}
