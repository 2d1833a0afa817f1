/**
 * Statistics over forks: pure functions of arrays, with Commons Math underneath.
 *
 * <p>A value in these arrays is one fork's mean, in the order of forks or any other: the fork is
 * the unit of replication, because iterations inside one fork are not independent. Under {@link
 * strandbench.stats.Estimate#MIN_FORKS} forks there is an estimate but no interval: its bounds are
 * NaN.
 */
package strandbench.stats;
