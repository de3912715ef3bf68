package io.virtuoso.engine.measure.factor.flow;

import io.virtuoso.engine.measure.factor.Evidence;
import io.virtuoso.engine.measure.factor.Factor;
import io.virtuoso.model.Dimension;

/** A factor of the order flow dimension; trades are its evidence unless it says otherwise. */
interface FlowFactor extends Factor {
  @Override
  default Dimension dimension() {
    return Dimension.ORDERFLOW;
  }

  @Override
  default Evidence evidence() {
    return Evidence.TRADES;
  }
}
