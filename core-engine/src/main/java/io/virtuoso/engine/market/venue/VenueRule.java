package io.virtuoso.engine.market.venue;

import java.util.List;

/**
 * How the venues of a symbol are weighed against each other.
 *
 * @param order who leads before whom; those that are not named come last, in the order in which
 *     they were first heard
 * @param boundBp a price farther from the others' than so many basis points disagrees
 */
public record VenueRule(List<String> order, double boundBp) {
  /** Wider than what perpetual and spot, or USD and USDT, are apart on ordinary days. */
  public static final double USUAL_BOUND_BP = 100;

  /** No preference. */
  public static final VenueRule ANY = new VenueRule(List.of(), USUAL_BOUND_BP);

  public VenueRule {
    order = List.copyOf(order);
    if (!(boundBp >= 1 && boundBp <= 5_000)) {
      throw new IllegalArgumentException("%s is not between 1 and 5000 bp".formatted(boundBp));
    }
  }

  int rankOf(String venue) {
    int at = order.indexOf(venue);
    return at < 0 ? order.size() : at;
  }
}
