package io.virtuoso.engine.inbound.selection;

import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.inbound.exchange.live.dialect.Listing;
import io.virtuoso.model.Symbol;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which symbol is followed on which venue. A symbol is taken from the first few venues, in the
 * order of preference, that trade it, and stays where it is as long as it is traded there; a venue
 * that tells late what it trades takes what too few others did.
 *
 * <p>Knows no time and asks nobody: it is told, and tells what has to change. Not thread-safe.
 */
public final class Roster {
  /**
   * What a venue has to follow from now on.
   *
   * @param all every instrument, in the order of the symbols
   * @param joined those that were not followed before
   * @param departed those that are followed no more
   */
  public record Change(
      String venue, List<Instrument> all, List<Instrument> joined, List<Instrument> departed) {
    public Change {
      all = List.copyOf(all);
      joined = List.copyOf(joined);
      departed = List.copyOf(departed);
    }
  }

  /** What is known of a venue. */
  private static final class Place {
    private @Nullable Map<Symbol, Listing> traded;
    private Map<String, Double> turnover = Map.of();
    private Map<Symbol, Instrument> followed = new LinkedHashMap<>();

    /** A symbol that comes back is the same instrument, as long as it is listed the same. */
    private final Map<Listing, Instrument> known = new HashMap<>();

    private boolean trades(Symbol symbol) {
      return traded != null && traded.containsKey(symbol);
    }
  }

  private final TopSymbols top;
  private final int perSymbol;
  private final Map<String, Place> places = new LinkedHashMap<>();
  private List<Symbol> chosen;

  /**
   * Follows the fixed symbols as soon as venues tell what they trade.
   *
   * @param venues in order of preference
   * @param perSymbol a symbol is followed on so many of them at most
   */
  public Roster(SelectionRule rule, Collection<String> venues, int perSymbol) {
    this.top = new TopSymbols(rule);
    this.perSymbol = perSymbol;
    this.chosen = rule.fixed();
    venues.forEach(venue -> places.put(venue, new Place()));
  }

  /** The venue trades these now, and no others. */
  public void listed(String venue, List<Listing> listings) {
    Map<Symbol, Listing> traded = new HashMap<>();
    listings.forEach(listing -> traded.putIfAbsent(listing.symbol(), listing));
    Place place = place(venue);
    place.traded = traded;
    place.known.keySet().retainAll(new HashSet<>(listings));
  }

  /** What was traded there, quote currency in 24 hours, by {@link Listing#answerName}. */
  public void turnover(String venue, Map<String, Double> turnover) {
    place(venue).turnover = Map.copyOf(turnover);
  }

  private Place place(String venue) {
    Place place = places.get(venue);
    if (place == null) {
      throw new IllegalArgumentException("no such venue: " + venue);
    }
    return place;
  }

  /** Whether every venue has told what it trades. */
  public boolean isWhole() {
    return places.values().stream().allMatch(place -> place.traded != null);
  }

  /** Looks at the turnover, summed over the venues, and chooses symbols by it. */
  public void choose() {
    Map<Symbol, Double> sums = new HashMap<>();
    Set<Symbol> traded = new HashSet<>();
    for (Place place : places.values()) {
      if (place.traded != null) {
        place.traded.forEach((symbol, listing) -> {
          traded.add(symbol);
          Double amount = place.turnover.get(listing.answerName());
          if (amount != null) {
            sums.merge(symbol, amount, Double::sum);
          }
        });
      }
    }
    chosen = top.choose(sums, traded);
  }

  /** The symbols to follow, in the order in which they were chosen. */
  public List<Symbol> chosen() {
    return chosen;
  }

  /** The chosen that some venue trades, or may trade, for it has not told yet; in their order. */
  public List<Symbol> tradable() {
    return chosen.stream()
        .filter(symbol ->
            places.values().stream()
                .anyMatch(place -> place.traded == null || place.trades(symbol)))
        .toList();
  }

  /**
   * What has to change at which venue; {@link #done} makes it so. Ask again until there is nothing.
   *
   * @param most how many instruments join at once, at most
   */
  public List<Change> changes(int most) {
    Map<Symbol, Integer> carriers = new HashMap<>();
    Map<String, Map<Symbol, Instrument>> wanted = new LinkedHashMap<>();
    places.forEach((venue, place) -> {
      Map<Symbol, Instrument> kept = new LinkedHashMap<>();
      for (Symbol symbol : chosen) {
        Instrument instrument = place.followed.get(symbol);
        if (instrument != null && place.trades(symbol)) {
          kept.put(symbol, instrument);
          carriers.merge(symbol, 1, Integer::sum);
        }
      }
      wanted.put(venue, kept);
    });
    places.forEach((venue, place) -> {
      Map<Symbol, Instrument> follows = wanted.getOrDefault(venue, new LinkedHashMap<>());
      for (Symbol symbol : chosen) {
        Listing listing = place.traded == null ? null : place.traded.get(symbol);
        if (listing != null
            && !follows.containsKey(symbol)
            && carriers.getOrDefault(symbol, 0) < perSymbol) {
          follows.put(symbol, place.known.computeIfAbsent(listing, fresh -> fresh.on(venue)));
          carriers.merge(symbol, 1, Integer::sum);
        }
      }
    });
    List<Change> changes = new ArrayList<>();
    int room = most;
    for (Map.Entry<String, Place> entry : places.entrySet()) {
      Collection<Instrument> followed = entry.getValue().followed.values();
      Collection<Instrument> next = wanted.getOrDefault(entry.getKey(), Map.of()).values();
      List<Instrument> joining = without(next, followed);
      List<Instrument> joined = joining.subList(0, Math.min(room, joining.size()));
      List<Instrument> later = joining.subList(joined.size(), joining.size());
      List<Instrument> departed = without(followed, next);
      room -= joined.size();
      if (!joined.isEmpty() || !departed.isEmpty()) {
        changes.add(new Change(entry.getKey(), without(next, later), joined, departed));
      }
    }
    return changes;
  }

  private static List<Instrument> without(
      Collection<Instrument> some, Collection<Instrument> others) {
    return some.stream().filter(each -> !others.contains(each)).toList();
  }

  /** A change was made. */
  public void done(Change change) {
    Map<Symbol, Instrument> followed = new LinkedHashMap<>();
    change.all().forEach(instrument -> followed.put(instrument.symbol(), instrument));
    place(change.venue()).followed = followed;
  }

  /** How many symbols are followed there. */
  public int followedAt(String venue) {
    return place(venue).followed.size();
  }
}
