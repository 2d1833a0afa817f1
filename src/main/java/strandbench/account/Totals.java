package strandbench.account;

/**
 * Everything that was used up to a moment.
 *
 * @param nanoTime the moment, by {@link System#nanoTime}
 * @param own of this process and its descendants
 * @param apart of those that are told apart
 * @param compilerNanos processor time of the optimizing compiler, of the own processes
 * @param gcMillis how long collections have stopped this JVM
 */
record Totals(long nanoTime, Usage own, Usage apart, long compilerNanos, long gcMillis) {}
