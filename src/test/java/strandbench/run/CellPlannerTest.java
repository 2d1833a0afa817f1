package strandbench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import strandbench.result.ExcludedCell;
import strandbench.result.UnusableInputException;

class CellPlannerTest {
  private final CellPlanner planner = new CellPlanner(BenchmarkCatalog.load(), 2);

  @Test
  void namesAnUnknownBenchmark() {
    Plan plan = plan(new Plan.Entry("NoSuchBenchmark", null, Map.of(), once(), once(), 0));

    assertThatThrownBy(() -> planner.plan(plan, Selection.ALL))
        .isInstanceOf(UnusableInputException.class)
        .hasMessageContaining("NoSuchBenchmark");
  }

  @Test
  void namesAnUnknownParameterOfAPlan() {
    Plan plan = plan(counting(Map.of("parallelsim", List.of("2"))));

    assertThatThrownBy(() -> planner.plan(plan, Selection.ALL))
        .isInstanceOf(UnusableInputException.class)
        .hasMessageContaining("no parameter parallelsim");
  }

  @Test
  void namesAnUnknownParameterOfTheCommandLine() {
    assertThatThrownBy(() -> planner.plan(Plans.find("standard"), params("paralelism", "2")))
        .isInstanceOf(UnusableInputException.class)
        .hasMessageContaining("-p paralelism");
  }

  @Test
  void namesAnUnknownModelAndTheOnesThereAre() {
    assertThatThrownBy(() -> planner.plan(Plans.find("standard"), params("model", "GREEN_THREADS")))
        .isInstanceOf(UnusableInputException.class)
        .hasMessageContaining("GREEN_THREADS")
        .hasMessageContaining("VIRTUAL_THREADS");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "many", "99999999999"})
  void refusesANumberThatIsNone(String value) {
    assertThatThrownBy(() -> planner.plan(Plans.find("standard"), params("inFlight", value)))
        .isInstanceOf(UnusableInputException.class)
        .hasMessageContaining("inFlight \"" + value + "\"");
  }

  @Test
  void refusesASelectionThatLeavesNothing() {
    assertThatThrownBy(() -> planner.plan(Plans.find("standard"), include("NoSuchBenchmark")))
        .isInstanceOf(UnusableInputException.class)
        .hasMessageContaining("NoSuchBenchmark");
  }

  /** The plan warms up longer with 256 in flight than with 8: it has an entry for each. */
  @Test
  void measuresACellOnceThoughTwoEntriesCameToHoldIt() {
    CellPlan plan =
        planner.plan(
            Plans.find("standard"),
            new Selection(
                List.of(Pattern.compile("FetchBenchmark")),
                Map.of("inFlight", List.of("8"), "model", List.of("VIRTUAL_THREADS"))));

    assertThat(plan.cells())
        .singleElement()
        .satisfies(cell -> assertThat(cell.entry().warmup().count()).isEqualTo(5));
  }

  @Test
  void refusesWhatCantExistAltogether() {
    Plan plan =
        plan(counting(Map.of("model", List.of("SINGLE_THREAD"), "parallelism", List.of("2"))));

    assertThatThrownBy(() -> planner.plan(plan, Selection.ALL))
        .isInstanceOf(UnusableInputException.class)
        .hasMessageContaining("nothing to measure");
  }

  @Test
  void neverPlansACellThatCantExistAndSaysWhy() {
    CellPlan plan = planner.plan(Plans.find("standard"), include("FetchBenchmark"));

    assertThat(plan.cells())
        .noneMatch(
            cell ->
                cell.key().param("model").equals("PROCESS_POOL")
                    && Integer.parseInt(cell.key().param("inFlight")) > 16);
    assertThat(plan.excluded())
        .extracting(ExcludedCell::reason)
        .contains(
            "PROCESS_POOL can't hold 256 at once: it needs a JVM per task in flight, and 16 is the"
                + " most that is started here");
  }

  @ParameterizedTest
  @ValueSource(strings = {"hand-over", "divide-and-conquer", "task-size"})
  void aPlanForOneQuestionIsDoneInAQuarterOfAnHourOnTwoCores(String name) {
    CellPlan plan = planner.plan(Plans.find(name), Selection.ALL);

    assertThat(plan.cells()).hasSizeLessThanOrEqualTo(60);
    assertThat(plan.expectedSeconds()).isLessThanOrEqualTo(15 * 60);
  }

  @Test
  void aTotalOfWorkGrowsWithTheCoresPastTheRangeOfInt() {
    CellPlan plan =
        new CellPlanner(BenchmarkCatalog.load(), 64)
            .plan(Plans.find("task-size"), include("TaskSizeBenchmark"));

    assertThat(plan.cells())
        .filteredOn(cell -> cell.key().simpleClassName().equals("TaskSizeBenchmark"))
        .isNotEmpty()
        .allMatch(cell -> cell.key().param("totalIterations").equals("2147483648"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-5", "9999999999999999999"})
  void refusesATotalThatIsNoNumberOfIterations(String value) {
    assertThatThrownBy(
            () -> planner.plan(Plans.find("task-size"), params("totalIterations", value)))
        .isInstanceOf(UnusableInputException.class)
        .hasMessageContaining("totalIterations \"" + value + "\"");
  }

  @Test
  void aServerThatNeedsAProcessPerConnectionIsNotPlannedBeyondItsCap() {
    CellPlan plan = planner.plan(Plans.find("echo"), Selection.ALL);

    assertThat(plan.cells())
        .filteredOn(cell -> cell.key().param("server").startsWith("PROCESS"))
        .extracting(cell -> cell.key().param("connections"))
        .containsOnly("1", "8");
    assertThat(plan.excluded())
        .extracting(ExcludedCell::reason)
        .contains(
            "PROCESS_POOL can't hold 64 connections: it needs a JVM for each, and 16 is the most"
                + " that is started here");
  }

  @Test
  void controlsAndBaselinesRideAlongWhereAKernelIsSelected() {
    assertThat(benchmarks(planner.plan(Plans.find("standard"), include("CountingLoopBenchmark"))))
        .contains("KernelBenchmark", "RawThreadBenchmark", "CountingLoopBenchmark")
        .doesNotContain("FetchBenchmark");
    assertThat(benchmarks(planner.plan(Plans.find("standard"), include("FetchBenchmark"))))
        .containsOnly("FetchBenchmark");
  }

  @Test
  void aControlKeepsItsKernelsWhateverTheCommandLineSays() {
    CellPlan plan = planner.plan(Plans.find("standard"), params("kernel", "NAIVE"));

    assertThat(plan.cells())
        .filteredOn(cell -> cell.key().simpleClassName().equals("KernelBenchmark"))
        .extracting(cell -> cell.key().param("kernel"))
        .contains("NAIVE", "XORSHIFT");
    assertThat(plan.cells())
        .filteredOn(cell -> cell.key().simpleClassName().equals("CountingLoopBenchmark"))
        .isNotEmpty()
        .allMatch(cell -> cell.key().param("kernel").equals("NAIVE"));
  }

  @Test
  void theWorkedOutPlanGivesTheSameCellsOnAnyMachine() {
    CellPlan plan = planner.plan(Plans.find("standard"), include("Counting"));

    CellPlan again = new CellPlanner(BenchmarkCatalog.load(), 64).plan(plan.plan(), Selection.ALL);

    assertThat(again.cells())
        .extracting(Cell::key)
        .isEqualTo(plan.cells().stream().map(Cell::key).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"standard", "queues", "coordination", "crawl"})
  void aPlanForAQuarterOfAnHourKeepsItsLimits(String name) {
    CellPlan plan = planner.plan(Plans.find(name), Selection.ALL);

    assertThat(plan.cells()).hasSizeLessThanOrEqualTo(60);
    assertThat(plan.plan().forks()).isGreaterThanOrEqualTo(5);
    assertThat(plan.expectedSeconds()).isLessThan(15 * 60);
  }

  @Test
  void theContentionPlanKeepsItsLimits() {
    CellPlan plan = planner.plan(Plans.find("contention"), Selection.ALL);

    assertThat(plan.cells()).hasSizeLessThanOrEqualTo(60);
    assertThat(plan.plan().forks()).isGreaterThanOrEqualTo(5);
    assertThat(plan.expectedSeconds()).isLessThan(15 * 60);
    assertThat(plan.excluded()).isEmpty();
  }

  @Test
  void neverPlansMoreVirtualThreadsThanCarriersWhereNobodyBlocks() {
    Plan plan =
        plan(
            contention(
                Map.of(
                    "guard", List.of("SPIN", "SYNCHRONIZED"),
                    "thread", List.of("PLATFORM", "VIRTUAL"),
                    "contenders", List.of("2", "4"))));

    CellPlan planned = planner.plan(plan, Selection.ALL);

    assertThat(planned.cells()).hasSize(7);
    assertThat(planned.excluded())
        .extracting(ExcludedCell::reason)
        .singleElement()
        .asString()
        .startsWith("SPIN with 4 virtual threads on 2 carriers");
  }

  @Test
  void takesNoneOfANumberOnlyWhereThatIsAValue() {
    assertThat(planner.plan(plan(contention(Map.of("readPercent", List.of("0")))), Selection.ALL))
        .isNotNull();
    assertThatThrownBy(
            () -> planner.plan(plan(contention(Map.of("contenders", List.of("0")))), Selection.ALL))
        .isInstanceOf(UnusableInputException.class)
        .hasMessageContaining("contenders \"0\"");
  }

  @Test
  void parallelismScalesWithTheMachine() {
    assertThat(new ParameterLevels(2).expand(List.of("scaling"))).containsExactly("1", "2", "4");
    assertThat(new ParameterLevels(6).expand(List.of("to-cores")))
        .containsExactly("1", "2", "4", "6");
    assertThat(new ParameterLevels(1).expand(List.of("to-cores"))).containsExactly("1");
    assertThat(new ParameterLevels(6).expand(List.of("scaling")))
        .containsExactly("1", "2", "4", "6", "12");
    assertThat(new ParameterLevels(1).expand(List.of("scaling"))).containsExactly("1", "2");
    assertThat(new ParameterLevels(8).expand(List.of("100*cores", "cores", "7", "hardcores")))
        .containsExactly("800", "8", "7", "hardcores");
  }

  private static List<String> benchmarks(CellPlan plan) {
    return plan.cells().stream().map(cell -> cell.key().simpleClassName()).distinct().toList();
  }

  private static Selection include(String regex) {
    return new Selection(List.of(Pattern.compile(regex)), Map.of());
  }

  private static Selection params(String name, String value) {
    return new Selection(List.of(), Map.of(name, List.of(value)));
  }

  private static Plan plan(Plan.Entry entry) {
    return new Plan("test", "", 1, List.of(), List.of(entry));
  }

  private static Plan.Entry counting(Map<String, List<String>> params) {
    return new Plan.Entry("CountingLoopBenchmark", null, params, once(), once(), 0);
  }

  private static Plan.Entry contention(Map<String, List<String>> params) {
    return new Plan.Entry("LockContentionBenchmark.contend", null, params, once(), once(), 0);
  }

  private static Plan.Iterations once() {
    return new Plan.Iterations(1, 10);
  }
}
