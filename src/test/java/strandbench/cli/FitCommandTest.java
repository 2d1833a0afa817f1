package strandbench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import strandbench.result.Json;

class FitCommandTest {
  private static final String EXACT = "1,1\n2,1.8868\n4,3.0769\n6,3.5294\n8,3.5398\n10,3.3557\n";

  @TempDir Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "n,throughput\n",
        "\"N\" , \"Throughput\"\r\n",
        "\uFEFFthreads,ops/s\n",
        "\n\n"
      })
  void withAndWithoutAHead(String head) throws Exception {
    JsonNode fit = json(csv(head + EXACT));

    assertThat(fit.path("points").asInt()).isEqualTo(6);
    assertThat(fit.path("cores").isNull()).isTrue();
    JsonNode usl = fit.path("usl");
    assertThat(usl.path("sigma").asDouble()).isCloseTo(0.02, within(1e-4));
    assertThat(usl.path("kappa").asDouble()).isCloseTo(0.02, within(1e-4));
    assertThat(usl.path("gamma").asDouble()).isCloseTo(1, within(1e-4));
    assertThat(usl.path("peakN").asDouble()).isCloseTo(7, within(1e-3));
    assertThat(usl.path("peakThroughput").asDouble()).isCloseTo(7 / 1.96, within(1e-3));
    for (String name : List.of("sigma", "kappa", "gamma", "peakN", "peakThroughput")) {
      JsonNode interval = usl.path("intervals").path(name);
      assertThat(interval.path("low").asDouble()).as(name).isLessThan(usl.path(name).asDouble());
      assertThat(interval.path("high").asDouble())
          .as(name)
          .isGreaterThan(usl.path(name).asDouble());
    }
    assertThat(usl.has("notIdentifiable")).isFalse();
    assertThat(fit.path("amdahl").path("serialFraction").asDouble()).isBetween(0.05, 0.5);
  }

  @Test
  void semicolonsAndTabsSeparateColumnsToo() throws Exception {
    JsonNode commas = json(csv("n,throughput\n1,1\n2,1.9\n4,3.1\n8,4.25\n"));

    assertThat(json(csv("n;throughput\n1;1\n2;1,9\n4;3,1\n8;4,25\n"))).isEqualTo(commas);
    assertThat(json(csv("n\tthroughput\n1\t1\n2\t1.9\n4\t3.1\n8\t4.25\n"))).isEqualTo(commas);
  }

  @Test
  void beyondTheCoresNothingIsIdentified() throws Exception {
    JsonNode fit = json(csv(EXACT), "--cores", "2");

    assertThat(fit.path("cores").asInt()).isEqualTo(2);
    assertThat(fit.path("usl").path("notIdentifiable").asText()).startsWith("2 cores, so 2 levels");
    assertThat(fit.path("usl").has("sigma")).isFalse();
    assertThat(fit.path("amdahl").path("notIdentifiable").asText()).startsWith("2 cores");
  }

  @Test
  void aBoundThatIsNotFiniteIsNull() throws Exception {
    JsonNode usl = json(csv("1,10\n2,19\n4,30\n8,48\n16,67\n32,78\n")).path("usl");

    assertThat(usl.path("intervals").path("peakN").path("low").isNumber()).isTrue();
    assertThat(usl.path("intervals").path("peakN").path("high").isNull()).isTrue();
  }

  @Test
  void forPeople() throws Exception {
    assertThat(execute("fit", csv(EXACT).toString())).isZero();

    assertThat(out.toString())
        .contains("6 points at 6 levels of n, not limited to cores")
        .containsPattern("contention, sigma +0\\.0200\\d? +\\(0\\.01\\d+ to 0\\.02\\d+\\)")
        .containsPattern("peak at N\\* +7\\.000 +\\(")
        .contains("no level was measured twice")
        .contains("Amdahl");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void repeatsThatAreEqualAreNotCalledMissing() throws Exception {
    Path twice = csv(EXACT + EXACT);
    assertThat(execute("fit", twice.toString())).isZero();

    assertThat(out.toString())
        .contains("12 points at 6 levels")
        .contains(
            "fitted to 12 points; the points of each level are equal, so nothing tells whether they"
                + " follow the law")
        .doesNotContain("measured twice");
    assertThat(json(twice).path("usl").path("lackOfFitP").isNull()).isTrue();
    out.getBuffer().setLength(0);
    assertThat(execute("fit", csv(EXACT + "16,3\n16,3\n").toString(), "--cores", "8")).isZero();
    assertThat(out.toString()).as("what was fitted").contains("no level was measured twice");
  }

  @Test
  void aPeakBeyondThePointsIsCalledExtrapolated() throws Exception {
    assertThat(execute("fit", csv("1,20\n4,78\n8,130\n12,170\n16,190\n20,200\n").toString()))
        .isZero();

    assertThat(out.toString()).contains("beyond the points: extrapolated");
  }

  @Test
  void forPeopleNotIdentifiable() throws Exception {
    assertThat(execute("fit", csv(EXACT).toString(), "--cores", "1")).isZero();

    assertThat(out.toString())
        .contains("not identifiable: 1 core, so 1 level (1), and the fit needs 4");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                         | fit.csv: there is no point in it
          n,throughput               | fit.csv: there is no point in it
          1,2;2,x                    | fit.csv:2: "2,x": two numbers
          n,throughput;1,1;2,-3      | fit.csv:3: "2,-3": throughput must be a number above 0
          n,throughput;;0,1          | fit.csv:3: "0,1": n must be a whole number
          1,1;1.5,1                  | fit.csv:2: "1.5,1": n must be a whole number
          -1,1                       | fit.csv:1: "-1,1": n must be
          1,1;2,0                    | fit.csv:2: "2,0": throughput must be
          1,NaN                      | fit.csv:1: "1,NaN": two numbers
          NaN,NaN                    | fit.csv:1: "NaN,NaN": two numbers
          1,1;2,Infinity             | fit.csv:2: "2,Infinity": two numbers
          1,1e999                    | fit.csv:1: "1,1e999": throughput must be
          throughput,n;1,1           | fit.csv:1: "throughput,n": two numbers
          1,1;n,throughput           | fit.csv:2: "n,throughput": two numbers
          n,throughput,error;1,1,1   | fit.csv:1: "n,throughput,error": n,throughput is wanted
          1,1;2                      | fit.csv:2: "2": n,throughput is wanted
          1;2                        | fit.csv:1
          1,1;2,                     | fit.csv:2: "2,": two numbers
          1,1;"2,2                   | fit.csv:2
          [                          | fit.csv: not the JSON
          {}                         | fit.csv: not a JMH result
          []                         | fit.csv: there is no result in it
          """)
  void badInputIsOneLineThatNamesFileAndLine(String lines, String complaint) throws Exception {
    assertThat(execute("fit", csv(lines.replace(';', '\n')).toString())).isEqualTo(2);
    assertThat(err.toString()).contains(complaint).hasLineCount(1);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void whatIsNoFile() throws Exception {
    assertOneLine("nowhere.csv: no such file", "fit", "nowhere.csv");
    assertOneLine("run.json", "fit", directory.toString());
    Path latin = Files.write(directory.resolve("latin.csv"), new byte[] {'n', (byte) 0xe9, '\n'});
    assertOneLine("latin.csv: not a text in UTF-8", "fit", latin.toString());
    assertOneLine("FILE", "fit");
    assertOneLine("--cores 0: 1 or more", "fit", csv(EXACT).toString(), "--cores", "0");
    assertOneLine("--cores", "fit", csv(EXACT).toString(), "--cores", "many");
  }

  private void assertOneLine(String complaint, String... args) {
    err.getBuffer().setLength(0);
    assertThat(execute(args)).isEqualTo(2);
    assertThat(err.toString()).contains(complaint).hasLineCount(1);
    assertThat(out.toString()).isEmpty();
  }

  /** Two guards at five levels, five forks each, and what is no throughput or has one level. */
  @Test
  void theSeriesOfAResultEachForkAPoint() throws Exception {
    List<Object> entries = new ArrayList<>();
    for (int n : new int[] {1, 2, 4, 8, 16}) {
      for (String guard : List.of("A", "B")) {
        double sigma = guard.equals("A") ? 0.1 : 0.4;
        List<List<Double>> rows = new ArrayList<>();
        for (int fork = -2; fork <= 2; fork++) {
          rows.add(List.of(1e6 * n / (1 + sigma * (n - 1) + 0.01 * n * (n - 1)) + 100 * fork));
        }
        entries.add(
            entry("thrpt", 1, Map.of("guard", guard, "contenders", Integer.toString(n)), rows));
      }
    }
    entries.add(entry("avgt", 1, Map.of("contenders", "1"), List.of(List.of(1.0))));
    entries.add(entry("thrpt", 1, Map.of("p", "x"), List.of(List.of(1.0))));
    for (int threads : new int[] {1, 2}) {
      entries.add(entry("thrpt", threads, Map.of("p", "y"), List.of(List.of((double) threads))));
    }
    Path file = Files.writeString(directory.resolve("r"), Json.MAPPER.writeValueAsString(entries));

    JsonNode series = json(file).path("series");
    assertThat(series).hasSize(3);
    JsonNode a = series.get(0);
    assertThat(a.path("name").asText()).isEqualTo("Some.method [guard=A]");
    assertThat(a.path("n").asText()).isEqualTo("contenders");
    assertThat(a.path("usl").path("sigma").asDouble()).isCloseTo(0.1, within(1e-3));
    assertThat(a.path("usl").path("fittedPoints").asInt()).isEqualTo(25);
    assertThat(a.path("usl").path("lackOfFitP").asDouble()).isBetween(0.9, 1.0);
    assertThat(series.get(1).path("usl").path("sigma").asDouble()).isCloseTo(0.4, within(1e-3));
    assertThat(series.get(2).path("n").asText()).isEqualTo("threads");
    assertThat(series.get(2).path("usl").path("notIdentifiable").asText())
        .isEqualTo("2 levels (1, 2), and the fit needs 4");

    assertThat(json(file, "--cores", "4").path("series").get(0).path("usl").fieldNames().next())
        .isEqualTo("notIdentifiable");
  }

  /**
   * Its run had 2 cores, which parallelism can't go beyond; requests in flight wait without one.
   */
  @Test
  void aRunKnowsItsCores() throws Exception {
    JsonNode series = json(Path.of("results/standard-amd-epyc-2cpu")).path("series");

    assertThat(series)
        .extracting(one -> one.path("n").asText())
        .contains("parallelism", "inFlight");
    for (JsonNode one : series) {
      boolean waiting = one.path("n").asText().equals("inFlight");
      assertThat(one.path("cores").isNull()).isEqualTo(waiting);
      assertThat(one.path("usl").path("notIdentifiable").asText().startsWith("2 cores, so "))
          .isEqualTo(!waiting);
    }
  }

  @Test
  void aResultWithoutLevelsIsNamed() throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("r.json"),
            Json.MAPPER.writeValueAsString(
                List.of(entry("thrpt", 1, Map.of(), List.of(List.of(1.0))))));

    assertOneLine("r.json: no throughput at two levels or more", "fit", file.toString());
  }

  private static Map<String, Object> entry(
      String mode, int threads, Map<String, String> params, List<List<Double>> rows) {
    return Map.of(
        "benchmark",
        "org.example.Some.method",
        "mode",
        mode,
        "threads",
        threads,
        "params",
        params,
        "primaryMetric",
        Map.of("score", 1, "scoreUnit", "ops/s", "rawData", rows));
  }

  private Path csv(String text) throws IOException {
    return Files.writeString(directory.resolve("fit.csv"), text);
  }

  private JsonNode json(Path file, String... more) throws IOException {
    List<String> args = new ArrayList<>(List.of("fit", file.toString(), "--json"));
    args.addAll(List.of(more));
    out.getBuffer().setLength(0);
    assertThat(execute(args.toArray(String[]::new))).as(err.toString()).isZero();
    return Json.MAPPER.readTree(out.toString());
  }

  private int execute(String... args) {
    return Strandbench.execute(new PrintWriter(out, true), new PrintWriter(err, true), args);
  }
}
