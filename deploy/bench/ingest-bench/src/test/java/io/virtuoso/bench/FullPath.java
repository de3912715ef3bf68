package io.virtuoso.bench;

import io.virtuoso.engine.pipeline.MarketPipeline;
import io.virtuoso.engine.pipeline.SymbolPipeline;
import io.virtuoso.engine.inbound.exchange.FrameDecoder;
import io.virtuoso.engine.inbound.exchange.FrameDecoders;
import io.virtuoso.engine.inbound.exchange.InstrumentTable;
import io.virtuoso.engine.publish.DocumentWriter;
import io.virtuoso.model.document.Source;

/** Ours: decoding, books, candles, factors and scores, as live, without rendering documents. */
final class FullPath implements Contestant, MarketPipeline.Surroundings {
  private final FrameDecoder decoder;
  private final MarketPipeline market;

  FullPath(String venue) {
    decoder = FrameDecoders.of(venue, InstrumentTable.open(venue));
    market = new MarketPipeline(this, new DocumentWriter(Source.REPLAY), null, () -> 0, 0);
  }

  @Override
  public void frame(byte[] text, int offset, int length) {
    market.frame(decoder, text, offset, length);
  }

  @Override
  public long result() {
    return market.symbols().values().stream().mapToLong(SymbolPipeline::eventTimeMs).sum();
  }
}
