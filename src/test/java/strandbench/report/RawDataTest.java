package strandbench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import strandbench.result.BenchmarkKey;
import strandbench.result.CellResult;
import strandbench.result.CellState;
import strandbench.result.Metric;

/** Each statement is seen to doubt, and not to doubt. */
class RawDataTest {
  private final Random random = new Random(4);

  @Test
  void steadyForksGiveNoDoubt() {
    RawData raw = RawData.of(List.of(cell("a", noisy(5, 10)), cell("b", noisy(5, 10))));

    assertThat(raw.statements()).allMatch(Trust.Statement::good);
    assertThat(raw.observations()).isEmpty();
  }

  @Test
  void aCellThatIsStillWarmingUpIsNamedEvenIfItsForksAreShort() {
    RawData raw =
        RawData.of(
            List.of(
                cell(
                    "warming",
                    IntStream.range(0, 6)
                        .mapToObj(fork -> new double[] {90 + fork, 97 + fork, 103 + fork})
                        .toList()),
                cell("steady", noisy(5, 3))));

    assertThat(raw.statements())
        .filteredOn(statement -> !statement.good())
        .extracting(Trust.Statement::brief)
        .containsExactly("1 of 2 cells not steady");
    assertThat(raw.observations())
        .singleElement()
        .asString()
        .startsWith("Some.warming: not steady: over a fork's iterations, its score changes by 13");
  }

  @Test
  void forksThatDriftAreNamed() {
    List<double[]> forks = noisy(6, 10);
    for (int fork : new int[] {1, 3, 5}) {
      double sign = fork == 3 ? -1 : 1;
      for (int i = 0; i < 10; i++) {
        forks.get(fork)[i] += sign * 3 * i;
      }
    }

    RawData raw = RawData.of(List.of(cell("a", forks)));

    assertThat(raw.statements())
        .extracting(Trust.Statement::brief)
        .contains("3 of 6 forks not steady");
    assertThat(raw.observations())
        .filteredOn(line -> line.contains("not steady"))
        .extracting(line -> line.substring(0, "Some.a, fork 2".length()))
        .contains("Some.a, fork 2", "Some.a, fork 4", "Some.a, fork 6");
  }

  @Test
  void oneIterationAForkTellsNothingOfItsWarmth() {
    assertThat(RawData.of(List.of(cell("a", noisy(5, 1)))).statements().getFirst().brief())
        .startsWith("warm-up not checked");
  }

  @Test
  void howManyCellsHaveOneIterationAForkIsSaidOnce() {
    RawData raw =
        RawData.of(
            List.of(cell("a", noisy(5, 1)), cell("b", noisy(5, 10)), cell("c", noisy(5, 1))));

    assertThat(raw.statements())
        .filteredOn(statement -> !statement.good())
        .singleElement()
        .satisfies(
            statement -> {
              assertThat(statement.brief())
                  .isEqualTo("warm-up of 2 of 3 cells not checked: one iteration a fork");
              assertThat(statement.text())
                  .contains("can't be checked: each fork has one iteration");
            });
    assertThat(raw.statements())
        .extracting(Trust.Statement::text)
        .anyMatch(text -> text.startsWith("Warm-up: of 1 cell, none drifts"));
  }

  /** A result may hold more values than anybody has time to draw from a thousand times. */
  @Test
  void theBootstrapSaysHowManyCellsItChecked() {
    List<Cell> cells =
        IntStream.range(0, 30).mapToObj(i -> cell("a" + i, noisy(3, 1_000))).toList();

    assertThat(RawData.of(cells).statements())
        .extracting(Trust.Statement::text)
        .anyMatch(text -> text.contains("of 9 cells (the first 9 of 30)"));
  }

  @Test
  void whatLiesFarOutIsNamedAndStillCounts() {
    List<double[]> forks = noisy(5, 10);
    forks.get(2)[6] = 500;
    Cell cell = cell("a", forks);

    RawData raw = RawData.of(List.of(cell));

    assertThat(raw.observations())
        .anyMatch(line -> line.startsWith("Some.a, fork 3, iteration 7: far out: 500"));
    assertThat(cell.estimate().value()).isGreaterThan(105);
  }

  @Test
  void anIntervalThatTheBootstrapDoubtsIsNamed() {
    List<Cell> cells =
        IntStream.range(0, 3)
            .mapToObj(
                i ->
                    cell(
                        "a" + i,
                        IntStream.range(0, 10)
                            .mapToObj(fork -> new double[] {fork == 0 ? 300 : 100 + fork})
                            .toList()))
            .toList();

    RawData raw = RawData.of(cells);

    assertThat(raw.statements())
        .extracting(Trust.Statement::brief)
        .contains("3 intervals that the bootstrap doubts");
    assertThat(raw.observations())
        .filteredOn(line -> !line.contains("far out"))
        .hasSize(3)
        .allMatch(line -> line.contains("Student's interval") && line.contains("the bootstrap's"));
    assertThat(RawData.of(cells.subList(0, 1)).statements())
        .as("one of one is nothing to wonder at, but named")
        .noneMatch(statement -> statement.brief().contains("bootstrap"));
  }

  private List<double[]> noisy(int forks, int iterations) {
    return IntStream.range(0, forks)
        .mapToObj(fork -> random.doubles(iterations).map(u -> 99 + 2 * u).toArray())
        .toList();
  }

  private static Cell cell(String method, List<double[]> forks) {
    BenchmarkKey key = BenchmarkKey.of("org.example.Some." + method, "thrpt", 1, Map.of());
    return new Cell(
        key,
        Optional.of(new CellResult(key, new Metric("ops/s", 100, forks), Map.of())),
        CellState.MEASURED,
        null,
        null);
  }
}
