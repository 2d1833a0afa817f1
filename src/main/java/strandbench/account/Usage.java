package strandbench.account;

/**
 * Processor time and context switches.
 *
 * @param cpuNanos user and system time of all threads, in nanoseconds
 * @param voluntarySwitches how often a thread gave its processor up, to wait
 * @param involuntarySwitches how often one was made to give it up
 */
public record Usage(long cpuNanos, long voluntarySwitches, long involuntarySwitches) {
  static final Usage NONE = new Usage(0, 0, 0);

  Usage plus(Usage other) {
    return new Usage(
        cpuNanos + other.cpuNanos,
        voluntarySwitches + other.voluntarySwitches,
        involuntarySwitches + other.involuntarySwitches);
  }

  Usage minus(Usage other) {
    return new Usage(
        cpuNanos - other.cpuNanos,
        voluntarySwitches - other.voluntarySwitches,
        involuntarySwitches - other.involuntarySwitches);
  }
}
