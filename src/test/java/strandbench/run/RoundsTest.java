package strandbench.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import strandbench.result.BenchmarkKey;
import strandbench.result.ForkEntry;
import strandbench.result.Json;
import strandbench.result.Objection;

class RoundsTest {
  private final List<Cell> cells = IntStream.range(0, 8).mapToObj(RoundsTest::cell).toList();
  private final RunState state = new RunState(3, new PrecisionRule(List.of(), 0));

  @Test
  void everyRoundRunsEveryRemainingCellOnce() {
    Rounds rounds = new Rounds(cells, 7);

    for (int round = 1; round <= 3; round++) {
      assertThat(rounds.next(state)).hasValue(round);
      List<Cell> order = rounds.order(round, state);
      assertThat(order).containsExactlyInAnyOrderElementsOf(cells);
      order.forEach(cell -> state.add(measured(cell)));
    }

    assertThat(rounds.next(state)).isEmpty();
  }

  @Test
  void ordersDifferFromRoundToRoundAndFromSeedToSeed() {
    Set<List<Cell>> orders = new HashSet<>();
    for (int round = 1; round <= 5; round++) {
      orders.add(new Rounds(cells, 7).order(round, state));
      orders.add(new Rounds(cells, 8).order(round, state));
    }

    assertThat(orders).hasSizeGreaterThan(8);
    assertThat(new Rounds(cells, 7).order(2, state))
        .isEqualTo(new Rounds(cells, 7).order(2, state));
  }

  @Test
  void anInterruptedRoundGoesOnInItsOrder() {
    Rounds rounds = new Rounds(cells, 7);
    List<Cell> order = rounds.order(1, state);
    order.subList(0, 3).forEach(cell -> state.add(measured(cell)));

    assertThat(rounds.next(state)).hasValue(1);
    assertThat(rounds.order(1, state)).isEqualTo(order.subList(3, 8));
  }

  @Test
  void whatWasSetAsideIsMeasuredAgainAmongTheOthersOfLaterRounds() {
    Rounds rounds = new Rounds(cells, 7);
    Cell disturbed = cells.getFirst();

    rounds
        .order(1, state)
        .forEach(cell -> state.add(cell == disturbed ? aside(cell) : measured(cell)));

    for (int round = 2; round <= 3; round++) {
      assertThat(rounds.next(state)).hasValue(round);
      assertThat(rounds.order(round, state)).containsExactlyInAnyOrderElementsOf(cells);
      rounds.order(round, state).forEach(cell -> state.add(measured(cell)));
    }
    assertThat(rounds.next(state)).hasValue(4);
    assertThat(rounds.order(4, state)).containsExactly(disturbed);
  }

  @Test
  void aCellThatFailedRunsNoMore() {
    Rounds rounds = new Rounds(cells, 7);
    state.add(failed(cells.getFirst()));

    assertThat(rounds.order(1, state)).doesNotContain(cells.getFirst()).hasSize(7);
  }

  @Test
  void aCellThatIsKnownWellEnoughLeavesAtALook() {
    RunState precise = new RunState(20, new PrecisionRule(List.of(8), 0.02));
    for (int fork = 0; fork < 8; fork++) {
      assertThat(precise.remains(cells.getFirst().key())).isTrue();
      precise.add(measured(cells.getFirst()));
    }

    assertThat(precise.remains(cells.getFirst().key())).isFalse();
    assertThat(precise.remains(cells.getLast().key())).isTrue();
  }

  private static Cell cell(int number) {
    return new Cell(
        BenchmarkKey.of("a.B.c", "thrpt", 1, Map.of("n", Integer.toString(number))),
        new Plan.Entry(
            "B", null, Map.of(), new Plan.Iterations(1, 1), new Plan.Iterations(1, 1), 1));
  }

  private static ForkEntry measured(Cell cell) {
    return fork(cell, null, jmh());
  }

  private static ForkEntry aside(Cell cell) {
    return measured(cell).objectedTo(new Objection("steal", "told to be stolen"), false);
  }

  private static ForkEntry failed(Cell cell) {
    return fork(cell, "told to fail", null);
  }

  private static ForkEntry fork(Cell cell, String failure, JsonNode jmh) {
    return new ForkEntry(1, 1, cell.key(), "2026-01-01T00:00:00Z", 1, 0, 0, failure, jmh);
  }

  private static JsonNode jmh() {
    return Json.MAPPER.valueToTree(
        Map.of(
            "benchmark",
            "a.B.c",
            "mode",
            "thrpt",
            "threads",
            1,
            "primaryMetric",
            Map.of("score", 5.0, "scoreUnit", "ops/s", "rawData", List.of(List.of(5.0, 5.0)))));
  }
}
