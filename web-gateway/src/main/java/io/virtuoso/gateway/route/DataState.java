package io.virtuoso.gateway.route;

/** How old an answer is against the budget of its class; the {@code Data-State} header. */
public enum DataState {
  /** Within the soft limit. */
  LIVE,
  /** Past the soft limit, within the hard one. */
  DELAYED,
  /** Past the hard limit: served only because nothing newer can be had. */
  STALE
}
