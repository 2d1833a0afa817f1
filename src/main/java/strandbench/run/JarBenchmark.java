package strandbench.run;

import strandbench.result.BenchmarkKey;

/**
 * A cell that a {@link JmhJar} has.
 *
 * @param key which
 * @param warmupIterations as its annotations ask, or JMH's own default where they don't
 * @param measurementIterations likewise
 */
public record JarBenchmark(BenchmarkKey key, int warmupIterations, int measurementIterations) {}
