package strandbench.run;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How forks of a {@link JmhJar} are run, in place of what its annotations ask for.
 *
 * @param forkTime of warm-up and measurement together, at least 10 ms; an operation that has begun
 *     is always ended
 * @param limit a fork that takes longer, JVM start and set-up included, is killed and has failed
 * @param profilers JMH's names, without commas, such as {@code gc}
 * @param java the executable that the benchmark runs on; empty for the one that this JVM runs on
 */
public record ForkSettings(
    Duration forkTime, Duration limit, List<String> profilers, Optional<Path> java) {
  private static final int WARMUP_PARTS = 4;
  private static final int MEASUREMENT_PARTS = 6;
  private static final String SINGLE_SHOT = "ss";

  public ForkSettings {
    if (forkTime.compareTo(Duration.ofMillis(10)) < 0) {
      throw new IllegalArgumentException("a fork takes 10 ms or more, not " + forkTime);
    }
    profilers = List.copyOf(profilers);
  }

  /** Two fifths of the fork time; single shots have no time, and keep their number. */
  Plan.Iterations warmup(JarBenchmark benchmark) {
    return isSingleShot(benchmark)
        ? new Plan.Iterations(benchmark.warmupIterations(), partMillis())
        : new Plan.Iterations(WARMUP_PARTS, partMillis());
  }

  /**
   * Three fifths of the fork time; single shots have no time, and keep their number. So does a
   * benchmark that asks for one iteration: its counters may be such as can't be added up.
   */
  Plan.Iterations measurement(JarBenchmark benchmark) {
    int own = benchmark.measurementIterations();
    if (isSingleShot(benchmark)) {
      return new Plan.Iterations(own, partMillis());
    }
    return own == 1
        ? new Plan.Iterations(1, MEASUREMENT_PARTS * partMillis())
        : new Plan.Iterations(MEASUREMENT_PARTS, partMillis());
  }

  private static boolean isSingleShot(JarBenchmark benchmark) {
    return benchmark.key().mode().equals(SINGLE_SHOT);
  }

  private int partMillis() {
    return Math.toIntExact(forkTime.toMillis() / (WARMUP_PARTS + MEASUREMENT_PARTS));
  }

  /** The same, on the java that this JVM runs on. */
  public ForkSettings onThisJava() {
    return new ForkSettings(forkTime, limit, profilers, Optional.empty());
  }

  /** In words, for the record: {@code 4 x 200 ms warm-up, 6 x 200 ms measured …}. */
  public String describe() {
    return ("%d x %d ms warm-up, %d x %d ms measured (1 x %d ms where BASE asks for one iteration);"
            + " single shots keep their own number, BASE's")
        .formatted(
            WARMUP_PARTS,
            partMillis(),
            MEASUREMENT_PARTS,
            partMillis(),
            MEASUREMENT_PARTS * partMillis());
  }
}
