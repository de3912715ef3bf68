package io.virtuoso.engine.inbound.tape;

import io.virtuoso.engine.event.Instrument;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the first line of a tape tells about it.
 *
 * @param exchange the venue, as configured
 * @param source {@code live} or {@code simulated}
 * @param started wall clock of the machine that records, as is every time on the tape
 * @param unbrokenSince wall clock since when every frame was recorded, on this part or an earlier
 *     one
 * @param part which part of the recording it is, from 1
 * @param instruments what was followed when it started
 */
public record TapeDescription(
    String exchange,
    String source,
    Instant started,
    Instant unbrokenSince,
    int part,
    List<Instrument> instruments) {
  public TapeDescription {
    instruments = List.copyOf(instruments);
  }

  /** In one line. */
  String json() {
    String symbols =
        instruments.stream()
            .map(instrument -> text(instrument.nativeName()))
            .collect(Collectors.joining(","));
    String contracts =
        instruments.stream()
            .filter(instrument -> !instrument.isCountedInBase())
            .map(instrument ->
                text(instrument.nativeName())
                    + ':'
                    + text(
                        BigDecimal.valueOf(instrument.contractUnits(), instrument.contractScale())
                            .toPlainString()))
            .collect(Collectors.joining(","));
    return "{\"exchange\":%s,\"source\":%s,\"started\":\"%s\",\"unbroken_since\":\"%s\",\"part\":%d,"
            .formatted(text(exchange), text(source), started, unbrokenSince, part)
        + "\"clock\":\"wall clock of the recorder, ns since the epoch\","
        + "\"symbols\":[%s],\"contracts\":{%s}}".formatted(symbols, contracts);
  }

  private static String text(String value) {
    StringBuilder json = new StringBuilder("\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ') {
        json.append("\\u%04x".formatted((int) c));
      } else {
        json.append(c == '"' || c == '\\' ? "\\" : "").append(c);
      }
    }
    return json.append('"').toString();
  }
}
