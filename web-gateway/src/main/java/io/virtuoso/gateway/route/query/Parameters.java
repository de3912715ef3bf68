package io.virtuoso.gateway.route.query;

import io.virtuoso.model.Interval;
import java.util.Arrays;

/** The parameters that routes share. */
public final class Parameters {
  public static final Parameter SYMBOL = new SymbolName("symbol");
  public static final Parameter INTERVAL =
      new Choice(
          "interval",
          "Length of a bar.",
          Arrays.stream(Interval.values()).map(Interval::code).toList());
  public static final Parameter FROM =
      new BarBound("from", "Open time of the first bar, epoch milliseconds or RFC 3339.", null);
  public static final Parameter TO =
      new BarBound("to", "End of the last bar, epoch milliseconds or RFC 3339.", FROM);

  private Parameters() {}

  /** How many members an answer has at most. */
  public static Parameter limit(int most, int assumed) {
    return new Count("limit", "How many at most.", most, assumed);
  }
}
