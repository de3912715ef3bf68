package io.virtuoso.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.virtuoso.engine.event.Channel;
import io.virtuoso.engine.event.Instrument;
import io.virtuoso.model.Symbol;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UnheardTest {
  private static final long NOW_MS = 5_000;
  private static final long LATER_MS = NOW_MS + Unheard.GRACE_MS;

  private final Instrument bitcoin = instrument("BTCUSDT");
  private final Instrument ether = instrument("ETHUSDT");
  private final List<Instrument> followed = new ArrayList<>(List.of(bitcoin));
  private final Set<Channel> subscribed = EnumSet.allOf(Channel.class);
  private final Set<Channel> heard = EnumSet.noneOf(Channel.class);
  private final Unheard unheard = new Unheard();

  private static Instrument instrument(String code) {
    return new Instrument("bybit-linear", code, new Symbol(code), 2, 3);
  }

  private List<Unheard.Silent> look(long nowMs) {
    return unheard.look(
        followed,
        (_, channel) -> subscribed.contains(channel),
        (_, channel) -> heard.contains(channel),
        nowMs);
  }

  @Test
  void whatNeverSpokeIsToldOnceItsGraceIsOver() {
    assertThat(look(NOW_MS)).isEmpty();
    assertThat(look(LATER_MS)).isEmpty();
    assertThat(look(LATER_MS + 1))
        .containsExactly(
            new Unheard.Silent(bitcoin, Channel.TRADES, Unheard.GRACE_MS + 1),
            new Unheard.Silent(bitcoin, Channel.BOOK, Unheard.GRACE_MS + 1));
  }

  @Test
  void whatSpokeOrIsNotSubscribedIsNotExpected() {
    look(NOW_MS);
    heard.add(Channel.BOOK);
    assertThat(look(LATER_MS + 1))
        .extracting(Unheard.Silent::channel)
        .containsExactly(Channel.TRADES);
    subscribed.remove(Channel.TRADES);
    assertThat(look(LATER_MS + 2)).isEmpty();
  }

  @Test
  void whatJoinsLaterHasItsOwnGraceAndWhatLeavesIsForgotten() {
    heard.addAll(subscribed);
    look(NOW_MS);
    heard.clear();
    followed.set(0, ether);
    look(LATER_MS);
    assertThat(look(LATER_MS + Unheard.GRACE_MS)).isEmpty();
    followed.add(bitcoin);
    assertThat(look(LATER_MS + Unheard.GRACE_MS + 1))
        .extracting(Unheard.Silent::instrument)
        .containsOnly(ether);
  }
}
