package io.virtuoso.bench;

import io.virtuoso.engine.MarketPipeline;
import io.virtuoso.engine.SymbolPipeline;
import io.virtuoso.engine.inbound.exchange.FrameDecoder;
import io.virtuoso.engine.inbound.exchange.FrameDecoders;
import io.virtuoso.engine.inbound.exchange.InstrumentTable;
import io.virtuoso.engine.market.book.ResyncRequest;
import io.virtuoso.engine.publish.DocumentWriter;
import io.virtuoso.model.document.Feed;
import io.virtuoso.model.document.Source;
import java.util.List;
import java.util.function.Consumer;

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

  @Override
  public ResyncRequest resync() {
    return ResyncRequest.NONE;
  }

  @Override
  public List<Feed> feeds() {
    return List.of();
  }

  @Override
  public Consumer<SymbolPipeline> onNewSymbol() {
    return _ -> {};
  }
}
