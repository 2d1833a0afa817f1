package strandbench.gate;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import strandbench.result.BenchmarkKey;
import strandbench.result.UnusableInputException;
import strandbench.run.ForkSettings;
import strandbench.run.JarBenchmark;
import strandbench.run.JarLab;
import strandbench.run.JmhJar;

/**
 * Measures a jar against a copy of itself, pair after pair, and decides nothing: what a gate makes
 * of equal jars can be replayed from it. Adds to what its directory holds, so that it can be done
 * in pieces. Used by one thread; {@link #stop} may be called from any.
 */
public final class JarRecorder {
  private final Path directory;
  private final Duration budget;
  private final long seed;
  private final GateProgress progress;
  private final LongSupplier nanos;
  private final long start;
  private boolean stopped;
  private JarLab lab;

  /**
   * Prepares a piece; its budget begins now.
   *
   * @param directory where pairs are, or will be
   * @param budget wall time of this piece: no pair is begun that would end later
   * @param seed of the order of pairs, and of the arms in each
   * @param out takes progress, for a person
   */
  public JarRecorder(Path directory, Duration budget, long seed, PrintWriter out) {
    this(directory, budget, seed, new GateProgress(out), System::nanoTime);
  }

  JarRecorder(
      Path directory, Duration budget, long seed, GateProgress progress, LongSupplier nanos) {
    this.directory = directory;
    this.budget = budget;
    this.seed = seed;
    this.progress = progress;
    this.nanos = nanos;
    this.start = nanos.getAsLong();
  }

  /**
   * Measures a jar until the budget is used up.
   *
   * @param selection which of its benchmarks
   * @throws UnusableInputException if the jar or the directory can't be used, the directory holds a
   *     gate, or nothing is selected
   */
  public void run(Path jar, Predicate<BenchmarkKey> selection, ForkSettings forks) {
    if (GateStart.isIn(directory)) {
      throw new UnusableInputException(
          directory + ": holds a gate, which could not be carried on with pairs of another kind");
    }
    JarLab.check(jar);
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UnusableInputException(directory + ": can't be made: " + e, e);
    }
    try (PairJournal journal = PairJournal.open(directory);
        PrintStream log = JarGate.log(directory);
        JarLab opened = open(new JarLab(directory.resolve(JarGate.ARMS_DIRECTORY), log))) {
      JmhJar one = opened.jar(jar);
      JmhJar other = opened.jar(jar);
      List<Candidate> candidates = new ArrayList<>();
      for (JarBenchmark benchmark : one.benchmarks()) {
        if (selection.test(benchmark.key())) {
          Arm copy = new JarArm(other, benchmark, forks);
          candidates.add(new Candidate(new JarArm(one, benchmark, forks), copy, copy));
        }
      }
      if (candidates.isEmpty()) {
        throw new UnusableInputException(jar + ": none of its benchmarks is selected");
      }
      record(candidates, journal);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Measures round after round, each benchmark once in each; one that fails is left out. */
  void record(List<Candidate> candidates, PairJournal journal) throws IOException {
    PairRunner runner = new PairRunner(journal);
    List<Job> jobs = new ArrayList<>();
    for (Candidate each : candidates) {
      Series series = new Series(Role.BENCHMARK, each.base().key(), GateRules.of(0));
      jobs.add(new Job(series, each.base(), each.head(), new Gauge(Gauge.SCORE)));
    }
    for (int round = journal.lastRound() + 1; !jobs.isEmpty(); round++) {
      Random random = PairRunner.order(seed, round);
      Collections.shuffle(jobs, random);
      int position = 0;
      for (Job job : jobs) {
        boolean headFirst = random.nextBoolean();
        double left = budget.toMillis() / 1e3 - (nanos.getAsLong() - start) / 1e9;
        if (isStopped() || left < job.series().secondsPerPair()) {
          return;
        }
        runner.run(job, round, ++position, headFirst, this::isStopped);
        progress.measured(round, position, jobs.size(), job.series(), left);
      }
      jobs.removeIf(job -> job.series().failure().isPresent());
    }
  }

  /** Asks it to end; what was measured is kept. The fork that runs now is killed. */
  public synchronized void stop() {
    stopped = true;
    if (lab != null) {
      lab.stop();
    }
  }

  private synchronized boolean isStopped() {
    return stopped;
  }

  private synchronized JarLab open(JarLab opened) {
    lab = opened;
    if (stopped) {
      lab.stop();
    }
    return opened;
  }
}
