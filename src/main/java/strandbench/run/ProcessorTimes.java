package strandbench.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The machine's processor time so far, from the first line of {@code /proc/stat} (proc_stat(5)).
 *
 * @param total all of it, in clock ticks; NaN where it can't be read
 * @param steal what the hypervisor gave to others, in clock ticks; NaN where it can't be read
 */
record ProcessorTimes(double total, double steal) {
  private static final Path FILE = Path.of("/proc/stat");
  private static final int USER = 1;
  private static final int STEAL = 8;

  static ProcessorTimes now() {
    try {
      String[] fields = Files.readAllLines(FILE).getFirst().split(" +");
      double total = Arrays.stream(fields, USER, STEAL + 1).mapToDouble(Double::parseDouble).sum();
      return new ProcessorTimes(total, Double.parseDouble(fields[STEAL]));
    } catch (IOException | RuntimeException e) {
      return new ProcessorTimes(Double.NaN, Double.NaN);
    }
  }

  /** The share of processor time stolen since {@code earlier}; NaN where it can't be told. */
  double stealShareSince(ProcessorTimes earlier) {
    return (steal - earlier.steal) / (total - earlier.total);
  }
}
