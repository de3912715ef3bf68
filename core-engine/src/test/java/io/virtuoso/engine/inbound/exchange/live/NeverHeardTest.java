package io.virtuoso.engine.inbound.exchange.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.virtuoso.engine.event.Channel;
import io.virtuoso.engine.inbound.exchange.live.VenueSettings.Exchange;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("E2: a stream that was subscribed and never spoke")
class NeverHeardTest {
  /** From the first look on, which comes with the first second. */
  private static final Duration GRACE = Duration.ofSeconds(60);

  @ParameterizedTest
  @EnumSource(Exchange.class)
  void isNamedOnceItsGraceIsOverUntilItSpeaks(Exchange venue) {
    SimulatedVenue simulated = SimulatedVenue.of(venue);
    simulated.fault(
        "{'fault':'stall','venue':'VENUE','symbol':'ETHUSDT','channel':'trade','seconds':90}");
    simulated.start();
    simulated.run(GRACE);
    assertThat(simulated.notLive(Channel.TRADES)).as("its grace").isEmpty();
    simulated.run(Duration.ofSeconds(3));
    assertThat(simulated.notLive(Channel.TRADES)).containsExactly("ETHUSDT stalled");
    assertThat(simulated.notLive(Channel.BOOK)).as("the others").isEmpty();
    simulated.run(Duration.ofSeconds(40));
    assertThat(simulated.notLive(Channel.TRADES)).as("it spoke").isEmpty();
  }
}
