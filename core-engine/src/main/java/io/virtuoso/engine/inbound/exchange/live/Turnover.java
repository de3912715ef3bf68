package io.virtuoso.engine.inbound.exchange.live;

/** The steps in which one connection takes over from another without a loss. */
public enum Turnover {
  /** Two connections bring the same streams; the frames of the new one are kept back. */
  BEGINS,
  /** The old one is closed: what follows was kept back, and most of it has been heard already. */
  REPLAYS,
  /** All that was kept back has been handed over, or there was nothing to hand over. */
  ENDS
}
