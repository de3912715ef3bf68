package io.virtuoso.engine.measure.factor.crowd;

import io.virtuoso.engine.measure.factor.Factor;
import io.virtuoso.model.Dimension;

/** A factor of the sentiment dimension. */
interface CrowdFactor extends Factor {
  /** A crowded side has little left to push with and much to be forced out of. */
  double CONTRARIAN = -1;

  @Override
  default Dimension dimension() {
    return Dimension.SENTIMENT;
  }
}
