package io.virtuoso.engine.market.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.virtuoso.engine.event.TradeBatch;
import io.virtuoso.engine.market.flow.TradeSequence.Verdict;
import org.junit.jupiter.api.Test;

class TradeSequenceTest {
  private final TradeSequence sequence = new TradeSequence();

  @Test
  void consecutiveTradesAreWhole() {
    assertThat(sequence.accept(7)).isEqualTo(Verdict.NEXT);
    assertThat(sequence.accept(8)).isEqualTo(Verdict.NEXT);
    assertThat(sequence.gaps()).isZero();
  }

  @Test
  void repeatedTradesAreTold() {
    sequence.accept(7);
    sequence.accept(8);

    assertThat(sequence.accept(8)).isEqualTo(Verdict.DUPLICATE);
    assertThat(sequence.accept(7)).isEqualTo(Verdict.DUPLICATE);
    assertThat(sequence.accept(9)).isEqualTo(Verdict.NEXT);
    assertThat(sequence.duplicates()).isEqualTo(2);
  }

  @Test
  void missingTradesAreCounted() {
    sequence.accept(7);

    assertThat(sequence.accept(11)).isEqualTo(Verdict.AFTER_GAP);
    assertThat(sequence.accept(12)).isEqualTo(Verdict.NEXT);
    assertThat(sequence.gaps()).isEqualTo(1);
    assertThat(sequence.missed()).isEqualTo(3);
  }

  @Test
  void tradesWithoutANumberPass() {
    sequence.accept(7);

    assertThat(sequence.accept(TradeBatch.NO_ID)).isEqualTo(Verdict.NEXT);
    assertThat(sequence.lastId()).isEqualTo(7);
  }

  @Test
  void venueThatCountsAnewIsFollowedInTheEnd() {
    sequence.accept(1_000_000);
    long id = 1;
    while (sequence.accept(id) == Verdict.DUPLICATE) {
      id++;
    }

    assertThat(id).isEqualTo(TradeSequence.RESTART_AFTER);
    assertThat(sequence.accept(id + 1)).isEqualTo(Verdict.NEXT);
    assertThat(sequence.missed()).isZero();
  }
}
