package strandbench.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import strandbench.run.BenchmarkCatalog;
import strandbench.run.BenchmarkInfo;

/**
 * So that none rots: every benchmark runs, with every model in it and the smallest of settings, in
 * this JVM, but for those that need previews of the JDK. Their operations check their own answers.
 * What a fork adds is tested with the runs.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EveryBenchmarkTest {

  /** By simple class name; a parameter that isn't named takes all its values. */
  private static final Map<String, Map<String, String[]>> SMALLEST =
      Map.ofEntries(
          Map.entry("KernelBenchmark", Map.of()),
          Map.entry("RawThreadBenchmark", Map.of("tasks", values("2"))),
          Map.entry(
              "CountingLoopBenchmark", Map.of("parallelism", values("1"), "tasks", values("4"))),
          Map.entry("FetchBenchmark", Map.of("inFlight", values("1"), "delayMillis", values("2"))),
          Map.entry(
              "FetchClientBenchmark",
              Map.of("inFlight", values("2"), "delayMillis", values("100"))),
          Map.entry(
              "FullStretchBenchmark",
              Map.of(
                  "inFlight",
                  values("2"),
                  "delayMillis",
                  values("20"),
                  "fetchesPerSlot",
                  values("2"))),
          Map.entry(
              "FailingFetchBenchmark",
              Map.of(
                  "model",
                  values("VIRTUAL_THREADS", "PROCESS_POOL"),
                  "inFlight",
                  values("1"),
                  "delayMillis",
                  values("2"),
                  "failingPermille",
                  values("100"))),
          Map.entry(
              "WaitingFetchBenchmark",
              Map.of(
                  "model",
                  values("PLATFORM_POOL", "VIRTUAL_THREADS", "PROCESS_POOL_OF_VIRTUAL_THREADS"),
                  "inFlight",
                  values("2"))),
          Map.entry("SharedPipeBenchmark", Map.of()),
          Map.entry("ManagerBenchmark", Map.of("home", values("OWN_JVM"))),
          Map.entry("EchoBenchmark", Map.of("connections", values("2"))),
          // Not AOT_CACHE: the class path of tests has directories, and a cache wants jars.
          Map.entry("ProcessLifecycleBenchmark", Map.of("start", values("PROGRAM", "DEFAULT_CDS"))),
          Map.entry(
              "MasterWorkersBenchmark",
              Map.of("processes", values("1"), "threadsPerProcess", values("2"))),
          Map.entry("RoundTripBenchmark", Map.of()),
          Map.entry(
              "PoolStartBenchmark",
              Map.of("parallelism", values("1"), "start", values("DEFAULT_CDS"))),
          Map.entry("PoolMapBenchmark", Map.of("items", values("10"))),
          Map.entry("PoolThroughputBenchmark", Map.of("tasks", values("10"))),
          Map.entry(
              "GrainBenchmark", Map.of("tasks", values("4"), "iterationsPerTask", values("600"))),
          Map.entry(
              "TaskSizeBenchmark",
              Map.of(
                  "parallelism", values("1"),
                  "totalIterations", values("2048"),
                  "iterationsPerTask", values("128"))),
          // Those that park: TaskHandOverBenchmarkTest.
          Map.entry(
              "TaskHandOverBenchmark",
              Map.of(
                  "model",
                  values("PLATFORM_POOL", "PROCESS_POOL"),
                  "waiting",
                  values("SPIN_FIRST"))),
          Map.entry(
              "DivideAndConquerBenchmark",
              Map.of(
                  "parallelism", values("" + Runtime.getRuntime().availableProcessors()),
                  "size", values("256"),
                  "cutOff", values("16"))),
          Map.entry("WorkerDeathBenchmark", Map.of()),
          Map.entry("SharedQueueBenchmark", Map.of()),
          Map.entry("SharedLockBenchmark", Map.of()),
          Map.entry(
              "LockContentionBenchmark",
              Map.of("contenders", values("1"), "operations", values("1600"))),
          Map.entry(
              "ProcessLockBenchmark",
              Map.of("contenders", values("2"), "operations", values("1600"))),
          Map.entry("StartBenchmark", Map.of()),
          Map.entry("ExecutorLifecycleBenchmark", Map.of()),
          Map.entry("KeepBenchmark", Map.of("depth", values("20"), "percent", values("1"))),
          Map.entry(
              "PinningBenchmark", Map.of("sleepMillis", values("10"), "carriers", values("1"))),
          Map.entry("HandOverBenchmark", Map.of()),
          // Those that take another capacity: ItemQueueTest.
          Map.entry(
              "QueueBenchmark",
              Map.of(
                  "queue",
                  values("ARRAY_BLOCKING", "LINKED_BLOCKING", "LIFO_DEQUE", "PROCESS_QUEUE"),
                  "producers",
                  values("2"),
                  "consumers",
                  values("3"))),
          Map.entry("CoordinationBenchmark", Map.of()),
          Map.entry("TimerBenchmark", Map.of()),
          Map.entry("StructuredScopeBenchmark", Map.of("subtasks", values("2"))),
          Map.entry(
              "OpenLoopBenchmark",
              Map.of(
                  "model",
                  values("VIRTUAL_THREADS", "PROCESS_POOL"),
                  "inFlight",
                  values("2"),
                  "offered",
                  values("100"),
                  "delayMillis",
                  values("5"),
                  "seconds",
                  values("1"))),
          Map.entry(
              "ClosedLoopBenchmark",
              Map.of(
                  "model",
                  values("VIRTUAL_THREADS", "PROCESS_POOL"),
                  "inFlight",
                  values("2"),
                  "delayMillis",
                  values("5"),
                  "seconds",
                  values("1"))),
          Map.entry(
              "OriginBenchmark", Map.of("offered", values("5000"), "delayMillis", values("2"))),
          Map.entry(
              "CrawlBenchmark",
              // Every model crawls in ModelsAtWorkTest.
              Map.of(
                  "model",
                  values("VIRTUAL_THREADS"),
                  "inFlight",
                  values("8"),
                  "delayMillis",
                  values("1"),
                  "books",
                  values("2"),
                  "parsing",
                  values("REGEX", "NONE"))));

  /** No other JMH is to wait for this one: it measures nothing. */
  @BeforeAll
  static void takeNoLock() {
    System.setProperty("jmh.ignoreLock", "true");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("benchmarks")
  void runs(String name, BenchmarkInfo benchmark) throws Exception {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("^" + Pattern.quote(benchmark.name()) + "$")
            .forks(benchmark.jvmArgs().contains("--enable-preview") ? 1 : 0)
            .warmupIterations(0)
            .measurementIterations(1)
            .measurementTime(TimeValue.milliseconds(1))
            .shouldFailOnError(true);
    assertThat(SMALLEST).containsKey(benchmark.type().getSimpleName());
    SMALLEST.get(benchmark.type().getSimpleName()).forEach(options::param);

    List<RunResult> results =
        List.copyOf(
            new Runner(
                    options.build(),
                    OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT))
                .run());

    assertThat(results)
        .isNotEmpty()
        .allSatisfy(result -> assertThat(result.getPrimaryResult().getSampleCount()).isPositive());
  }

  static Stream<Arguments> benchmarks() {
    return BenchmarkCatalog.load().benchmarks().stream()
        .filter(benchmark -> !benchmark.name().contains(".Faulty"))
        .map(benchmark -> arguments(benchmark.shortName(), benchmark));
  }

  private static String[] values(String... values) {
    return values;
  }
}
