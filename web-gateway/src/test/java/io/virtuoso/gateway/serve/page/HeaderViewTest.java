package io.virtuoso.gateway.serve.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.virtuoso.gateway.serve.page.HeaderView.FeedView;
import io.virtuoso.gateway.serve.page.HeaderView.Pulse;
import io.virtuoso.model.document.Document;
import io.virtuoso.model.document.EngineStatus;
import io.virtuoso.model.document.Source;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeaderViewTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  private static FeedView feed(Document<EngineStatus> status) {
    List<FeedView> feeds =
        HeaderView.of(Pulse.NONE, new Sought.Found<>(status), List.of(), NOW).feeds();
    assertThat(feeds).hasSize(1);
    return feeds.getFirst();
  }

  @Test
  void aFeedsChipSaysWhatItsVenueSaysOfItsChannels() {
    FeedView feed = feed(Samples.statusNotLive(NOW));
    assertThat(feed.exchange()).isEqualTo(Samples.VENUE);
    assertThat(feed.state()).isEqualTo("stalled");
    assertThat(feed.reason()).contains("ETHUSDT stalled");
  }

  @Test
  void whereNoVenueIsToldTheFeedSpeaksForItself() {
    assertThat(feed(Samples.status(NOW, Source.LIVE, null)).state()).isEqualTo("live");
    FeedView stalled = feed(Samples.status(NOW, Source.LIVE, "no data for 20 s"));
    assertThat(stalled.state()).isEqualTo("stalled");
    assertThat(stalled.reason()).isEqualTo("no data for 20 s");
  }
}
