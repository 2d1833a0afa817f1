package strandbench.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.JavaFlightRecorderProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import strandbench.result.BenchmarkKey;
import strandbench.result.Json;
import strandbench.run.arm.ArmMain;

/** Runs one fork of one cell through JMH. Not thread-safe. */
final class ForkRunner {
  private final List<String> jvmArgs;
  private final boolean account;
  private final PrintStream log;

  /**
   * Creates a runner.
   *
   * @param jvmArgs flags for every fork, after the benchmark's own
   * @param account whether to account for the fork's process tree
   * @param log takes what JMH and the forks print
   */
  ForkRunner(Collection<String> jvmArgs, boolean account, PrintStream log) {
    this.jvmArgs = List.copyOf(jvmArgs);
    this.account = account;
    this.log = log;
  }

  /**
   * Runs a fork and returns JMH's JSON entry for it.
   *
   * @throws ForkFailedException if its set-up, an operation or its JVM failed
   */
  JsonNode run(Cell cell) throws ForkFailedException {
    ChainedOptionsBuilder options =
        options(cell, cell.entry().measurement()).jvmArgsAppend(jvmArgs.toArray(String[]::new));
    if (account) {
      options.addProfiler(TreeAccount.class);
    }
    return run(options);
  }

  /**
   * Runs a fork whose figures nobody wants, and lets a profiler look into its measured iterations.
   *
   * @param look one of what the profiler looks at
   * @param directory where the profiler's files go; it exists
   * @throws ForkFailedException if its set-up, an operation, its JVM or the profiler failed
   */
  void profile(Cell cell, ProfilerKind profiler, String look, Path directory)
      throws ForkFailedException {
    ChainedOptionsBuilder options =
        options(cell, ProfilerKind.iterations(cell.entry().measurement()));
    List<String> args = new ArrayList<>(jvmArgs);
    switch (profiler) {
      case JFR ->
          options.addProfiler(
              JavaFlightRecorderProfiler.class, "dir=" + directory.toAbsolutePath());
      case ASYNC -> {
        args.addAll(FlameGraphs.JVM_ARGS);
        options.addProfiler(FlameGraphs.class, FlameGraphs.option(look, directory));
      }
    }
    run(options.jvmArgsAppend(args.toArray(String[]::new)));
  }

  private static ChainedOptionsBuilder options(Cell cell, Plan.Iterations measurement) {
    BenchmarkKey key = cell.key();
    Plan.Iterations warmup = cell.entry().warmup();
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("^" + Pattern.quote(key.benchmark()) + "$")
            .mode(Mode.deepValueOf(key.mode()))
            .threads(key.threads())
            .forks(1)
            .warmupForks(0)
            .warmupIterations(warmup.count())
            .warmupTime(TimeValue.milliseconds(warmup.millis()))
            .measurementIterations(measurement.count())
            .measurementTime(TimeValue.milliseconds(measurement.millis()))
            .shouldFailOnError(true)
            .addProfiler(ForkLifeline.class)
            .addProfiler(HistogramKeeper.class);
    key.params().forEach(options::param);
    return options;
  }

  private JsonNode run(ChainedOptionsBuilder options) throws ForkFailedException {
    try {
      Collection<RunResult> results =
          new Runner(
                  options.build(),
                  OutputFormatFactory.createFormatInstance(log, VerboseMode.NORMAL))
              .run();
      if (results.size() != 1) {
        throw new ForkFailedException("JMH returned " + results.size() + " results for one cell");
      }
      return json(results);
    } catch (RunnerException e) {
      throw new ForkFailedException(ArmMain.causes(e), e);
    }
  }

  private static JsonNode json(Collection<RunResult> results) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8)) {
      ResultFormatFactory.getInstance(ResultFormatType.JSON, out).writeOut(results);
    }
    try {
      JsonNode entry = Json.MAPPER.readTree(bytes.toByteArray()).get(0);
      HistogramResult.write(results.iterator().next(), (ObjectNode) entry);
      return entry;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
