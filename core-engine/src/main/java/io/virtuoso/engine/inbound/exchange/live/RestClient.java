package io.virtuoso.engine.inbound.exchange.live;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.virtuoso.engine.inbound.exchange.live.RestLane.Pending;
import io.virtuoso.engine.inbound.exchange.live.RestTransport.Answer;
import io.virtuoso.engine.inbound.exchange.live.dialect.ExchangeDialect;
import io.virtuoso.engine.inbound.exchange.live.dialect.Priority;
import io.virtuoso.engine.inbound.exchange.live.dialect.RateLimit;
import io.virtuoso.engine.inbound.exchange.live.dialect.Refusal;
import io.virtuoso.engine.inbound.exchange.live.dialect.RestCall;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Asks one venue's REST host, never faster than 60 % of its limits, never while it refuses us.
 *
 * <p>Lives on the venue's event loop; {@link #hold} may be read from any thread.
 */
final class RestClient {
  private static final Logger LOG = System.getLogger(RestClient.class.getName());
  private static final int MOST_UNANSWERED = 6;

  /** What is not urgent leaves ways open for what is, however slowly it is answered. */
  private static final int MOST_PATIENT_UNANSWERED = 4;

  private static final long SLOW_DOWN_MS = 60_000;
  private static final long BAN_MS = 10 * 60_000;
  private static final long LONGEST_HOLD_S = 3 * 86_400;
  private static final long HOLD_JITTER_MS = 1_000;
  private static final int SNAPSHOT_ATTEMPTS = 3;

  private final VenueSettings settings;
  private final ExchangeDialect dialect;
  private final RestTransport transport;
  private final EventLoop loop;
  private final RandomGenerator random;
  private final Tally tally;
  private final ExchangeClock clock;
  private final Map<String, RestLane> lanes = new LinkedHashMap<>();
  private final RestLane first;
  private volatile @Nullable HostHold hold;
  private EventLoop.@Nullable Timer wake;
  private int unanswered;
  private boolean stopped;

  RestClient(
      VenueSettings settings,
      ExchangeDialect dialect,
      RestTransport transport,
      EventLoop loop,
      RandomGenerator random,
      Tally tally) {
    this.settings = settings;
    this.dialect = dialect;
    this.transport = transport;
    this.loop = loop;
    this.random = random;
    this.tally = tally;
    this.clock = new ExchangeClock(loop);
    for (RateLimit limit : dialect.rateLimits()) {
      lanes.put(limit.name(), new RestLane(limit));
    }
    this.first = lanes.values().iterator().next();
  }

  /** The body of a good answer. Fails when the exchange will not give one. */
  Future<Buffer> get(RestCall call) {
    RestLane lane = lanes.get(call.limit());
    if (lane == null) {
      return Future.failedFuture(new RestException("no limit called " + call.limit()));
    }
    Pending pending = new Pending(call, new Backoff(settings.timings(), random));
    boolean refused = stopped || (call.priority() == Priority.POLL && hold().isPresent());
    if (refused || !lane.offer(pending)) {
      tally.requestsRefused.incrementAndGet();
      return Future.failedFuture(new RestException("not asked: closed for now, or queue full"));
    }
    pump();
    return pending.promise.future();
  }

  /** The exchange states its first limit, units per window. */
  void limit(int units) {
    first.limit(units);
  }

  /** Why nothing is sent at present, if so. */
  Optional<HostHold> hold() {
    HostHold present = hold;
    return present == null || present.untilMs() <= loop.millis()
        ? Optional.empty()
        : Optional.of(present);
  }

  /** The exchange's clock, as its answers tell it. */
  ExchangeClock clock() {
    return clock;
  }

  void stop() {
    stopped = true;
    if (wake != null) {
      wake.cancel();
    }
    lanes.values().forEach(lane -> lane.clear(new RestException("stopped")));
    transport.close();
  }

  /** Units of each limit that were asked for since the start. */
  Map<String, Long> units() {
    Map<String, Long> units = new LinkedHashMap<>();
    lanes.forEach((limit, lane) -> units.put(limit, lane.units()));
    return units;
  }

  private void pump() {
    long nowMs = loop.millis();
    Optional<HostHold> held = hold();
    if (held.isPresent()) {
      wakeIn(held.get().untilMs() - nowMs);
      return;
    }
    while (!stopped && unanswered < MOST_UNANSWERED) {
      RestLane lane = null;
      Pending next = null;
      long waitMs = Long.MAX_VALUE;
      for (RestLane each : lanes.values()) {
        Pending head = each.head();
        if (head == null || !hasWay(head)) {
          continue;
        }
        long headWaitMs = each.waitMs(head, nowMs);
        if (headWaitMs > 0) {
          waitMs = Math.min(waitMs, headWaitMs);
        } else if (next == null || head.call.priority().compareTo(next.call.priority()) < 0) {
          next = head;
          lane = each;
        }
      }
      if (next == null || lane == null) {
        if (waitMs < Long.MAX_VALUE) {
          wakeIn(waitMs);
        }
        return;
      }
      lane.leave(next);
      send(next, lane);
      if (hold().isPresent()) {
        return;
      }
    }
  }

  private boolean hasWay(Pending pending) {
    return pending.call.priority().isUrgent() || unanswered < MOST_PATIENT_UNANSWERED;
  }

  private void wakeIn(long delayMs) {
    if (wake != null) {
      wake.cancel();
    }
    wake = loop.after(delayMs, this::pump);
  }

  private void send(Pending pending, RestLane lane) {
    unanswered++;
    tally.requests.incrementAndGet();
    RestTransport.Exchange exchange = transport.get(pending.call.target());
    EventLoop.Timer deadline =
        loop.after(
            settings.timings().answer().toMillis(), () -> exchange.abort("no answer in time"));
    exchange
        .answer()
        .onComplete(result -> {
          deadline.cancel();
          unanswered--;
          lane.settled(pending, loop.millis());
          judge(pending, lane, result);
          pump();
        });
  }

  private void judge(Pending pending, RestLane lane, AsyncResult<Answer> result) {
    if (stopped) {
      pending.promise.tryFail(new RestException("stopped"));
      return;
    }
    if (result.failed()) {
      tryLater(pending, lane, String.valueOf(result.cause().getMessage()));
      return;
    }
    Answer answer = result.result();
    learn(answer);
    int status = answer.status();
    if (status == 200) {
      judgeBody(pending, lane, answer.body());
    } else if (status == 429) {
      hold(false, holdMs(answer, SLOW_DOWN_MS), "HTTP 429");
      afterHold(pending, lane);
    } else if (status == 418 || status == 403) {
      hold(true, holdMs(answer, BAN_MS), "HTTP " + status);
      afterHold(pending, lane);
    } else if (status >= 500 || status == 408) {
      tryLater(pending, lane, "HTTP " + status);
    } else {
      fail(pending, "HTTP " + status);
    }
  }

  private void judgeBody(Pending pending, RestLane lane, Buffer body) {
    if (!startsLikeJson(body)) {
      tryLater(pending, lane, "the answer is not JSON");
      return;
    }
    Optional<Refusal> refusal = dialect.refusal(body);
    if (refusal.isEmpty()) {
      pending.promise.tryComplete(body);
    } else if (refusal.get().rateLimited()) {
      hold(false, SLOW_DOWN_MS, refusal.get().reason());
      afterHold(pending, lane);
    } else {
      fail(pending, refusal.get().reason());
    }
  }

  private static boolean startsLikeJson(Buffer body) {
    for (int i = 0; i < body.length(); i++) {
      byte b = body.getByte(i);
      if (b == '{' || b == '[') {
        return true;
      }
      if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
        return false;
      }
    }
    return false;
  }

  private void learn(Answer answer) {
    clock.heard(answer.headers().get("Date"));
    dialect
        .usedUnitsHeader()
        .map(answer.headers()::get)
        .map(RestClient::number)
        .filter(used -> used > 0)
        .ifPresent(used -> first.learn((int) Math.min(used, Integer.MAX_VALUE), loop.millis()));
  }

  private static long holdMs(Answer answer, long otherwiseMs) {
    String header = answer.headers().get("Retry-After");
    long seconds = header == null ? -1 : number(header);
    return seconds < 0 ? otherwiseMs : TimeUnit.SECONDS.toMillis(Math.min(seconds, LONGEST_HOLD_S));
  }

  /** A whole number as a header states it; negative when it states none. */
  private static long number(String header) {
    try {
      return Long.parseLong(header.strip());
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private void hold(boolean banned, long forMs, String reason) {
    long leaveMs = forMs + random.nextLong(HOLD_JITTER_MS);
    long untilMs = loop.millis() + leaveMs;
    HostHold present = hold;
    if (present != null && present.untilMs() >= untilMs) {
      return;
    }
    Instant until = Instant.ofEpochMilli(clock.millis() + leaveMs);
    HostHold next = new HostHold(untilMs, until, banned, reason);
    hold = next;
    LOG.log(Level.WARNING, "{0} REST: {1}", settings.name(), next.words());
  }

  private void afterHold(Pending pending, RestLane lane) {
    if (pending.call.priority() == Priority.POLL) {
      fail(pending, "refused for now");
    } else {
      lane.again(pending);
    }
  }

  private void tryLater(Pending pending, RestLane lane, String reason) {
    long waitMs = pending.backoff.next();
    boolean again =
        switch (pending.call.priority()) {
          case DISCOVERY, POLL -> false; // whoever asked asks again
          case SNAPSHOT -> pending.backoff.failures() < SNAPSHOT_ATTEMPTS;
          case BACKFILL -> true; // a hole in history stays until it is filled
        };
    if (!again) {
      fail(pending, reason);
      return;
    }
    loop.after(
        waitMs,
        () -> {
          if (stopped || !lane.offer(pending)) {
            fail(pending, reason);
          } else {
            pump();
          }
        });
  }

  private void fail(Pending pending, String reason) {
    tally.requestsFailed.incrementAndGet();
    pending.promise.tryFail(new RestException(pending.call.target() + ": " + reason));
  }
}
