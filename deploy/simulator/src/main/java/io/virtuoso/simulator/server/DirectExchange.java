package io.virtuoso.simulator.server;

import io.virtuoso.simulator.SimulatorSettings;
import io.virtuoso.simulator.fault.FaultOrder.DropMode;
import io.virtuoso.simulator.market.Market;
import io.virtuoso.simulator.rest.Reply;
import io.virtuoso.simulator.rest.Request;
import io.virtuoso.simulator.rest.UseMeter;
import io.virtuoso.simulator.server.Reception.Admission;
import io.virtuoso.simulator.server.Reception.Opening;
import io.virtuoso.simulator.venue.Exchange;
import io.virtuoso.simulator.wire.VenueId;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The exchange without a network: whoever holds it connects, asks and lets time pass, all on one
 * thread, so that everything happens in the same order every time. What is sent, either way,
 * arrives with the next step or {@link #settle}. Pings of the server are answered by themselves.
 *
 * <p>Not thread-safe.
 */
public final class DirectExchange {
  /** One end of a connection: the client's. */
  public interface Client {
    void text(String frame);

    /** A ping was answered. */
    void pong();

    /**
     * The connection is over; not called when the client itself ended it.
     *
     * @param code close code; 0 when it just broke
     */
    void closed(int code);
  }

  /** The way to the exchange. */
  public interface Connection {
    void send(String text);

    /** Sends a ping of the WebSocket protocol. */
    void ping();

    void close();
  }

  private final Exchange exchange;
  private final Sessions sessions;
  private final Control control;
  private final Reception reception;
  private final List<DirectLine> lines = new ArrayList<>();

  /** An exchange at its opening; settings that are about sockets or pace do not matter. */
  public DirectExchange(SimulatorSettings settings) {
    long start = Objects.requireNonNull(settings.start(), "a start is needed").toEpochMilli();
    exchange =
        new Exchange(new Market(settings.seed(), settings.instruments(), start, settings.rate()));
    sessions = new Sessions(exchange.faults());
    control = new Control(exchange, sessions);
    reception = new Reception(exchange, sessions, settings.requestWeight());
  }

  /** The truth. */
  public Exchange exchange() {
    return exchange;
  }

  /** Lets one step of {@link Market#STEP_MILLIS} ms pass. */
  public void step() {
    stepUnheard();
    settle();
  }

  /** Lets one step pass in which nobody takes what is sent. */
  public void stepUnheard() {
    exchange.step();
    if (exchange.market().steps() % Market.STEPS_PER_SECOND == 0) {
      sessions.tick(exchange.market().now());
    }
  }

  /** Hands over everything that was sent, and what is sent in answer to it. */
  public void settle() {
    boolean moved = true;
    while (moved) {
      moved = false;
      for (DirectLine line : List.copyOf(lines)) {
        moved |= line.carry();
      }
      lines.removeIf(line -> line.over);
    }
  }

  /**
   * Connects.
   *
   * @param path with the venue in front, as in {@code /okx/ws/v5/public}
   * @return null when the exchange does not let anybody in there, or is down
   */
  public @Nullable Connection connect(String path, Client client) {
    Address address = Address.of(path);
    if (address == null || reception.down(address.venue())) {
      return null;
    }
    String streams = address.query().getOrDefault("streams", "");
    Admission admission = reception.admit(address.venue(), address.path(), streams);
    Opening opening = admission.opening();
    if (opening == null) {
      return null;
    }
    DirectLine line = new DirectLine(client);
    line.session = reception.enter(opening, line);
    lines.add(line);
    return line;
  }

  /** Answers a request; null when the venue is down. */
  public @Nullable Reply get(String target) {
    Address address = Address.of(target);
    if (address == null) {
      return Reception.problem(404, "no such venue");
    }
    return reception.down(address.venue())
        ? null
        : reception.answer(address.venue(), new Request(address.path(), address.query()));
  }

  /** What was asked of a venue by requests, limit by limit, as the venue counts it. */
  public List<UseMeter.Use> uses(String venue) {
    return reception.uses(VenueId.of(venue).orElseThrow());
  }

  /** Orders a fault, as over {@code /control/faults}. */
  public void fault(String order) {
    control.order(order);
    settle();
  }

  private record Address(VenueId venue, String path, Map<String, String> query) {
    static @Nullable Address of(String target) {
      int question = target.indexOf('?');
      String whole = question < 0 ? target : target.substring(0, question);
      int slash = whole.indexOf('/', 1);
      Optional<VenueId> venue =
          VenueId.of(slash < 0 ? whole.substring(1) : whole.substring(1, slash));
      Map<String, String> query = new LinkedHashMap<>();
      if (question >= 0) {
        for (String pair : target.substring(question + 1).split("&", -1)) {
          int equals = pair.indexOf('=');
          if (equals > 0) {
            query.put(
                pair.substring(0, equals),
                URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
          }
        }
      }
      return venue
          .map(id -> new Address(id, slash < 0 ? "/" : whole.substring(slash), query))
          .orElse(null);
    }
  }

  /** Both ends of a connection, and what is on its way between them. */
  private final class DirectLine implements Line, Connection {
    private static final int MOST_WAITING = 100_000;

    private final Client client;
    private final Deque<Consumer<Client>> toClient = new ArrayDeque<>();
    private final Deque<Consumer<ClientSession>> toServer = new ArrayDeque<>();
    private @Nullable ClientSession session;
    private boolean pinged;
    private boolean deaf;
    private boolean ended;
    private boolean over;
    private int code;

    DirectLine(Client client) {
      this.client = client;
    }

    /** Carries what is on its way; false if nothing was. */
    private boolean carry() {
      boolean moved = false;
      while (!over && !toClient.isEmpty()) {
        moved = true;
        toClient.remove().accept(client);
      }
      if (ended && !over) {
        leave();
        client.closed(code);
        return true;
      }
      if (session != null && pinged) {
        pinged = false;
        session.pong();
      }
      while (session != null && !over && !deaf && !toServer.isEmpty()) {
        moved = true;
        toServer.remove().accept(session);
      }
      return moved;
    }

    private void leave() {
      over = true;
      if (session != null) {
        reception.leave(session);
      }
    }

    @Override
    public void send(String text) {
      toServer.add(to -> to.receive(text));
    }

    @Override
    public void ping() {
      toServer.add(to -> {
        to.pinged();
        toClient.add(Client::pong);
      });
    }

    @Override
    public void close() {
      if (!over) {
        leave();
      }
    }

    @Override
    public boolean full() {
      return toClient.size() >= MOST_WAITING;
    }

    @Override
    public void text(String frame) {
      toClient.add(to -> to.text(frame));
    }

    @Override
    public void ping(String payload) {
      pinged = true;
    }

    @Override
    public void close(int closeCode, String reason) {
      ended = true;
      code = closeCode;
    }

    @Override
    public void drop(DropMode mode) {
      switch (mode) {
        case FIN -> ended = true;
        case RST -> {
          toClient.clear();
          ended = true;
        }
        case SILENT -> deaf = true;
      }
    }

    @Override
    public long nanos() {
      return exchange.market().now() * 1_000_000;
    }
  }
}
