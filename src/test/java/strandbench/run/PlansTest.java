package strandbench.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import strandbench.result.Json;

/** What every plan of the jar promises, on two cores. */
class PlansTest {
  private static final int CORES = 2;
  private static final int MOST_CELLS = 60;
  private static final double MOST_MINUTES = 15;
  private static final double MOST_MINUTES_OF_THOROUGH = 150;
  private static final int FEWEST_FORKS = 5;

  private final BenchmarkCatalog catalog = BenchmarkCatalog.load();

  static Stream<String> plans() {
    return Plans.NAMES.stream();
  }

  /**
   * All but the one that is for a first look, the one of many forks, the one for everything, and
   * the one whose operations take most of a minute each.
   */
  static Stream<String> plansForAQuarterOfAnHour() {
    return plans()
        .filter(name -> !List.of("smoke", "precise", "thorough", "full-stretch").contains(name));
  }

  @ParameterizedTest
  @MethodSource("plans")
  void saysItsNameAndItsPurposeAndWhatAForkTakes(String name) throws Exception {
    JsonNode plan;
    try (InputStream file = Plans.class.getResourceAsStream("plans/" + name + ".json")) {
      plan = Json.MAPPER.readTree(file);
    }

    assertThat(plan.path("name").asText()).isEqualTo(name);
    assertThat(plan.path("purpose").asText()).isNotBlank();
    // Where it isn't said, it is made up from the iterations, without the set-up.
    assertThat(plan.path("benchmarks"))
        .isNotEmpty()
        .allSatisfy(entry -> assertThat(entry.path("expectedSeconds").asDouble()).isPositive());
  }

  @Test
  void everyPlanOfTheJarIsListed() throws Exception {
    Path directory = Path.of(Plans.class.getResource("plans").toURI());

    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(
              Plans.NAMES.stream().map(name -> name + ".json").toList());
    }
  }

  @ParameterizedTest
  @MethodSource("plansForAQuarterOfAnHour")
  void isDoneInAQuarterOfAnHour(String name) {
    CellPlan plan = worked(name);

    assertThat(plan.plan().forks()).isGreaterThanOrEqualTo(FEWEST_FORKS);
    assertThat(plan.cells()).hasSizeLessThanOrEqualTo(MOST_CELLS);
    assertWithin(plan, MOST_MINUTES);
  }

  @ParameterizedTest
  @MethodSource("plans")
  void isDoneInTwoAndAHalfHours(String name) {
    assertWithin(worked(name), MOST_MINUTES_OF_THOROUGH);
  }

  @ParameterizedTest
  @MethodSource("plans")
  void hasTheSizeThatTheReadmeTells(String name) throws Exception {
    CellPlan plan = worked(name);
    int forks = plan.plan().forks();

    assertThat(Path.of("README.md"))
        .content()
        .contains(
            "| `%s` | %d cells, %d %s"
                .formatted(name, plan.cells().size(), forks, forks == 1 ? "fork," : "forks,"));
  }

  @Test
  void thoroughRunsEveryBenchmark() {
    Stream<String> run = worked("thorough").cells().stream().map(cell -> cell.key().benchmark());

    assertThat(catalog.benchmarks().stream().map(BenchmarkInfo::name))
        .filteredOn(name -> name.startsWith("strandbench.bench."))
        .isSubsetOf(run.toList());
  }

  private CellPlan worked(String name) {
    return new CellPlanner(catalog, CORES).plan(Plans.find(name), Selection.ALL);
  }

  private static void assertWithin(CellPlan plan, double minutes) {
    assertThat(plan.expectedSeconds() / 60)
        .as(
            "minutes of plan %s: %d forks a cell; by benchmark: %s",
            plan.plan().name(), plan.plan().forks(), minutesByBenchmark(plan))
        .isLessThanOrEqualTo(minutes);
  }

  /** The longest first. */
  private static String minutesByBenchmark(CellPlan plan) {
    Map<String, Double> seconds =
        plan.cells().stream()
            .collect(
                Collectors.groupingBy(
                    cell -> cell.key().simpleClassName(),
                    Collectors.summingDouble(cell -> cell.entry().expectedSeconds())));
    return seconds.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .map(each -> "%s %.1f".formatted(each.getKey(), plan.plan().forks() * each.getValue() / 60))
        .collect(Collectors.joining(", "));
  }
}
