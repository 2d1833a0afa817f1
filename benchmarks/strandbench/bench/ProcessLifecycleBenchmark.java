package strandbench.bench;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import strandbench.catalog.Construct;
import strandbench.catalog.Covers;
import strandbench.catalog.Question;
import strandbench.process.JvmProcess;

/**
 * Question: what does it cost to start a process for a task, and to wait for its end?
 *
 * <p>Held constant: the task, which is empty; the options of the child JVM (a small serial heap,
 * one processor); one process at a time. What varies: how the process starts. PROGRAM is the floor,
 * a program that does nothing ({@code true}) and no JVM at all; COLD is a JVM that parses and
 * verifies every class ({@code -Xshare:off}); DEFAULT_CDS has the JDK's own archive, as any JVM
 * does; AOT_CACHE has an ahead-of-time cache of this suite's classes, too.
 *
 * <p>What would fool us: a child that fails at once counted as a fast one (its exit code has to be
 * 0, which a child gives only after it has run its task); a cache that the JVM silently doesn't use
 * (the set-up asks a child for what it has mapped, and fails without); the making of the cache
 * counted as a start (the set-up does it, where there is none yet); a page cache that is cold the
 * first time (one warm-up iteration).
 *
 * <p>The cache needs a class path of jars, so AOT_CACHE runs from {@code target/benchmarks.jar}
 * only. It is kept in {@code ~/.cache/strandbench}.
 *
 * <p>Run just this one: {@code scripts/strandbench run --plan thorough --include
 * ProcessLifecycleBenchmark}. In {@code results/thorough-amd-epyc-2cpu}: 1.5 ms for PROGRAM, then
 * 179, 110 and 93 ms from COLD to AOT_CACHE.
 */
@Covers({Construct.P1, Construct.P2, Construct.P3, Construct.P4, Construct.P5})
@Question("What does it cost to start a process for a task, and to wait for its end?")
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
    value = 5,
    jvmArgs = {"-XX:+UseSerialGC", "-Xms512m", "-Xmx512m"})
@Warmup(iterations = 1, time = 1, timeUnit = TimeUnit.SECONDS)
@Measurement(iterations = 2, time = 1, timeUnit = TimeUnit.SECONDS)
public class ProcessLifecycleBenchmark extends Accounted {
  private static final Path MAPS = Path.of("/proc/self/maps");
  private static final int NOT_MAPPED = 3;

  /** How a process starts. */
  public enum Start {
    PROGRAM,
    COLD,
    DEFAULT_CDS,
    AOT_CACHE
  }

  @Param public Start start;

  private JvmProcess.Builder builder;

  @Setup
  public void prepare() throws InterruptedException {
    builder = JvmProcess.builder();
    if (start == Start.COLD) {
      builder.jvmOptions(List.of("-Xshare:off"));
    }
    if (start == Start.AOT_CACHE) {
      builder.startupCache(true);
      if (exitCode(builder.start(new FindCache())) != 0) {
        throw new IllegalStateException(
            "the child has not mapped an AOT cache; run this from target/benchmarks.jar");
      }
    }
  }

  @Benchmark
  public int startAndJoin() throws Exception {
    int code =
        start == Start.PROGRAM
            ? new ProcessBuilder("true").start().waitFor()
            : exitCode(builder.start(new Empty()));
    Answers.check(0, code);
    return code;
  }

  private static int exitCode(JvmProcess process) throws InterruptedException {
    process.join();
    return process.exitStatus().orElseThrow().value();
  }

  /** Nothing, in another process. */
  record Empty() implements Runnable, Serializable {
    @Override
    public void run() {}
  }

  /** Exits with 0 if this JVM has mapped a cache, or there is no telling. */
  record FindCache() implements Runnable, Serializable {
    @Override
    public void run() {
      try {
        boolean found = !Files.exists(MAPS) || Files.readString(MAPS).contains(".aot");
        System.exit(found ? 0 : NOT_MAPPED);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
