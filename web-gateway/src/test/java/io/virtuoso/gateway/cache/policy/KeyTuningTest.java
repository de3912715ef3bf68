package io.virtuoso.gateway.cache.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.virtuoso.model.Symbol;
import io.virtuoso.model.wire.DocumentClass;
import io.virtuoso.model.wire.DocumentKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class KeyTuningTest {
  private static final DocumentKey BTC = DocumentKey.confluence(new Symbol("BTCUSDT"));
  private static final DocumentKey ETH = DocumentKey.confluence(new Symbol("ETHUSDT"));
  private final KeyTuning tuning = new KeyTuning(0.1, 0.01, 2, Set.of(DocumentKey.STATUS));

  @Test
  void whatIsAskedOftenAndPublishedIsKeptNew() {
    List<Decision> decisions = tuning.decide(List.of(asked(BTC, 2.5)));
    assertThat(decisions)
        .singleElement()
        .isInstanceOfSatisfying(
            Decision.Prewarm.class,
            prewarm -> {
              assertThat(prewarm.documents()).isEqualTo(DocumentClass.CONFLUENCE_SCORES);
              assertThat(prewarm.keys()).containsExactly(BTC);
              assertThat(prewarm.reason()).contains("0.10 times a second");
            });
  }

  @Test
  void whatIsNotPublishedCannotBeFollowed() {
    assertThat(tuning.decide(List.of(key(BTC, 2.5, 100, 0, false, false, false)))).isEmpty();
  }

  @Test
  void fourAnswersAreNoHabit() {
    assertThat(tuning.decide(List.of(key(BTC, 4, 4, 0, true, false, false)))).isEmpty();
    assertThat(tuning.decide(List.of(key(BTC, 4, 5, 0, true, false, false)))).hasSize(1);
  }

  @Test
  void betweenHotAndColdAKeyStaysWhatItIs() {
    assertThat(tuning.decide(List.of(key(BTC, 0.05, 50, 0, true, false, false)))).isEmpty();
    assertThat(tuning.decide(List.of(key(BTC, 0.05, 50, 0, true, true, false)))).isEmpty();
  }

  @Test
  void whatGoesColdIsLetGo() {
    assertThat(tuning.decide(List.of(key(BTC, 0.01, 0.4, 1, true, true, false))))
        .singleElement()
        .isInstanceOfSatisfying(
            Decision.LetGo.class, letGo -> assertThat(letGo.keys()).containsExactly(BTC));
  }

  @Test
  void whatNobodyAskedForThreeRoundsIsLetGoUnlessAStreamShowsIt() {
    assertThat(tuning.decide(List.of(key(BTC, 0, 0, 2, true, false, false)))).isEmpty();
    assertThat(tuning.decide(List.of(key(BTC, 0, 0, 3, true, false, false)))).hasSize(1);
    assertThat(tuning.decide(List.of(key(BTC, 0, 0, 3, true, false, true)))).isEmpty();
  }

  @Test
  void everyVisitorsFirstQuestionIsNeverLetGo() {
    assertThat(tuning.decide(List.of(key(DocumentKey.STATUS, 0, 0, 99, true, true, false))))
        .isEmpty();
  }

  @Test
  void whatLeavesMakesRoom() {
    DocumentKey sol = DocumentKey.confluence(new Symbol("SOLUSDT"));
    List<Observation.OfKey> keys =
        List.of(
            asked(sol, 9),
            key(ETH, 1, 100, 0, true, true, false),
            key(BTC, 0.001, 1, 1, true, true, false));
    assertThat(tuning.decide(keys))
        .extracting(Object::getClass)
        .containsExactly(Decision.LetGo.class, Decision.Prewarm.class);
  }

  @Property(tries = 300)
  void neverMoreThanTheRoomAndTheMostAskedFirst(
      @ForAll List<@IntRange(max = 1_000) Integer> demands, @ForAll @IntRange(max = 20) int room) {
    KeyTuning bounded = new KeyTuning(0.1, 0.01, room, Set.of());
    List<Observation.OfKey> keys = new ArrayList<>();
    List<Integer> falling = demands.stream().sorted((a, b) -> b - a).toList();
    for (int i = 0; i < falling.size(); i++) {
      DocumentKey key = new DocumentKey("confluence/" + i);
      keys.add(key(key, falling.get(i) / 100.0, 100, 0, true, false, false));
    }
    List<DocumentKey> naive =
        keys.stream()
            .filter(key -> key.perSecond() >= 0.1)
            .limit(room)
            .map(Observation.OfKey::key)
            .toList();
    List<Decision> decisions = bounded.decide(keys);
    assertThat(bounded.decide(keys)).isEqualTo(decisions);
    List<DocumentKey> warmed = new ArrayList<>();
    for (Decision decision : decisions) {
      warmed.addAll(((Decision.Prewarm) decision).keys());
    }
    assertThat(warmed).isEqualTo(naive);
  }

  private static Observation.OfKey asked(DocumentKey key, double perSecond) {
    return key(key, perSecond, 100, 0, true, false, false);
  }

  private static Observation.OfKey key(
      DocumentKey key,
      double perSecond,
      double weight,
      int idleRounds,
      boolean published,
      boolean watched,
      boolean followed) {
    return new Observation.OfKey(
        key,
        DocumentClass.CONFLUENCE_SCORES,
        perSecond,
        weight,
        idleRounds,
        published,
        0,
        0,
        0,
        watched,
        followed);
  }
}
