package io.virtuoso.simulator.wire;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a stream tells about, in one vocabulary for all venues. */
public enum Channel {
  TRADE,
  BOOK,
  QUOTE,
  KLINE,
  TICKER,
  MARK,
  LIQUIDATION;

  /** Lower-case name, as the control interface speaks it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Channel> of(String word) {
    return Arrays.stream(values()).filter(channel -> channel.word().equals(word)).findFirst();
  }
}
