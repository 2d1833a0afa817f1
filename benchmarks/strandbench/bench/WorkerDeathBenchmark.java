package strandbench.bench;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import strandbench.catalog.Question;
import strandbench.process.ProcessPool;
import strandbench.process.WorkerDiedException;

/**
 * Question: how long after a worker was killed does the future of its task say so?
 *
 * <p>Held constant: a task that is known to run (it has told its pid) and does nothing; SIGKILL. An
 * operation starts with the signal and ends when {@code get} throws. Choosing the victim, and
 * waiting for its replacement, stand outside of it: an operation takes milliseconds, so what {@code
 * Level.Invocation} adds doesn't matter. What varies: how many workers there are.
 *
 * <p>What would fool us: a kill before the task has started (it would be run elsewhere, and no
 * future would fail); a replacement that still boots, and takes the processors from who waits (all
 * workers are there before a kill); the failure of another task (the exception must tell the pid of
 * the victim); the mean (the question is about the slowest: read the 99th percentile, and how many
 * kills it comes from, since a fork has time for some tens of them only).
 *
 * <p>Run just this one: {@code java -jar target/benchmarks.jar WorkerDeathBenchmark}. In {@code
 * results/thorough-amd-epyc-2cpu}: 7 ms in the mean, which the kernel needs to take a JVM's memory
 * down.
 */
@Question("How long after its worker was killed does a future fail?")
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
    value = 5,
    jvmArgs = {"-XX:+UseSerialGC", "-Xms512m", "-Xmx512m"})
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 1, time = 5)
public class WorkerDeathBenchmark extends Accounted {
  private static final long LONGEST_START_NANOS = 60_000_000_000L;

  @Param({"2"})
  public int parallelism;

  private Path directory;
  private ProcessPool pool;
  private int kills;
  private Path pidFile;
  private Future<String> doomed;
  private ProcessHandle victim;

  @Setup
  public void open() throws IOException {
    directory = Files.createTempDirectory("strandbench-death-");
    pool = ProcessPool.builder().workers(parallelism).accept("strandbench.**").build();
  }

  @TearDown
  public void close() throws IOException {
    pool.close();
    Files.delete(directory);
  }

  @Setup(Level.Invocation)
  public void choose() throws IOException {
    awaitAllWorkers();
    kills++;
    pidFile = directory.resolve("pid-" + kills);
    doomed = pool.submit(new TellPidAndWait(pidFile.toString()));
    while (!Files.exists(pidFile)) {
      LockSupport.parkNanos(1_000_000);
    }
    long pid = Long.parseLong(Files.readString(pidFile));
    victim = ProcessHandle.of(pid).orElseThrow();
    Files.delete(pidFile);
  }

  /** The last victim's replacement would boot beside the death that is measured. */
  private void awaitAllWorkers() {
    long start = System.nanoTime();
    while (pool.pids().size() < parallelism) {
      if (System.nanoTime() - start > LONGEST_START_NANOS) {
        throw new IllegalStateException("no replacement for a killed worker: " + pool.pids());
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Benchmark
  public WorkerDiedException kill() throws InterruptedException {
    victim.destroyForcibly();
    try {
      throw new IllegalStateException("the killed task answered: " + doomed.get());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof WorkerDiedException death) {
        Answers.check(victim.pid(), death.pid());
        return death;
      }
      throw new IllegalStateException("the task failed, but not by its worker's death", e);
    }
  }

  /**
   * Tells its process id in a file that is whole as soon as it is there, then waits for its end.
   *
   * @param pidFile the file to be made
   */
  public record TellPidAndWait(String pidFile) implements Callable<String>, Serializable {
    @Override
    public String call() throws IOException, InterruptedException {
      Path temporary = Path.of(pidFile + ".tmp");
      Files.writeString(temporary, Long.toString(ProcessHandle.current().pid()));
      Files.move(temporary, Path.of(pidFile));
      new CountDownLatch(1).await();
      return "not killed";
    }
  }
}
