package strandbench.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import strandbench.account.Account;

/**
 * The machine's processor time so far, from the first line of {@code /proc/stat} (proc_stat(5)),
 * and this run's part of it. NaN where it can't be read.
 *
 * @param total all of it, in clock ticks
 * @param steal what the hypervisor gave to others, in clock ticks
 * @param processes what processes used, in clock ticks; interrupts are not in it
 * @param own what this JVM and its children that have ended used, in clock ticks
 */
record ProcessorTimes(double total, double steal, double processes, double own) {
  private static final Path FILE = Path.of("/proc/stat");
  private static final int USER = 1;
  private static final int SYSTEM = 3;
  private static final int STEAL = 8;
  private static final double TICKS_PER_SECOND = 100;

  static ProcessorTimes now() {
    try {
      String[] fields = Files.readAllLines(FILE).getFirst().split(" +");
      return new ProcessorTimes(
          sum(fields, USER, STEAL),
          Double.parseDouble(fields[STEAL]),
          sum(fields, USER, SYSTEM),
          Account.isPossible() ? TICKS_PER_SECOND * Account.secondsSoFar() : Double.NaN);
    } catch (IOException | RuntimeException e) {
      return new ProcessorTimes(Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    }
  }

  private static double sum(String[] fields, int first, int last) {
    return Arrays.stream(fields, first, last + 1).mapToDouble(Double::parseDouble).sum();
  }

  /** The share of processor time stolen since {@code earlier}; NaN where it can't be told. */
  double stealShareSince(ProcessorTimes earlier) {
    return (steal - earlier.steal) / (total - earlier.total);
  }

  /**
   * The share of processor time that processes outside of this run used since {@code earlier}; NaN
   * where it can't be told. No child may be alive at either time.
   */
  double othersShareSince(ProcessorTimes earlier) {
    double others = processes - earlier.processes - (own - earlier.own);
    return Math.max(0, others) / (total - earlier.total);
  }
}
