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
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** What a tape says of itself. */
public final class TapeHeader {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path tape;
  private final JsonNode told;

  private TapeHeader(Path tape, JsonNode told) {
    this.tape = tape;
    this.told = told;
  }

  /**
   * Reads a tape's first line.
   *
   * @throws IOException when the tape cannot be read
   */
  public static TapeHeader of(Path tape) throws IOException {
    String header = TapeReader.headerOf(tape);
    int json = header.indexOf('{');
    try {
      return new TapeHeader(
          tape, json < 0 ? JSON.missingNode() : JSON.readTree(header.substring(json)));
    } catch (JsonProcessingException _) {
      return new TapeHeader(tape, JSON.missingNode());
    }
  }

  /**
   * The venue whose frames are on the tape.
   *
   * @throws IOException when the tape does not tell
   */
  public String exchange() throws IOException {
    if (isOf(FrameDecoders.VENUES)) {
      return told.path("exchange").asText();
    }
    throw new IOException(
        tape
            + " does not tell whose frames it holds: name the exchange, one of "
            + String.join(", ", FrameDecoders.VENUES));
  }

  /** Whether it tells that it is of one of these venues. */
  public boolean isOf(Collection<String> venues) {
    return venues.contains(told.path("exchange").asText());
  }

  /** Which part of its recording it is, from 1; 0 when it does not tell. */
  public int part() {
    return Math.max(0, told.path("part").asInt());
  }

  /** When it was begun; {@link Instant#MIN} when it does not tell. */
  public Instant started() {
    return time("started");
  }

  /**
   * Since when every frame was recorded, on this part or an earlier one; {@link Instant#MIN} when
   * it does not tell.
   */
  public Instant unbrokenSince() {
    return time("unbroken_since");
  }

  private Instant time(String name) {
    try {
      return Instant.parse(told.path(name).asText());
    } catch (DateTimeParseException _) {
      return Instant.MIN;
    }
  }

  /**
   * What one contract is worth in base currency, by the venue's name of the instrument; without
   * those that are counted in base currency. Empty when the tape does not tell.
   *
   * @throws IOException when it tells a value that is none
   */
  public Map<String, BigDecimal> contracts() throws IOException {
    Map<String, BigDecimal> contracts = new TreeMap<>();
    for (Map.Entry<String, JsonNode> contract : told.path("contracts").properties()) {
      try {
        BigDecimal value = new BigDecimal(contract.getValue().asText());
        contracts.put(contract.getKey(), Instrument.checkedContract(value));
      } catch (IllegalArgumentException none) {
        throw new IOException(
            "%s: no contract value: %s".formatted(tape.getFileName(), contract), none);
      }
    }
    return contracts;
  }
}
