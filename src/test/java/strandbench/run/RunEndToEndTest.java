package strandbench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordingFile;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import strandbench.account.Account;
import strandbench.result.CellOutcome;
import strandbench.result.CellResult;
import strandbench.result.CellState;
import strandbench.result.ForkEntry;
import strandbench.result.JmhEntry;
import strandbench.result.Journal;
import strandbench.result.Profile;
import strandbench.result.Result;
import strandbench.result.RunDirectory;
import strandbench.result.RunRecord;
import strandbench.workload.Carriers;

/** Whole runs in JVMs of their own: killed, stopped, failing, resumed. */
@Timeout(value = 300, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RunEndToEndTest {
  @TempDir Path temp;

  private RunDirectory run;

  @BeforeEach
  void name() {
    run = new RunDirectory(temp.resolve("run"));
  }

  @Test
  void aDirectoryThatCantBeWrittenIsNamed() throws Exception {
    Path file = Files.createFile(temp.resolve("file"));

    try (StrandbenchProcess process =
        start("run", "--plan", "smoke", "--out", file.resolve("run").toString())) {
      assertThat(process.exitCode()).isEqualTo(2);
      assertThat(process.err()).contains("--out").contains("file").hasLineCount(1);
    }
  }

  @Test
  void cellsThatFailAreNamedWithTheirCauseAndTheOthersAreKept() throws Exception {
    Path plan =
        plan(
            1,
            entry(
                "FaultyBenchmark",
                "\"fault\": [\"SETUP_THROWS\", \"WRONG_ANSWER\"," + " \"JVM_EXITS\", \"BURNS\"]"));

    try (StrandbenchProcess process = start("run", "--plan", plan.toString(), "--out", out())) {
      assertThat(process.exitCode()).isEqualTo(4);
      assertThat(process.err())
          .contains("FAILED: FaultyBenchmark.work [fault=SETUP_THROWS]: ")
          .contains("FAILED: FaultyBenchmark.work [fault=WRONG_ANSWER]: ")
          .contains("FAILED: FaultyBenchmark.work [fault=JVM_EXITS]: ")
          .doesNotContain("FAILED: FaultyBenchmark.work [fault=BURNS]");
    }
    Map<String, String> failures =
        Journal.read(run.journalFile()).stream()
            .filter(ForkEntry::failed)
            .collect(Collectors.toMap(fork -> fork.key().param("fault"), ForkEntry::failure));
    assertThat(failures.get("SETUP_THROWS")).contains("the origin can't start");
    assertThat(failures.get("WRONG_ANSWER")).contains("wrong answer: 41, the oracle says 42");
    assertThat(failures.get("JVM_EXITS")).contains("7");
    assertThat(Result.read(run.path()).cells())
        .singleElement()
        .satisfies(
            cell -> {
              assertThat(cell.key().param("fault")).isEqualTo("BURNS");
              assertAccountOfTheWorkAlone(cell);
            });
    assertThat(run.reportDirectory().resolve("index.html")).exists();
  }

  /** An operation uses 20 ms of processor time; the tear-down, which uses 500 ms, is not in it. */
  private static void assertAccountOfTheWorkAlone(CellResult cell) {
    if (!Account.isPossible()) {
      return;
    }
    assertThat(mean(cell, "tree.work-alone")).isEqualTo(1);
    assertThat(mean(cell, "tree.carriers")).isEqualTo(Carriers.count());
    assertThat(mean(cell, "tree.cpu")).isBetween(19_900.0, 60_000.0);
    assertThat(mean(cell, "tree.cores")).isBetween(0.001, 1.5);
    assertThat(mean(cell, "tree.rss.peak")).isBetween(20.0, 500.0);
    // Sampled less often: a short iteration may end before there is one.
    if (cell.secondary("tree.pss.peak").isPresent()) {
      assertThat(mean(cell, "tree.pss.peak")).isLessThanOrEqualTo(mean(cell, "tree.rss.peak"));
    }
    assertThat(mean(cell, "tree.processes.peak")).isEqualTo(1);
    assertThat(cell.secondary()).doesNotContainKey("origin.cpu");
  }

  private static double mean(CellResult cell, String metric) {
    return cell.secondary(metric).orElseThrow().forkMeans()[0];
  }

  @Test
  void theNaiveLoopInPlaceOfTheKernelIsInvalidByTheRulesName() throws Exception {
    Path plan =
        plan(
            1,
            entry(
                "CountingLoopBenchmark",
                "\"model\": [\"PLATFORM_POOL\"], \"parallelism\": [\"1\"], \"tasks\": [\"4\"],"
                    + " \"kernel\": [\"XORSHIFT\"]"),
            companion("KernelBenchmark", "kernel", "\"kernel\": [\"NAIVE\"]"));

    try (StrandbenchProcess process =
        start("run", "--plan", plan.toString(), "-p", "kernel=NAIVE", "--out", out())) {
      assertThat(process.exitCode()).isEqualTo(4);
      assertThat(process.err())
          .contains("INVALID (folded-kernel): CountingLoopBenchmark.count")
          .contains("left: CountingLoopBenchmark.count")
          .contains(": INVALID (folded-kernel): an iteration took")
          .contains("none of the cells that were asked for has a valid figure");
    }
    assertThat(run.readRun().cells())
        .extracting(cell -> cell.key().simpleClassName(), CellOutcome::state, CellOutcome::rule)
        .contains(
            Tuple.tuple("CountingLoopBenchmark", CellState.INVALID, "folded-kernel"),
            Tuple.tuple("KernelBenchmark", CellState.REJECTED_AS_IT_MUST_BE, "folded-kernel"));
  }

  @Test
  void aForkThatBreaksARuleIsKeptSetAsideAndMeasuredAgainWithinLimits() throws Exception {
    Path plan = plan(2, entry("FaultyBenchmark", "\"fault\": [\"COLLECTS\"]"));

    try (StrandbenchProcess process =
        startStrictly(
            "run",
            "--plan",
            plan.toString(),
            "--tolerate",
            "steal,load-from-others,compiling",
            "--out",
            out())) {
      assertThat(process.exitCode()).isEqualTo(4);
      assertThat(process.err())
          .contains("3/3, 0 s left: FaultyBenchmark.work [fault=COLLECTS]: set aside (gc-pauses): ")
          .contains("INVALID (gc-pauses): FaultyBenchmark.work [fault=COLLECTS]: all of its forks");
    }
    assertThat(Journal.read(run.journalFile()))
        .as("two planned, one in their place")
        .hasSize(3)
        .allSatisfy(
            fork -> {
              assertThat(fork.isSetAside()).isTrue();
              assertThat(fork.objection().rule()).isEqualTo("gc-pauses");
              assertThat(fork.jmh()).isNotNull();
            });
    assertThat(Result.read(run.path()).cells()).isEmpty();
    assertThat(run.reportDirectory().resolve("summary.md"))
        .content()
        .contains("3 of 3 forks set aside (gc-pauses 3)");
  }

  @Test
  void aKilledRunLeavesNothingBehindAndResumes() throws Exception {
    Path plan =
        plan(
            2,
            entry(
                "FetchBenchmark",
                "\"model\": [\"PROCESS_POOL\", \"VIRTUAL_THREADS\"], \"inFlight\": [\"2\"],"
                    + " \"delayMillis\": [\"5\"]"));
    List<ProcessHandle> started;
    try (StrandbenchProcess process =
        start("run", "--plan", plan.toString(), "--seed", "5", "--out", out())) {
      // A fork, its origin, and in one of the two cells its workers.
      process.await(() -> forksDone() >= 1 && process.descendants().size() >= 2);
      started = process.descendants();
      process.process().destroyForcibly().waitFor();
      StrandbenchProcess.await(
          Duration.ofSeconds(5), () -> started.stream().noneMatch(ProcessHandle::isAlive));
    }
    String kept = Files.readString(run.journalFile());
    assertThat(run.readRun().ending()).isNull();
    assertThat(run.readRun().forksDone()).isBetween(1, (int) lines());
    try (StrandbenchProcess report = start("report", out())) {
      assertThat(report.exitCode()).isZero();
      assertThat(report.err()).contains("the run is not finished", "of 4 forks", "--resume");
    }
    assertThat(run.reportDirectory().resolve("summary.md"))
        .content()
        .contains("The run is not complete: unfinished", "run --resume");
    Files.writeString(run.journalFile(), kept + "{\"round\": 1, \"posi");

    try (StrandbenchProcess resumed = start("run", "--resume", out())) {
      // 4 where the machine is so busy that the rule on the origin leaves no cell valid.
      assertThat(resumed.exitCode()).as(resumed.err()).isIn(0, 4);
    }

    assertThat(Files.readString(run.journalFile())).startsWith(kept);
    RunRecord record = run.readRun();
    assertThat(record.seed()).isEqualTo(5);
    assertThat(record.ending()).isEqualTo("complete");
    assertThat(record.cells())
        .hasSize(2)
        .allSatisfy(
            cell -> {
              assertThat(cell.state()).isNotIn(CellState.FAILED, CellState.MISSING);
              assertThat(cell.forks()).isEqualTo(2);
            });
    assertThat(Result.read(run.path()).cells())
        .allSatisfy(cell -> assertThat(cell.primary().forks()).hasSize(2));
    if (Account.isPossible()) {
      // By the journal: on a busy machine the rule on the origin leaves no cell valid.
      assertThat(Journal.read(run.journalFile()))
          .hasSize(4)
          .extracting(fork -> JmhEntry.cell(fork.jmh()))
          .allSatisfy(
              cell -> {
                boolean workers = cell.key().param("model").equals("PROCESS_POOL");
                assertThat(mean(cell, "tree.processes.peak")).isEqualTo(workers ? 3 : 1);
                assertThat(mean(cell, "origin.processes.peak")).isEqualTo(1);
                assertThat(mean(cell, "origin.cpu")).isPositive();
                assertThat(mean(cell, "tree.cpu")).isPositive();
              });
    }
  }

  @Test
  void whileARunLivesNoOtherStartsAndItEndsWhenAsked() throws Exception {
    Path plan =
        plan(
            50,
            entry(
                "FetchBenchmark",
                "\"model\": [\"VIRTUAL_THREADS\"], \"inFlight\": [\"1\"],"
                    + " \"delayMillis\": [\"9\"]"));

    try (StrandbenchProcess process = start("run", "--plan", plan.toString(), "--out", out())) {
      process.await(() -> lines() >= 1);

      try (StrandbenchProcess second =
          start("run", "--plan", plan.toString(), "--out", temp.resolve("second").toString())) {
        assertThat(second.exitCode()).isEqualTo(2);
        assertThat(second.err()).contains("jmh.lock: another JMH run on this machine holds it");
      }
      try (StrandbenchProcess resumed = start("run", "--resume", out())) {
        assertThat(resumed.exitCode()).isEqualTo(2);
      }

      process.process().destroy();
      assertThat(process.exitCode()).isEqualTo(130);
      assertThat(process.err()).contains("interrupted; what was measured is kept");
      assertThat(process.descendants()).isEmpty();
    }
    assertThat(temp.resolve("second")).doesNotExist();
    RunRecord record = run.readRun();
    assertThat(record.ending()).isEqualTo("interrupted");
    assertThat(record.cells())
        .singleElement()
        .satisfies(cell -> assertThat(cell.forks()).isEqualTo((int) lines()));
    assertThat(run.reportDirectory().resolve("index.html")).exists();
  }

  @Test
  void profilesAreTakenAfterAllElseAndAgainWhenAFinishedRunIsCarriedOn() throws Exception {
    Path plan = plan(1, entry("FaultyBenchmark", "\"fault\": [\"BURNS\", \"WRONG_ANSWER\"]"));

    try (StrandbenchProcess process =
        start("run", "--plan", plan.toString(), "--out", out(), "--profile", "jfr")) {
      assertThat(process.exitCode()).isEqualTo(4);
      assertThat(process.err()).contains("profiled and not measured: 2", "profile 2/2");
    }
    RunRecord record = run.readRun();
    assertThat(record.ending()).isEqualTo("complete");
    assertThat(record.profiles()).extracting(Profile::profiler).containsExactly("jfr", "jfr");
    assertThat(record.profiles().getLast().failure()).isEqualTo("not taken: the cell failed");
    assertThat(record.profiles().getFirst().files())
        .containsExactly("profiles/001-faultybenchmark-work-fault-burns/recording.jfr");
    try (RecordingFile recording =
        new RecordingFile(run.path().resolve(record.profiles().getFirst().files().getFirst()))) {
      assertThat(recording.hasMoreEvents()).isTrue();
    }
    try (Stream<Path> kept =
        Files.list(run.profilesDirectory().resolve("001-faultybenchmark-work-fault-burns"))) {
      assertThat(kept).hasSize(1);
    }
    assertThat(Journal.read(run.journalFile())).as("no profiled fork is measured").hasSize(2);
    assertThat(run.reportDirectory().resolve("index.html"))
        .content()
        .contains("href=\"../profiles/001-faultybenchmark-work-fault-burns/recording.jfr\"");

    assumeTrue(ProfilerKind.ASYNC.refusal().isEmpty());
    try (StrandbenchProcess resumed =
        start("run", "--resume", out(), "--profile", "async", "--profile-cells", "BURNS")) {
      assertThat(resumed.exitCode()).as(resumed.err()).isEqualTo(4);
    }
    RunRecord more = run.readRun();
    assertThat(more.ended()).isEqualTo(record.ended());
    assertThat(more.profiles()).startsWith(record.profiles().toArray(Profile[]::new)).hasSize(3);
    assertThat(more.profiles().getLast().files())
        .hasSize(3)
        .anyMatch(file -> file.matches(".*/(cpu|ctimer|itimer)\\.html"))
        .anyMatch(file -> file.endsWith("/alloc.html"))
        .anyMatch(file -> file.endsWith("/lock.html"));
    assertThat(
            more.profiles().getLast().files().stream()
                .filter(file -> file.matches(".*/(cpu|ctimer|itimer)\\.html"))
                .map(file -> read(run.path().resolve(file))))
        .singleElement()
        .asString()
        .contains("burnMillis");
    assertThat(Journal.read(run.journalFile())).hasSize(2);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void theBudgetEndsARunAndWhatIsMissingIsNamed() throws Exception {
    Path plan =
        plan(
            1,
            entry("KernelBenchmark", "\"kernel\": [\"XORSHIFT\"], \"iterations\": [\"1000000\"]"),
            "{\"benchmark\": \"RawThreadBenchmark\", \"params\": {\"tasks\": [\"1\"]},"
                + " \"warmup\": {\"count\": 0, \"millis\": 1}, \"measurement\": {\"count\": 1,"
                + " \"millis\": 1}, \"expectedSeconds\": 1000}");

    try (StrandbenchProcess process =
        start("run", "--plan", plan.toString(), "--budget", "60s", "--out", out())) {
      assertThat(process.exitCode()).isEqualTo(4);
      assertThat(process.err()).contains("MISSING: RawThreadBenchmark.first");
    }
    assertThat(run.readRun().ending()).isEqualTo("budget used up");
  }

  /** Forks as short as these are all compiling, and the machine is busy with other tests. */
  private StrandbenchProcess start(String... args) throws IOException {
    return startStrictly(
        args[0].equals("run")
            ? Stream.concat(Stream.of(args), Stream.of("--tolerate", "all")).toArray(String[]::new)
            : args);
  }

  private StrandbenchProcess startStrictly(String... args) throws IOException {
    return StrandbenchProcess.start(temp, args);
  }

  private String out() {
    return run.path().toString();
  }

  /** By run.json, which is written after the journal. */
  private int forksDone() {
    return lines() == 0 ? 0 : run.readRun().forksDone();
  }

  private long lines() {
    try {
      return Files.exists(run.journalFile()) ? Journal.read(run.journalFile()).size() : 0;
    } catch (RuntimeException e) {
      return 0;
    }
  }

  private Path plan(int forks, String... entries) throws IOException {
    return Files.writeString(
        temp.resolve("plan.json"),
        "{\"name\": \"test\", \"forks\": "
            + forks
            + ", \"benchmarks\": ["
            + String.join(",", entries)
            + "]}");
  }

  private static String entry(String benchmark, String params) {
    return "{\"benchmark\": \""
        + benchmark
        + "\", \"params\": {"
        + params
        + "}, \"warmup\": {\"count\": 1, \"millis\": 20},"
        + " \"measurement\": {\"count\": 1, \"millis\": 20}}";
  }

  private static String companion(String benchmark, String of, String params) {
    return entry(benchmark, params)
        .replace("\"params\"", "\"companionOf\": \"" + of + "\", \"params\"");
  }
}
