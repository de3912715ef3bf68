package io.virtuoso.engine.inbound.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.inbound.exchange.live.dialect.Listing;
import io.virtuoso.engine.inbound.selection.Roster.Change;
import io.virtuoso.model.Symbol;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RosterTest {
  private static final Symbol BTC = new Symbol("BTCUSDT");
  private static final SelectionRule RULE =
      new SelectionRule(List.of(BTC), 3, 100, "USDT", Duration.ofMinutes(5));

  private final Roster roster = new Roster(RULE, List.of("first", "second"), 1);

  private static List<Listing> listings(String... names) {
    return Stream.of(names).map(name -> new Listing(name, new Symbol(name), 2, 3, true)).toList();
  }

  private static Map<String, Double> turnover(Object... namesAndAmounts) {
    Map<String, Double> turnover = new HashMap<>();
    for (int i = 0; i < namesAndAmounts.length; i += 2) {
      turnover.put((String) namesAndAmounts[i], ((Integer) namesAndAmounts[i + 1]).doubleValue());
    }
    return turnover;
  }

  private List<Change> apply() {
    List<Change> changes = roster.changes(500);
    changes.forEach(roster::done);
    assertThat(roster.changes(500)).as("once made, nothing is left to change").isEmpty();
    return changes;
  }

  private static List<String> names(List<Instrument> instruments) {
    return instruments.stream().map(Instrument::nativeName).toList();
  }

  @Test
  void theFixedBeginBeforeAnyTurnoverIsKnown() {
    roster.listed("first", listings("BTCUSDT", "SOLUSDT"));
    assertThat(roster.isWhole()).isFalse();
    List<Change> changes = apply();
    assertThat(changes).hasSize(1);
    assertThat(changes.getFirst().venue()).isEqualTo("first");
    assertThat(names(changes.getFirst().joined())).containsExactly("BTCUSDT");
  }

  @Test
  void theSelectedComeFromTheFirstVenueThatTradesThem() {
    roster.listed("first", listings("BTCUSDT", "SOLUSDT"));
    roster.listed("second", listings("BTCUSDT", "SOLUSDT", "XRPUSDT"));
    assertThat(roster.isWhole()).isTrue();
    roster.turnover("first", turnover("SOLUSDT", 200));
    roster.turnover("second", turnover("XRPUSDT", 150));
    roster.choose();
    List<Change> changes = apply();
    assertThat(names(changes.get(0).all())).containsExactly("BTCUSDT", "SOLUSDT");
    assertThat(names(changes.get(1).all())).containsExactly("XRPUSDT");
    assertThat(roster.followedAt("second")).isEqualTo(1);
  }

  @Test
  void turnoverIsToldByTheNameThatAnswersUse() {
    Listing listing =
        new Listing("SOL/USDT", new Symbol("SOLUSDT"), 2, 3, true, BigDecimal.ONE, "XSOLUSDT");
    roster.listed("first", List.of(listing));
    roster.turnover("first", turnover("XSOLUSDT", 200, "SOL/USDT", 1));
    roster.choose();
    assertThat(roster.chosen()).containsExactly(BTC, new Symbol("SOLUSDT"));
  }

  @Test
  void turnoverIsSummedOverTheVenues() {
    roster.listed("first", listings("SOLUSDT", "XRPUSDT", "ADAUSDT"));
    roster.listed("second", listings("SOLUSDT", "XRPUSDT", "ADAUSDT"));
    roster.turnover("first", turnover("SOLUSDT", 60, "XRPUSDT", 90, "ADAUSDT", 300));
    roster.turnover("second", turnover("SOLUSDT", 60));
    roster.choose();
    assertThat(roster.chosen()).containsExactly(BTC, new Symbol("ADAUSDT"), new Symbol("SOLUSDT"));
  }

  @Test
  void aSymbolGoesAndComesBackAsTheSameInstrument() {
    roster.listed("first", listings("BTCUSDT", "SOLUSDT"));
    roster.turnover("first", turnover("SOLUSDT", 200));
    roster.choose();
    Instrument sol = apply().getFirst().all().getLast();

    roster.turnover("first", turnover("SOLUSDT", 50));
    roster.choose();
    Change leaving = apply().getFirst();
    assertThat(leaving.departed()).containsExactly(sol);
    assertThat(names(leaving.all())).containsExactly("BTCUSDT");
    assertThat(leaving.joined()).isEmpty();

    roster.turnover("first", turnover("SOLUSDT", 300));
    roster.choose();
    assertThat(apply().getFirst().joined()).containsExactly(sol);
  }

  @Test
  void whatAVenueTradesNoMoreMovesToTheNext() {
    roster.listed("first", listings("BTCUSDT"));
    roster.listed("second", listings("BTCUSDT"));
    apply();
    roster.listed("first", listings("SOLUSDT"));
    List<Change> changes = apply();
    assertThat(names(changes.get(0).departed())).containsExactly("BTCUSDT");
    assertThat(names(changes.get(1).joined())).containsExactly("BTCUSDT");

    roster.listed("first", listings("SOLUSDT", "BTCUSDT"));
    assertThat(roster.changes(500)).as("it stays where it is").isEmpty();
  }

  @Test
  void aFixedSymbolThatNobodyTradesIsNotExpectedUntilItIsListedAgain() {
    roster.listed("first", listings("BTCUSDT", "SOLUSDT"));
    Instrument btc = apply().getFirst().all().getFirst();
    roster.listed("first", listings("SOLUSDT"));
    assertThat(roster.tradable()).as("the second has not told").containsExactly(BTC);
    roster.listed("second", listings("SOLUSDT"));
    assertThat(roster.tradable()).isEmpty();
    assertThat(apply().getFirst().departed()).containsExactly(btc);

    roster.listed("second", listings("SOLUSDT", "BTCUSDT"));
    assertThat(roster.tradable()).containsExactly(BTC);
    assertThat(names(apply().getFirst().joined())).containsExactly("BTCUSDT");
  }

  @Test
  void aVenueThatTellsLateTakesWhatTooFewOthersDid() {
    Roster two = new Roster(RULE, List.of("first", "second", "third"), 2);
    two.listed("third", listings("BTCUSDT"));
    two.changes(500).forEach(two::done);
    two.listed("second", listings("BTCUSDT"));
    two.changes(500).forEach(two::done);
    two.listed("first", listings("BTCUSDT"));
    assertThat(two.changes(500)).isEmpty();
    assertThat(two.followedAt("second")).isEqualTo(1);
    assertThat(two.followedAt("third")).isEqualTo(1);
  }

  @Test
  void anAnswerThatFailsChangesNothing() {
    roster.listed("first", listings("BTCUSDT", "SOLUSDT"));
    roster.turnover("first", turnover("SOLUSDT", 200));
    roster.choose();
    apply();
    roster.choose();
    assertThat(roster.changes(500)).isEmpty();
  }

  @Test
  void anUnknownVenueIsAMistake() {
    assertThatThrownBy(() -> roster.listed("third", List.of())).hasMessage("no such venue: third");
  }

  @Test
  void manyJoinInPortions() {
    Roster two =
        new Roster(
            SelectionRule.only(
                List.of(BTC, new Symbol("ETHUSDT"), new Symbol("SOLUSDT"), new Symbol("XRPUSDT"))),
            List.of("first", "second"),
            1);
    two.listed("first", listings("BTCUSDT", "ETHUSDT", "SOLUSDT"));
    two.listed("second", listings("XRPUSDT"));
    List<Change> first = two.changes(2);
    assertThat(first).hasSize(1);
    assertThat(names(first.getFirst().joined())).containsExactly("BTCUSDT", "ETHUSDT");
    first.forEach(two::done);
    List<Change> second = two.changes(2);
    assertThat(names(second.get(0).all())).containsExactly("BTCUSDT", "ETHUSDT", "SOLUSDT");
    assertThat(names(second.get(1).joined())).containsExactly("XRPUSDT");
    second.forEach(two::done);
    assertThat(two.changes(2)).isEmpty();
    two.listed("first", List.of());
    assertThat(names(two.changes(0).getFirst().departed())).as("leaving is free").hasSize(3);
  }
}
