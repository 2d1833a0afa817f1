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
  private static final int WARMUP_ITERATIONS = 4;
  private static final int MEASUREMENT_ITERATIONS = 6;
  private static final String SINGLE_SHOT = "ss";

  public ForkSettings {
    if (forkTime.compareTo(Duration.ofMillis(10)) < 0) {
      throw new IllegalArgumentException("a fork takes 10 ms or more, not " + forkTime);
    }
    profilers = List.copyOf(profilers);
  }

  /** Two fifths of the fork time; single shots have no time, and keep their number. */
  Plan.Iterations warmup(JarBenchmark benchmark) {
    return iterations(benchmark, benchmark.warmupIterations(), WARMUP_ITERATIONS);
  }

  /** Three fifths of the fork time; single shots have no time, and keep their number. */
  Plan.Iterations measurement(JarBenchmark benchmark) {
    return iterations(benchmark, benchmark.measurementIterations(), MEASUREMENT_ITERATIONS);
  }

  private Plan.Iterations iterations(JarBenchmark benchmark, int own, int ofForkTime) {
    boolean keepsOwn = benchmark.key().mode().equals(SINGLE_SHOT);
    int millis =
        Math.toIntExact(forkTime.toMillis() / (WARMUP_ITERATIONS + MEASUREMENT_ITERATIONS));
    return new Plan.Iterations(keepsOwn ? own : ofForkTime, millis);
  }

  /** The same, on the java that this JVM runs on. */
  public ForkSettings onThisJava() {
    return new ForkSettings(forkTime, limit, profilers, Optional.empty());
  }

  /** In words, for the record: {@code 4 x 200 ms warm-up, 6 x 200 ms measured; …}. */
  public String describe() {
    long millis = forkTime.toMillis() / (WARMUP_ITERATIONS + MEASUREMENT_ITERATIONS);
    return WARMUP_ITERATIONS
        + " x "
        + millis
        + " ms warm-up, "
        + MEASUREMENT_ITERATIONS
        + " x "
        + millis
        + " ms measured; single shots keep their own number, BASE's";
  }
}
