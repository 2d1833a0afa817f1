package strandbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import strandbench.gate.GateStart;
import strandbench.gate.PairEntry;
import strandbench.gate.Role;
import strandbench.result.BenchmarkKey;
import strandbench.result.Journal;
import strandbench.result.Json;
import strandbench.result.Machine;
import strandbench.run.JarFork;
import strandbench.run.MachineProbe;

/** {@code gate}, as far as it goes without a fork. */
class GateCommandTest {
  private static final double[] FORKS = {100, 101, 99, 100.5, 99.5, 100.2, 99.8, 100.1};

  @TempDir Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void makeFiles() throws IOException {
    Files.writeString(path("text.jar"), "not a zip");
    Files.writeString(path("text.json"), "[{\"benchmark\": ");
    Files.writeString(path("object.json"), "{}");
    Files.writeString(path("empty.json"), "[]");
    Files.createDirectory(path("directory"));
    jar("no-benchmarks.jar", new Manifest());
    jar("no-jmh.jar", new Manifest(), "META-INF/BenchmarkList");
    jar("jmh.jar", new Manifest(), "META-INF/BenchmarkList", "org/openjdk/jmh/runner/Runner.class");
    begun("old", 1, "jmh.jar");
    begun("gone", 2, "gone.jar");
    Files.writeString(begun("broken", 2, "jmh.jar").resolve("start.json"), "{\"base\": \"b\"}");
    begun("other", 2, "jmh.jar");
    begun("elsewhere", 2, "jmh.jar", elsewhere());
    Manifest thin = new Manifest();
    thin.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    thin.getMainAttributes().put(Attributes.Name.CLASS_PATH, "lib/jmh-core.jar");
    jar("thin.jar", thin, "META-INF/BenchmarkList");
    recorded("base.json", 1);
    recorded("slow.json", 1.3);
    Files.createSymbolicLink(path("link.json"), path("slow.json"));
    recorded("few.json", 1, 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          @nowhere.jar @nowhere.jar                    | nowhere.jar: no such file
          @text.jar @text.jar                          | text.jar: not a jar
          @no-benchmarks.jar @no-benchmarks.jar        | no-benchmarks.jar: holds no JMH benchmarks
          @no-jmh.jar @no-jmh.jar                      | no-jmh.jar: holds no JMH;
          @thin.jar @thin.jar                          | thin.jar: names other jars by Class-Path
          @no-jmh.jar @base.json                       | two jars are wanted, or two recorded results
          @text.json @base.json                        | text.json: not the JSON
          @object.json @base.json                      | object.json: not a JMH result
          @base.json @empty.json                       | empty.json: there is no result in it
          @directory @base.json                        | directory: not a run directory
          @no-jmh.jar                                  | HEAD: has to be named
          @base.json @slow.json --include Nothing      | nothing to compare
          @base.json @slow.json --include (            | --include (: not a regular expression
          @base.json @slow.json --exclude (            | --exclude (: not a regular expression
          @base.json @slow.json --tolerance 5          | --tolerance 5: a share
          @base.json @slow.json --tolerance -1%        | --tolerance -1%: a share
          @base.json @slow.json --inconclusive maybe   | --inconclusive maybe: pass or fail
          @base.json @slow.json --metric nothing       | has no metric nothing
          @base.json @slow.json --out @new             | --out: is for two jars
          @base.json @slow.json --budget 0             | --budget: is for two jars
          @base.json @slow.json --java nowhere         | --java: is for two jars
          @base.json @slow.json --json @slow.json      | slow.json: is read by the gate
          @base.json @slow.json --junit @link.json     | link.json: is read by the gate
          @no-jmh.jar @jmh.jar --markdown @jmh.jar     | jmh.jar: is read by the gate
          @jmh.jar @jmh.jar --different-machines       | --different-machines: is for recorded results
          --resume @gone --json @gone/start.json       | start.json: is read by the gate
          --resume @gone --json @gone/pairs.jsonl      | pairs.jsonl: is read by the gate
          @base.json @slow.json --json @no/gate.json   | its directory can't be written
          @base.json @slow.json --junit @directory     | directory: is a directory
          @base.json @slow.json --json @o --junit @o   | name different files
          --tolerance 5%                               | BASE: has to be named, or a gate to --resume
          --resume @nowhere                            | nowhere: holds no gate: it has no start.json
          --resume @directory                          | directory: holds no gate: it has no start.json
          --resume @old                                | old/start.json: was begun by another version
          --resume @broken                             | broken/start.json: names no two jars
          --resume @gone                               | gone.jar: no such file
          --resume @other                              | is not the jar that the gate was begun with
          --resume @elsewhere                          | elsewhere: was begun on another machine
          --resume @gone --tolerance 1%                | --resume: the gate keeps its own jars and options, and --tolerance
          --resume @gone @no-jmh.jar                   | --resume: the gate keeps its own jars and options, and BASE
          --resume @gone --budget soon                 | --budget soon
          @jmh.jar @jmh.jar --out @other               | other: holds pairs or a verdict already
          @no-jmh.jar @no-jmh.jar --budget soon        | --budget soon
          @no-jmh.jar @no-jmh.jar --fork-time 1ms      | --fork-time 1ms: 10ms or more
          @no-jmh.jar @no-jmh.jar --fork-limit x       | --fork-limit x
          @no-jmh.jar @no-jmh.jar --java @nowhere      | nowhere: no such executable
          @no-jmh.jar @no-jmh.jar --prof gc,perf       | --prof gc,perf: one name
          """)
  void unusableInputIsToldInOneLineAndNothingIsLeft(String words, String complaint)
      throws IOException {
    long before = files();

    assertThat(execute(words)).isEqualTo(ExitCode.UNUSABLE_INPUT);
    assertThat(err.toString()).contains(complaint).hasLineCount(1).doesNotContain("Exception");
    assertThat(out.toString()).isEmpty();
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void aRegressionExitsWithOneAndIsWrittenWhereAsked() throws Exception {
    assertThat(
            execute(
                "@base.json @slow.json --json @gate.json --markdown @gate.md --junit @gate.xml"))
        .isEqualTo(1);

    assertThat(out.toString()).endsWith("gate: REGRESSION (tolerance 5%)\n");
    assertThat(path("gate.json")).content().contains("\"verdict\" : \"REGRESSION\"");
    assertThat(path("gate.md")).content().startsWith("## gate: REGRESSION");
    assertThat(path("gate.xml")).content().contains("failures=\"1\"");
  }

  @Test
  void theSameWithALargerTolerancePasses() {
    assertThat(execute("@base.json @slow.json --tolerance 50%")).isZero();
  }

  @Test
  void whereJsonGoesToStandardOutputNothingElseDoes() throws Exception {
    assertThat(execute("@base.json @base.json --json -")).isZero();

    assertThat(Json.MAPPER.readTree(out.toString()).path("verdict").asText()).isEqualTo("PASS");
    assertThat(err.toString()).endsWith("gate: PASS (tolerance 5%)\n");
  }

  @Test
  void inconclusiveExitsAsAsked() {
    assertThat(execute("@base.json @few.json")).isEqualTo(3);
    assertThat(execute("@base.json @few.json --inconclusive pass")).isZero();
    assertThat(execute("@base.json @few.json --inconclusive=fail")).isEqualTo(1);
  }

  private int execute(String words) {
    String[] args =
        Stream.concat(
                Stream.of("gate"),
                Arrays.stream(words.strip().split(" +"))
                    .map(word -> word.startsWith("@") ? path(word.substring(1)).toString() : word))
            .toArray(String[]::new);
    return Strandbench.execute(new PrintWriter(out, true), new PrintWriter(err, true), args);
  }

  private Path path(String name) {
    return directory.resolve(name);
  }

  private long files() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.count();
    }
  }

  private void jar(String name, Manifest manifest, String... entries) throws IOException {
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(path(name)), manifest)) {
      for (String entry : entries) {
        jar.putNextEntry(new JarEntry(entry));
      }
    }
  }

  /** What a gate leaves that was killed; its jars were others. */
  private Path begun(String name, int format, String jar) throws IOException {
    return begun(name, format, jar, MachineProbe.probe(List.of()));
  }

  private static Machine elsewhere() throws IOException {
    ObjectNode machine = Json.MAPPER.valueToTree(MachineProbe.probe(List.of()));
    return Json.MAPPER.treeToValue(machine.put("cpu", "another"), Machine.class);
  }

  private Path begun(String name, int format, String jar, Machine machine) throws IOException {
    Path gate = Files.createDirectory(path(name));
    List<String> options = List.of("--budget", "1m", "--seed", "1");
    Json.write(
        gate.resolve("start.json"),
        new GateStart(
            format, path(jar).toString(), "0", path(jar).toString(), "0", machine, options));
    JarFork fork = new JarFork("t", 1, 0, 1, "no such host", null);
    BenchmarkKey key = BenchmarkKey.of("a.b.C.work", "avgt", 1, Map.of());
    try (Journal journal = Journal.open(gate.resolve("pairs.jsonl"))) {
      journal.append(
          new PairEntry(
              1,
              1,
              Role.BENCHMARK,
              key,
              key,
              true,
              "score",
              null,
              Double.NaN,
              Double.NaN,
              Double.NaN,
              fork,
              fork));
    }
    return gate;
  }

  private void recorded(String name, double times) {
    recorded(name, times, FORKS.length);
  }

  private void recorded(String name, double times, int forks) {
    double[][] rows =
        DoubleStream.of(FORKS)
            .limit(forks)
            .mapToObj(fork -> new double[] {fork * times})
            .toArray(double[][]::new);
    BenchmarkKey key = BenchmarkKey.of("a.b.C.work", "avgt", 1, Map.of());
    Json.write(
        path(name),
        new Object[] {
          Map.of(
              "benchmark",
              key.benchmark(),
              "mode",
              key.mode(),
              "primaryMetric",
              Map.of("score", 100 * times, "scoreUnit", "us/op", "rawData", rows))
        });
  }
}
