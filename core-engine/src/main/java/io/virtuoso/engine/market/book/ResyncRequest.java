package io.virtuoso.engine.market.book;

import io.virtuoso.engine.event.Instrument;

/**
 * Asks the live feed for a new snapshot: by REST, or by subscribing again. Called once per loss,
 * and again when the snapshot that came was too old. Called on the pipeline's thread, in the middle
 * of an update: note the wish and return.
 */
@FunctionalInterface
public interface ResyncRequest {
  /** For a tape, where snapshots come by themselves. */
  ResyncRequest NONE = _ -> {};

  void resync(Instrument instrument);
}
