package strandbench.workload.guard;

import org.HdrHistogram.Histogram;

/**
 * What came of one contention.
 *
 * @param balance by how much the balance changed: 0, if the guard guards
 * @param updates how many updates were counted
 * @param fairness {@linkplain JainIndex Jain's index} of the operations that each contender had
 *     done when the first had done all
 * @param waits from asking to being in, in nanoseconds, of one operation in {@value Waits#EVERY}
 */
public record Outcome(long balance, long updates, double fairness, Histogram waits) {}
