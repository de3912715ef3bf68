package io.virtuoso.engine.inbound.exchange.live;

import io.virtuoso.engine.inbound.exchange.live.dialect.Shard;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which connection carries which instrument. Instruments join connections that have room, and leave
 * them, without anybody else's connection being touched; a connection without any is closed.
 *
 * <p>Lives on the venue's event loop; {@link #connections} may be read from any thread.
 */
final class Carriers {
  private final Venue venue;
  private final VenueConnection.Subscribed subscribed;
  private final Set<String> carried = new LinkedHashSet<>();
  private final Map<String, VenueConnection> books = new HashMap<>();
  private final Map<String, Integer> opened = new HashMap<>();
  private volatile List<VenueConnection> connections = List.of();

  Carriers(Venue venue, VenueConnection.Subscribed subscribed) {
    this.venue = venue;
    this.subscribed = subscribed;
  }

  List<VenueConnection> connections() {
    return connections;
  }

  /** The instruments that are carried, the exchange's spelling. */
  Set<String> carried() {
    return Set.copyOf(carried);
  }

  /** The connection on which that instrument's book comes; null when it is not carried. */
  @Nullable VenueConnection ofBook(String symbol) {
    return books.get(symbol);
  }

  /** Carries them too; none is carried yet. */
  void join(List<String> symbols) {
    Map<VenueConnection, Shard> joining = new HashMap<>();
    List<String> withoutRoom = new ArrayList<>();
    for (String symbol : symbols) {
      List<VenueConnection> room = roomFor(symbol, joining);
      if (room.isEmpty()) {
        withoutRoom.add(symbol);
        continue;
      }
      for (VenueConnection each : room) {
        Shard own = own(symbol, each.shard());
        joining.merge(each, own, (some, more) -> some.with(more.symbols(), more.streams()));
      }
    }
    joining.forEach((connection, more) -> {
      if (connection.shard().books()) { // before anything can be answered
        more.symbols().forEach(symbol -> books.put(symbol, connection));
      }
      connection.join(more.symbols(), more.streams());
    });
    List<VenueConnection> all = new ArrayList<>(connections);
    for (Shard shard : venue.dialect().shards(withoutRoom)) {
      VenueConnection connection =
          new VenueConnection(venue, withoutCommon(numbered(shard)), subscribed);
      all.add(connection);
    }
    List<VenueConnection> fresh = all.subList(connections.size(), all.size());
    connections = List.copyOf(all);
    carried.addAll(symbols);
    settle();
    fresh.forEach(VenueConnection::open);
  }

  /** Carries them no more. */
  void leave(Collection<String> symbols) {
    List<VenueConnection> kept = new ArrayList<>();
    for (VenueConnection connection : connections) {
      List<String> leaving =
          connection.shard().symbols().stream().filter(symbols::contains).toList();
      if (leaving.size() == connection.shard().symbols().size()) {
        connection.close();
        continue;
      }
      kept.add(connection);
      if (!leaving.isEmpty()) {
        List<String> streams = new ArrayList<>();
        leaving.forEach(symbol -> streams.addAll(own(symbol, connection.shard()).streams()));
        connection.leave(leaving, streams);
      }
    }
    connections = List.copyOf(kept);
    carried.removeAll(symbols);
    settle();
  }

  /** Closes everything. */
  void close() {
    connections.forEach(VenueConnection::close);
  }

  /** One connection of each route, all with room for it and what joins already; else none. */
  private List<VenueConnection> roomFor(String symbol, Map<VenueConnection, Shard> joining) {
    List<VenueConnection> found = new ArrayList<>();
    for (Shard route : venue.dialect().shards(List.of(symbol))) {
      for (VenueConnection each : connections) {
        Shard more = joining.get(each);
        List<String> together = new ArrayList<>(each.shard().symbols());
        together.addAll(more == null ? List.of() : more.symbols());
        together.add(symbol);
        if (each.shard().sameRoute(route) && fits(together, route)) {
          found.add(each);
          break;
        }
      }
    }
    boolean everywhere = found.size() == venue.dialect().shards(List.of(symbol)).size();
    return everywhere ? found : List.of();
  }

  private boolean fits(List<String> symbols, Shard route) {
    return venue.dialect().shards(symbols).stream().filter(route::sameRoute).count() == 1;
  }

  /** What of that route belongs to the instrument alone. */
  private Shard own(String symbol, Shard route) {
    for (Shard shard : venue.dialect().shards(List.of(symbol))) {
      if (shard.sameRoute(route)) {
        return shard.without(List.of(), venue.dialect().commonStreams());
      }
    }
    throw new IllegalStateException("no route " + route.name());
  }

  private Shard numbered(Shard shard) {
    String route = shard.name().substring(0, shard.name().lastIndexOf('-'));
    int number = opened.merge(route, 1, Integer::sum) - 1;
    return shard.named(route + '-' + number);
  }

  /** Later connections do not bring a second copy of what somebody carries already. */
  private Shard withoutCommon(Shard shard) {
    return isCommonCarried() ? shard.without(List.of(), venue.dialect().commonStreams()) : shard;
  }

  private boolean isCommonCarried() {
    List<String> common = venue.dialect().commonStreams();
    return connections.stream()
        .anyMatch(each -> each.shard().streams().stream().anyMatch(common::contains));
  }

  private void settle() {
    books.clear();
    for (VenueConnection each : connections) {
      if (each.shard().books()) {
        each.shard().symbols().forEach(symbol -> books.put(symbol, each));
      }
    }
    List<String> common = venue.dialect().commonStreams();
    if (!common.isEmpty() && !isCommonCarried()) {
      connections.stream()
          .filter(each -> each.shard().books())
          .findFirst()
          .ifPresent(each -> each.join(List.of(), common));
    }
  }
}
