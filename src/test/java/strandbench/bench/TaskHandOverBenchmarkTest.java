package strandbench.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import strandbench.model.ConcurrencyModel;
import strandbench.result.ExcludedCell;
import strandbench.run.BenchmarkCatalog;
import strandbench.run.CellPlan;
import strandbench.run.CellPlanner;
import strandbench.run.Plans;
import strandbench.run.Selection;

@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TaskHandOverBenchmarkTest {

  private static TaskHandOverBenchmark benchmark(ConcurrencyModel model, Waiting waiting) {
    TaskHandOverBenchmark benchmark = new TaskHandOverBenchmark();
    benchmark.model = model;
    benchmark.parallelism = 1;
    benchmark.waiting = waiting;
    return benchmark;
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"PROCESS_POOL", "PROCESS_POOL_OF_VIRTUAL_THREADS"})
  void everyModelOfOneJvmHandsOverWhereThoseWhoWaitPark(ConcurrencyModel model) throws Exception {
    handsOver(benchmark(model, Waiting.PARK));
  }

  @Test
  void thePlatformPoolHandsOverToAWorkerThatLooks() throws Exception {
    handsOver(benchmark(ConcurrencyModel.PLATFORM_POOL, Waiting.SPIN_FIRST));
  }

  private static void handsOver(TaskHandOverBenchmark benchmark) throws Exception {
    benchmark.open();
    try {
      int first = benchmark.submitAndGet();
      assertThat(benchmark.submitAndGet()).isEqualTo(first + 1);
    } finally {
      benchmark.close();
    }
  }

  @ParameterizedTest
  @CsvSource({"PROCESS_POOL, PARK", "VIRTUAL_THREADS, SPIN_FIRST", "SINGLE_THREAD, SPIN_FIRST"})
  void refusesAWayOfWaitingThatAModelDoesNotHave(ConcurrencyModel model, Waiting waiting) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> benchmark(model, waiting).open())
        .withMessageStartingWith(model + " and " + waiting);
  }

  /** So that each row has one to be held against. */
  @Test
  void thePlanHasTheProcessPoolBesideAPoolThatWaitsAlike() {
    CellPlan plan =
        new CellPlanner(BenchmarkCatalog.load(), 2).plan(Plans.find("hand-over"), Selection.ALL);

    assertThat(plan.cells())
        .filteredOn(cell -> cell.key().param("waiting").equals("SPIN_FIRST"))
        .extracting(cell -> cell.key().param("model"))
        .containsOnly("PLATFORM_POOL", "PROCESS_POOL");
    assertThat(plan.excluded())
        .extracting(ExcludedCell::reason)
        .contains("PROCESS_POOL and PARK: its callers and workers always look first");
    assertThat(List.of(1, 2))
        .allSatisfy(
            parallelism ->
                assertThat(plan.cells())
                    .filteredOn(cell -> cell.key().param("waiting").equals("SPIN_FIRST"))
                    .filteredOn(cell -> cell.key().param("parallelism").equals("" + parallelism))
                    .hasSize(2));
  }
}
