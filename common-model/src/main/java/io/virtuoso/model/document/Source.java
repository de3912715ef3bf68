package io.virtuoso.model.document;

/** What kind of market the numbers describe; every page shows it when it is not {@code live}. */
public enum Source {
  LIVE,
  REPLAY,
  SIMULATED
}
