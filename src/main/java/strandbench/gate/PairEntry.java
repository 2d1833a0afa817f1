package strandbench.gate;

import strandbench.result.BenchmarkKey;
import strandbench.run.JarFork;

/**
 * A line of {@code pairs.jsonl}: two forks, one right after the other.
 *
 * @param round counted from 1; the benchmark's pairs are counted by it as well
 * @param position the pair's place in its round, counted from 1
 * @param role why it was measured
 * @param key of BASE's fork
 * @param headKey of HEAD's fork: another one for the calibration pair, which is told by it
 * @param headFirst whether HEAD's fork ran first
 * @param metric what was read off the forks
 * @param unit of the scores; null where neither fork gave one
 * @param baseScore mean over the fork's iterations; NaN where the fork failed
 * @param headScore the same
 * @param logSlowDown see {@link Direction#logSlowDown}; NaN where a fork failed
 * @param base BASE's fork
 * @param head HEAD's fork
 */
public record PairEntry(
    int round,
    int position,
    Role role,
    BenchmarkKey key,
    BenchmarkKey headKey,
    boolean headFirst,
    String metric,
    String unit,
    double baseScore,
    double headScore,
    double logSlowDown,
    JarFork base,
    JarFork head) {}
