package io.virtuoso.engine.measure.factor.book;

import io.virtuoso.engine.measure.factor.Evidence;
import io.virtuoso.engine.measure.factor.Factor;
import io.virtuoso.model.Dimension;

/** A factor of the order book dimension. */
interface BookFactor extends Factor {
  /** Why every factor is absent while there is no live book. */
  String NO_BOOK = "no live order book";

  @Override
  default Dimension dimension() {
    return Dimension.ORDERBOOK;
  }

  @Override
  default Evidence evidence() {
    return Evidence.BOOK;
  }
}
