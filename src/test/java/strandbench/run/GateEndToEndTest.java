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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import strandbench.result.Json;
import strandbench.run.FaultyJarBenchmark.Fault;

/** Gates in JVMs of their own, and the forks that they are made of, on jars that are made here. */
@Timeout(value = 300, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GateEndToEndTest {
  /** Longer than a fork takes to begin to hang, unless the machine is very busy. */
  private static final Duration HANGING_LIMIT = Duration.ofSeconds(2);

  @TempDir static Path shared;
  private static Path sound;
  private static JarLab lab;
  private static JmhJar good;
  private static List<JarBenchmark> benchmarks;

  @TempDir Path temp;

  @BeforeAll
  static void makeJar() throws IOException {
    sound = TestJar.of(shared.resolve("sound.jar"), Fault.NOTHING);
    String before = System.getProperty("java.io.tmpdir");
    // Where JMH's lock is, which another run on this machine may hold.
    System.setProperty("java.io.tmpdir", shared.toString());
    try {
      lab =
          new JarLab(
              shared.resolve("arms"),
              new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    } finally {
      System.setProperty("java.io.tmpdir", before);
    }
    good = lab.jar(sound);
    benchmarks = good.benchmarks();
  }

  @AfterAll
  static void closeLab() {
    lab.close();
  }

  /** Killed while a benchmark hangs, carried on until it hangs again, and then interrupted. */
  @Test
  void aGateThatWasKilledOrInterruptedLeavesNoProcessBehindAndCanBeCarriedOn() throws Exception {
    Path hanging = TestJar.of(temp.resolve("hanging.jar"), Fault.HANGS);

    try (StrandbenchProcess gate = gate(hanging, hanging)) {
      List<ProcessHandle> started = awaitHanging(gate);
      gate.process().destroyForcibly().waitFor();
      awaitEnd(started);
    }
    assertThat(out().resolve("arms")).exists();

    try (StrandbenchProcess gate =
        StrandbenchProcess.start(temp, "gate", "--resume", out().toString())) {
      List<ProcessHandle> started = awaitHanging(gate);
      gate.process().destroy();
      assertThat(gate.exitCode()).isEqualTo(130);
      // Its options are those of the gate that was killed.
      assertThat(gate.err())
          .contains("each fork: 4 x 2 ms warm-up")
          .contains("interrupted; the pairs that were measured are kept, --resume carries on");
      awaitEnd(started);
    }
    assertThat(out().resolve("arms")).doesNotExist();
    assertThat(out().resolve("gate.json")).exists();
  }

  @Test
  void whatFailsInHeadAloneFailsTheGate() throws Exception {
    Path exits = TestJar.of(temp.resolve("exits.jar"), Fault.EXITS);
    Path json = temp.resolve("gate.json");

    try (StrandbenchProcess gate = gate(sound, exits, "--json", json.toString())) {
      assertThat(gate.exitCode()).as(gate.err()).isEqualTo(1);
    }
    JsonNode report = Json.read(json, JsonNode.class);
    assertThat(report.path("verdict").asText()).isEqualTo("FAILED");
    assertThat(report.path("reasons").get(0).asText())
        .startsWith("FAILED: FaultyJarBenchmark.work, avgt: HEAD fails, BASE does not: ");
  }

  /** JMH's JVM, its fork, and what the benchmark in it has started. */
  private static List<ProcessHandle> awaitHanging(StrandbenchProcess gate) {
    gate.await(() -> gate.descendants().stream().anyMatch(GateEndToEndTest::isHanging));
    List<ProcessHandle> started = gate.descendants();
    assertThat(started).hasSizeGreaterThanOrEqualTo(3);
    return started;
  }

  private static void awaitEnd(List<ProcessHandle> started) {
    StrandbenchProcess.await(
        Duration.ofSeconds(5), () -> started.stream().noneMatch(ProcessHandle::isAlive));
  }

  @Test
  void jarsThatHangOrCrashOrPrintGarbageAreToldApart() throws Exception {
    ForkSettings settings = settings(Duration.ofSeconds(60));
    JarBenchmark work =
        benchmarks.stream()
            .filter(each -> each.key().benchmark().endsWith("work"))
            .findFirst()
            .orElseThrow();

    assertThat(failure(Fault.PRINTS_GARBAGE, work, settings)).isEmpty();
    assertThat(failure(Fault.THROWS, work, settings))
        .hasValueSatisfying(
            why -> assertThat(why).contains("wrong answer: 41, the oracle says 42"));
    assertThat(failure(Fault.EXITS, work, settings))
        .hasValueSatisfying(why -> assertThat(why).contains("7"));
    assertThat(failure(Fault.HANGS, work, settings(HANGING_LIMIT)))
        .hasValue("did not end within 2 s");
    assertThat(ProcessHandle.current().descendants()).noneMatch(GateEndToEndTest::isHanging);
  }

  @Test
  void theArmsDifferInTheirJarAloneAndParametersMayHoldCommas() throws Exception {
    assertThat(benchmarks).hasSize(3);
    JarBenchmark commas =
        benchmarks.stream()
            .filter(each -> each.key().params().containsValue("one,two"))
            .findFirst()
            .orElseThrow();
    JarFork base = good.run(commas, settings(Duration.ofSeconds(60)));
    JarFork head = lab.jar(sound).run(commas, settings(Duration.ofSeconds(60)));

    assertThat(base.failure()).isNull();
    // All that JMH writes of a fork but its scores.
    for (JarFork fork : List.of(base, head)) {
      ((ObjectNode) fork.jmh()).remove(List.of("primaryMetric", "secondaryMetrics"));
    }
    assertThat(base.jmh()).isEqualTo(head.jmh());
    assertThat(base.jmh().path("jvmArgs")).hasToString("[\"-XX:+UseSerialGC\",\"-Xmx64m\"]");
    assertThat(base.jmh().path("warmupTime").asText()).isEqualTo("2 ms");
  }

  private static Optional<String> failure(
      Fault fault, JarBenchmark benchmark, ForkSettings settings) throws IOException {
    Path jar = shared.resolve(fault + ".jar");
    return Optional.ofNullable(lab.jar(TestJar.of(jar, fault)).run(benchmark, settings).failure());
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
                "--include",
                "work",
                "--fork-time",
                "20ms",
                "--out",
                out().toString()));
    words.addAll(List.of(more));
    return StrandbenchProcess.start(temp, words.toArray(String[]::new));
  }
}
