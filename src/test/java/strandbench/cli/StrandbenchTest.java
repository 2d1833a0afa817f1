package strandbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import strandbench.catalog.Construct;
import strandbench.model.ConcurrencyModel;
import strandbench.result.Json;
import strandbench.run.Plans;

class StrandbenchTest {
  @TempDir Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          run --plan nonsense                          | --plan nonsense: no such plan
          run --plan nonsense.json                     | --plan nonsense.json: no such plan
          run -p model=GREEN_THREADS                   | unknown model "GREEN_THREADS"
          run -p parallelism=none                      | parallelism "none"
          run -p nonsense=1                            | -p nonsense
          run -p nonsense                              | -p nonsense: NAME=V1,V2
          run --include Nonsense                       | Nonsense
          run --include (                              | --include (: not a regular expression
          run --budget soon                            | --budget soon
          run --precision narrow --plan precise        | --precision narrow
          run --precision 200% --plan precise          | --precision 200%
          run --precision 2%                           | --precision: needs a plan with looks
          run --seed x                                 | --seed
          run --nonsense                               | --nonsense
          run --resume nowhere                         | nowhere/run.json: no such file
          run --resume nowhere --seed 1                | --resume: the run keeps its own
          frobnicate                                   | frobnicate
          --plan smoke                                 | --plan
          run --tolerate nonsense                      | --tolerate nonsense: no such rule
          run --profile vtune                          | --profile vtune: jfr or async
          run --profile-cells Fetch                    | --profile-cells: goes with --profile
          run --profile jfr --profile-cells (          | --profile-cells (: not a regular expression
          run --profile jfr --profile-cells Nonsense   | --profile-cells Nonsense: no cell of plan standard
          report                                       | RESULT
          report nowhere.json                          | nowhere.json: no such file
          report --overlay nowhere.json results/standard-amd-epyc-2cpu | nowhere.json: no such file
          report --findings nowhere.md results/standard-amd-epyc-2cpu | --findings nowhere.md: no such file
          doctor --java nowhere                        | --java nowhere: no such executable
          """)
  void wrongUsageIsOneLineAndExitCode2(String command, String complaint) {
    assertThat(execute(command.split(" +"))).isEqualTo(2);
    assertThat(err.toString()).contains(complaint).hasLineCount(1);
    assertThat(out.toString()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {                                                     | plan.json
          []                                                    | plan.json
          {"name": "x"}                                         | plan.json
          {"name": "x", "forks": 0, "benchmarks": []}           | forks must be 1 or more
          {"name": "x", "forks": 1, "benchmarks": []}           | it names no benchmarks
          {"name": "x", "forks": 1, "benchmarks": [{}]}         | an entry names no benchmark
          {"name": "x", "forks": 1, "benchmarks": [{"benchmark": "B", "warmup": {"count": 1, "millis": 1}, "measurement": {"count": 1, "millis": 1}, "colour": "blue"}]} | "colour"
          """)
  void aBrokenPlanFileIsNamed(String plan, String complaint) throws Exception {
    Path file = Files.writeString(directory.resolve("plan.json"), plan);

    assertThat(execute("run", "--plan", file.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("plan.json").contains(complaint).hasLineCount(1);
  }

  @Test
  void anEmptyResultIsNamed() throws Exception {
    Path empty = Files.writeString(directory.resolve("jmh.json"), "[]");

    assertThat(execute("report", empty.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("jmh.json: there is no result in it").hasLineCount(1);
  }

  @Test
  void aStrangersPageIsNotReplaced() throws Exception {
    Path result = directory.resolve("full.json");
    try (InputStream jmh = Json.class.getResourceAsStream("two-forks.json")) {
      Files.copy(jmh, result);
    }
    Path page = Files.writeString(directory.resolve("index.html"), "my own");

    assertThat(execute("report", result.toString(), "--out", directory.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("index.html: is there already").hasLineCount(1);
    assertThat(page).hasContent("my own");
  }

  @Test
  void aTruncatedResultIsNamedAndNothingIsWritten() throws Exception {
    Path file = Files.writeString(directory.resolve("jmh.json"), "[{\"benchmark\": \"a.B.c\", ");
    Path report = directory.resolve("report");

    assertThat(execute("report", file.toString(), "--out", report.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("jmh.json").hasLineCount(1);
    assertThat(report).doesNotExist();
  }

  @Test
  void listConstructsNamesThePythonOneItsHomeAndItsBenchmarks() throws Exception {
    assertThat(execute("list", "--constructs", "--json")).isZero();

    JsonNode constructs = Json.MAPPER.readTree(out.toString());
    assertThat(constructs).hasSize(Construct.values().length);
    JsonNode asyncResult = constructs.get(Construct.P16.ordinal());
    assertThat(asyncResult.path("id").asText()).isEqualTo("P16");
    assertThat(asyncResult.path("python").asText()).startsWith("AsyncResult");
    assertThat(asyncResult.path("homes").get(0).asText())
        .isEqualTo("java.util.concurrent.CompletableFuture");
    assertThat(asyncResult.path("benchmarks"))
        .extracting(JsonNode::asText)
        .contains("RoundTripBenchmark");

    out.getBuffer().setLength(0);
    assertThat(execute("list", "--constructs")).isZero();
    assertThat(out.toString())
        .containsSubsequence("P16  AsyncResult", "CompletableFuture", "RoundTripBenchmark", "T10");
  }

  @Test
  void listNamesModelsBenchmarksWithTheirQuestionsAndPlans() throws Exception {
    assertThat(execute("list", "--json")).isZero();

    JsonNode listing = Json.MAPPER.readTree(out.toString());
    assertThat(listing.path("models")).hasSize(ConcurrencyModel.values().length);
    assertThat(listing.path("benchmarks"))
        .filteredOn(benchmark -> !benchmark.path("name").asText().startsWith("Faulty"))
        .isNotEmpty()
        .allSatisfy(benchmark -> assertThat(benchmark.path("question").asText()).endsWith("?"));
    assertThat(listing.path("plans"))
        .extracting(plan -> plan.path("name").asText())
        .containsExactlyElementsOf(Plans.NAMES);
    assertThat(listing.path("plans"))
        .allSatisfy(
            plan -> {
              assertThat(plan.path("purpose").asText()).isNotBlank();
              assertThat(plan.path("cells").asInt()).isPositive();
              assertThat(plan.path("expectedSeconds").asInt()).isPositive();
            });

    assertThat(execute("list")).isZero();
    assertThat(out.toString())
        .contains("VIRTUAL_THREADS", "FetchBenchmark.fetch")
        .containsPattern("echo +22 cells x +5 forks, about 1[0-5] min: one server, many clients");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "run --version"})
  void theVersionNamesTheBuildAndTheJdk(String command) {
    assertThat(execute(command.split(" "))).isZero();
    assertThat(out.toString())
        .containsPattern("^Strandbench \\d+\\.\\d+")
        .contains("JDK " + System.getProperty("java.runtime.version"));
  }

  @Test
  void theDoctorsFindingsAreJsonOnStdoutAndNoFailure() throws Exception {
    assertThat(execute("doctor", "--json")).isZero();

    JsonNode document = Json.MAPPER.readTree(out.toString());
    assertThat(document.path("formatVersion").asInt()).isEqualTo(1);
    assertThat(document.path("findings"))
        .extracting(finding -> finding.path("check").asText())
        .contains("governor", "steal", "timer", "thread-scaling", "burst", "thermal");
    assertThat(document.path("findings"))
        .allSatisfy(
            finding ->
                assertThat(finding.properties())
                    .extracting(Map.Entry::getKey)
                    .containsExactly("check", "state", "observed", "spoils", "remedy"));
  }

  private int execute(String... args) {
    return Strandbench.execute(new PrintWriter(out, true), new PrintWriter(err, true), args);
  }
}
