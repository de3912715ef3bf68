package io.virtuoso.engine.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.inbound.exchange.FrameDecoder;
import io.virtuoso.engine.inbound.exchange.FrameDecoder.Outcome;
import io.virtuoso.engine.inbound.exchange.FrameDecoders;
import io.virtuoso.engine.inbound.exchange.InstrumentTable;
import io.virtuoso.engine.market.book.ResyncRequest;
import io.virtuoso.engine.publish.DocumentWriter;
import io.virtuoso.model.Symbol;
import io.virtuoso.model.document.Source;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A pipeline fed with one venue's frames, and every document that it published. */
final class PipelineRun implements MarketPipeline.Surroundings {
  private static final ObjectMapper JSON = new ObjectMapper();

  final List<StoredDocument> documents = new ArrayList<>();
  final List<Instrument> asked = new ArrayList<>();

  /** Venues of which it said that something is silent. */
  final List<String> silent = new ArrayList<>();

  final MarketPipeline market;
  private final String venue;
  private final FrameDecoder decoder;

  PipelineRun(String venue, int followed) {
    this.venue = venue;
    this.decoder = FrameDecoders.of(venue, InstrumentTable.open(venue));
    this.market =
        new MarketPipeline(
            this, new DocumentWriter(Source.SIMULATED), documents::add, () -> 0, followed);
  }

  /** A run over Binance's futures. */
  static PipelineRun of(List<String> frames) {
    PipelineRun run = new PipelineRun("binance-usdm", 0);
    run.feed(frames);
    return run;
  }

  void feed(List<String> frames) {
    frames.forEach(this::feed);
  }

  /** Single quotes stand for double ones. */
  Outcome feed(String frame) {
    byte[] text = frame.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return market.frame(decoder, text, 0, text.length);
  }

  void gap(String... nativeSymbols) {
    market.gap(venue, List.of(nativeSymbols));
  }

  List<StoredDocument> of(DocumentKey key) {
    return documents.stream().filter(document -> document.key().equals(key)).toList();
  }

  /** The newest version's {@code data}. */
  JsonNode data(DocumentKey key) {
    return json(of(key).getLast()).get("data");
  }

  SymbolPipeline symbol(String code) {
    return Objects.requireNonNull(market.symbols().get(new Symbol(code)));
  }

  List<String> bodies() {
    return documents.stream().map(PipelineRun::body).toList();
  }

  static String body(StoredDocument document) {
    return new String(document.body(), StandardCharsets.UTF_8);
  }

  static JsonNode json(StoredDocument document) {
    try {
      return JSON.readTree(document.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void silent(String name) {
    silent.add(name);
  }

  @Override
  public ResyncRequest resync() {
    return asked::add;
  }
}
