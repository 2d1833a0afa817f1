package strandbench.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import strandbench.result.Json;
import strandbench.run.FaultyJarBenchmark.Fault;

/** Whole gates in JVMs of their own, on jars that are made here. */
@Timeout(value = 300, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GateEndToEndTest {
  @TempDir static Path jars;
  private static Path sound;

  @TempDir Path temp;

  @BeforeAll
  static void makeJar() throws IOException {
    sound = TestJar.of(jars.resolve("sound.jar"), Fault.NOTHING);
  }

  @Test
  void aKilledGateLeavesNoProcessBehind() throws Exception {
    Path hanging = TestJar.of(temp.resolve("hanging.jar"), Fault.HANGS);

    List<ProcessHandle> started;
    try (StrandbenchProcess gate = gate(hanging, hanging, "--include", "work")) {
      // JMH's JVM, its fork, and what the benchmark in it has started.
      gate.await(() -> gate.descendants().stream().anyMatch(GateEndToEndTest::isHanging));
      started = gate.descendants();
      assertThat(started).hasSizeGreaterThanOrEqualTo(3);
      gate.process().destroyForcibly().waitFor();
      StrandbenchProcess.await(
          Duration.ofSeconds(5), () -> started.stream().noneMatch(ProcessHandle::isAlive));
    }
  }

  @Test
  void anInterruptedGateEndsItsForkAndSaysSo() throws Exception {
    Path hanging = TestJar.of(temp.resolve("hanging.jar"), Fault.HANGS);

    try (StrandbenchProcess gate = gate(hanging, hanging, "--include", "work")) {
      gate.await(() -> gate.descendants().stream().anyMatch(GateEndToEndTest::isHanging));
      List<ProcessHandle> started = gate.descendants();
      gate.process().destroy();
      assertThat(gate.exitCode()).isEqualTo(130);
      assertThat(gate.err()).contains("interrupted; the pairs that were measured are kept");
      StrandbenchProcess.await(
          Duration.ofSeconds(5), () -> started.stream().noneMatch(ProcessHandle::isAlive));
    }
    assertThat(out().resolve("arms")).doesNotExist();
  }

  @Test
  void whatFailsOrHangsInHeadAloneFailsTheGateAndParametersMayHoldCommas() throws Exception {
    Path exits = TestJar.of(temp.resolve("exits.jar"), Fault.EXITS);
    Path json = temp.resolve("gate.json");

    try (StrandbenchProcess gate =
        gate(sound, exits, "--budget", "60s", "--json", json.toString())) {
      assertThat(gate.exitCode()).as(gate.err()).isEqualTo(1);
    }
    JsonNode report = Json.read(json, JsonNode.class);
    assertThat(report.path("verdict").asText()).isEqualTo("FAILED");
    assertThat(report.path("reasons").get(0).asText())
        .startsWith("FAILED: FaultyJarBenchmark.work, avgt: HEAD fails, BASE does not: ");
  }

  @Test
  void jarsThatHangOrCrashOrPrintGarbageAreToldApart() throws Exception {
    try (JarLab lab = lab()) {
      ForkSettings settings = settings(Duration.ofSeconds(60));
      JmhJar good = lab.jar(sound);
      List<JarBenchmark> benchmarks = good.benchmarks();
      JarBenchmark work =
          benchmarks.stream()
              .filter(each -> each.key().benchmark().endsWith("work"))
              .findFirst()
              .orElseThrow();
      JarBenchmark commas =
          benchmarks.stream()
              .filter(each -> each.key().params().containsValue("one,two"))
              .findFirst()
              .orElseThrow();

      assertThat(benchmarks).hasSize(3);
      assertThat(good.run(commas, settings).failure()).isNull();
      assertThat(failure(lab, Fault.PRINTS_GARBAGE, work, settings)).isEmpty();
      assertThat(failure(lab, Fault.THROWS, work, settings))
          .hasValueSatisfying(
              why -> assertThat(why).contains("wrong answer: 41, the oracle says 42"));
      assertThat(failure(lab, Fault.EXITS, work, settings))
          .hasValueSatisfying(why -> assertThat(why).contains("7"));
      assertThat(failure(lab, Fault.HANGS, work, settings(Duration.ofSeconds(4))))
          .hasValue("did not end within 4 s");
      assertThat(ProcessHandle.current().descendants()).noneMatch(GateEndToEndTest::isHanging);
    }
  }

  @Test
  void theArmsDifferInTheirJarAlone() throws Exception {
    try (JarLab lab = lab()) {
      JmhJar one = lab.jar(sound);
      JarBenchmark any = one.benchmarks().getFirst();
      JarFork base = one.run(any, settings(Duration.ofSeconds(60)));
      JarFork head = lab.jar(sound).run(any, settings(Duration.ofSeconds(60)));

      assertThat(base.failure()).isNull();
      // All that JMH writes of a fork but its scores.
      for (JarFork fork : List.of(base, head)) {
        ((ObjectNode) fork.jmh()).remove(List.of("primaryMetric", "secondaryMetrics"));
      }
      assertThat(base.jmh()).isEqualTo(head.jmh());
      assertThat(base.jmh().path("jvmArgs")).hasToString("[\"-XX:+UseSerialGC\",\"-Xmx64m\"]");
      assertThat(base.jmh().path("warmupTime").asText()).isEqualTo("2 ms");
    }
  }

  @Test
  void aBudgetThatEndsBeforeItBeginsIsRefused() throws Exception {
    try (StrandbenchProcess gate = gate(sound, sound, "--budget", "10ms")) {
      assertThat(gate.exitCode()).isEqualTo(2);
      assertThat(gate.err()).contains("used up before a pair is measured");
    }
    assertThat(out().resolve("gate.json")).doesNotExist();
  }

  private static Optional<String> failure(
      JarLab lab, Fault fault, JarBenchmark benchmark, ForkSettings settings) throws IOException {
    Path jar = jars.resolve(fault + ".jar");
    return Optional.ofNullable(lab.jar(TestJar.of(jar, fault)).run(benchmark, settings).failure());
  }

  private JarLab lab() {
    String before = System.getProperty("java.io.tmpdir");
    // Where JMH's lock is, which another run on this machine may hold.
    System.setProperty("java.io.tmpdir", temp.toString());
    try {
      return new JarLab(
          temp.resolve("arms"),
          new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    } finally {
      System.setProperty("java.io.tmpdir", before);
    }
  }

  private static ForkSettings settings(Duration limit) {
    return new ForkSettings(Duration.ofMillis(20), limit, List.of(), Optional.empty());
  }

  private static boolean isHanging(ProcessHandle process) {
    return process
        .info()
        .arguments()
        .filter(words -> Arrays.asList(words).contains(FaultyJarBenchmark.HANGING_SECONDS))
        .isPresent();
  }

  private Path out() {
    return temp.resolve("out");
  }

  private StrandbenchProcess gate(Path base, Path head, String... more) throws IOException {
    List<String> words =
        new ArrayList<>(
            List.of(
                "gate",
                base.toString(),
                head.toString(),
                "--fork-time",
                "20ms",
                "--out",
                out().toString()));
    words.addAll(List.of(more));
    return StrandbenchProcess.start(temp, words.toArray(String[]::new));
  }
}
