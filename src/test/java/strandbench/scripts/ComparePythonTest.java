package strandbench.scripts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import strandbench.run.BenchmarkCatalog;
import strandbench.run.BenchmarkInfo;

/** {@code scripts/compare-python}, as far as it can be told without measuring. */
@Timeout(value = 300, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ComparePythonTest {
  private static final Pattern JAVA_SIDE =
      Pattern.compile("^ {2}Strandbench: (\\S+) \\[(.*)]$", Pattern.MULTILINE);

  private static final Pattern PYTHON_SIDE =
      Pattern.compile("^ {2}CPython: (\\S+)$", Pattern.MULTILINE);

  @TempDir Path temp;

  @Test
  void isSkippedInOneLineWhereThereIsNoPython() throws Exception {
    ProcessBuilder command = new ProcessBuilder("/bin/sh", "scripts/compare-python");
    command.environment().put("PATH", temp.toString());

    Ended ended = run(command);

    assertThat(ended.output()).contains("skipped").contains("python3").hasLineCount(1);
    assertThat(ended.exitCode()).isZero();
  }

  @Test
  void worksItsTableOutAsItsOwnTestsSay() throws Exception {
    Ended ended = python("-m", "unittest", "discover", "-s", "src/test/python");

    assertThat(ended.exitCode()).as(ended.output()).isZero();
    assertThat(ended.output()).containsPattern("Ran \\d\\d+ tests").doesNotContain("Ran 0");
  }

  @Test
  void everyBenchmarkAndParameterOfItsTableIsThere() throws Exception {
    List<MatchResult> sides = JAVA_SIDE.matcher(list()).results().toList();

    assertThat(sides).isNotEmpty();
    for (MatchResult side : sides) {
      List<BenchmarkInfo> benchmarks =
          Arrays.stream(side.group(1).split("\\|")).map(ComparePythonTest::benchmark).toList();
      Arrays.stream(side.group(2).split(" "))
          .filter(param -> !param.isEmpty())
          .forEach(param -> assertThat(benchmarks).anyMatch(info -> takes(info, param)));
    }
  }

  static Stream<String> pythonFigures() throws Exception {
    return PYTHON_SIDE.matcher(list()).results().map(side -> side.group(1)).distinct();
  }

  /** Python checks its answers itself; here only that nothing of it is broken. */
  @ParameterizedTest
  @MethodSource
  void pythonFigures(String figure) throws Exception {
    Ended ended =
        python("scripts/python_figures.py", figure, "--warm-up", "0", "--measure", "0.001");

    assertThat(ended.exitCode()).as(ended.output()).isZero();
    assertThat(ended.output().strip()).matches("[\\d.e+]+|\\[\\[.*]]");
  }

  @Test
  void namesAFileThatItCouldNotWriteBeforeItMeasures() throws Exception {
    Ended ended =
        python("scripts/compare_python.py", "--json", temp.resolve("no/such.json").toString());

    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.output()).contains("such.json").hasLineCount(1);
  }

  private static BenchmarkInfo benchmark(String shortName) {
    return BenchmarkCatalog.load().benchmarks().stream()
        .filter(info -> info.shortName().equals(shortName))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no benchmark " + shortName));
  }

  private static boolean takes(BenchmarkInfo info, String param) {
    String name = param.substring(0, param.indexOf('='));
    return info.params().containsKey(name)
        && Arrays.stream(param.substring(name.length() + 1).split(","))
            .allMatch(value -> info.refusal(name, value).isEmpty());
  }

  private static String list() throws Exception {
    return python("scripts/compare_python.py", "--list").output();
  }

  /** Skips the test where there is no CPython on a system that can fork. */
  private static Ended python(String... args) throws Exception {
    assumeTrue(
        Arrays.stream(System.getenv("PATH").split(":"))
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, "python3"))));
    ProcessBuilder command = new ProcessBuilder("python3");
    command.command().addAll(List.of(args));
    command.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    command.environment().put("PYTHONIOENCODING", "utf-8");
    return run(command);
  }

  private static Ended run(ProcessBuilder command) throws IOException, InterruptedException {
    Process process = command.redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), output);
  }

  private record Ended(int exitCode, String output) {}
}
