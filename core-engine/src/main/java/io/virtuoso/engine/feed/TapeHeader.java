package io.virtuoso.engine.feed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.inbound.exchange.FrameDecoders;
import io.virtuoso.engine.inbound.tape.TapeReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** What a tape says of itself. */
public final class TapeHeader {
  private static final ObjectMapper JSON = new ObjectMapper();

  private TapeHeader() {}

  /**
   * The venue whose frames are on the tape.
   *
   * @throws IOException when the tape cannot be read or does not tell
   */
  public static String exchangeOf(Path tape) throws IOException {
    String told = of(tape).path("exchange").asText();
    if (FrameDecoders.VENUES.contains(told)) {
      return told;
    }
    throw new IOException(
        tape
            + " does not tell whose frames it holds: name the exchange, one of "
            + String.join(", ", FrameDecoders.VENUES));
  }

  /**
   * What one contract is worth in base currency, by the venue's name of the instrument; without
   * those that are counted in base currency. Empty when the tape does not tell.
   *
   * @throws IOException when the tape cannot be read, or tells a value that is none
   */
  public static Map<String, BigDecimal> contractsOf(Path tape) throws IOException {
    Map<String, BigDecimal> contracts = new TreeMap<>();
    for (Map.Entry<String, JsonNode> told : of(tape).path("contracts").properties()) {
      try {
        BigDecimal value = new BigDecimal(told.getValue().asText());
        contracts.put(told.getKey(), Instrument.checkedContract(value));
      } catch (IllegalArgumentException none) {
        throw new IOException(
            "%s: no contract value: %s".formatted(tape.getFileName(), told), none);
      }
    }
    return contracts;
  }

  /** The JSON behind the mark; nothing when there is none. */
  private static JsonNode of(Path tape) throws IOException {
    String header = TapeReader.headerOf(tape);
    int json = header.indexOf('{');
    try {
      return json < 0 ? JSON.missingNode() : JSON.readTree(header.substring(json));
    } catch (JsonProcessingException _) {
      return JSON.missingNode();
    }
  }
}
