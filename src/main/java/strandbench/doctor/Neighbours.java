package strandbench.doctor;

import static strandbench.result.Finding.doubt;
import static strandbench.result.Finding.fine;
import static strandbench.result.Finding.unknown;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.software.os.OSProcess;
import oshi.software.os.OperatingSystem;
import strandbench.result.Finding;

/** What else runs on the machine, watched for a moment. */
final class Neighbours {
  private static final double MOST_STEAL = 0.01;

  /** Of one core. */
  private static final double MOST_LOAD = 0.1;

  private static final double WORTH_A_NAME = 0.05;
  private static final int MOST_NAMES = 5;

  private final Duration watch;

  /**
   * Creates the checks.
   *
   * @param watch for how long to look
   */
  Neighbours(Duration watch) {
    this.watch = watch;
  }

  /** Waits for the time of the watch. */
  List<Finding> findings() {
    SystemInfo system = new SystemInfo();
    OperatingSystem os = system.getOperatingSystem();
    CentralProcessor processor = system.getHardware().getProcessor();
    long[] ticksBefore = processor.getSystemCpuLoadTicks();
    Map<Integer, OSProcess> before =
        os.getProcesses().stream()
            .collect(Collectors.toMap(OSProcess::getProcessID, Function.identity()));
    try {
      Thread.sleep(watch);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of(unknown("load", "interrupted"), unknown("steal", "interrupted"));
    }
    long[] ticksAfter = processor.getSystemCpuLoadTicks();
    Map<OSProcess, Double> busy =
        os.getProcesses().stream()
            .filter(process -> process.getProcessID() != os.getProcessId())
            .filter(process -> before.containsKey(process.getProcessID()))
            .collect(
                Collectors.toMap(
                    Function.identity(),
                    process ->
                        process.getProcessCpuLoadBetweenTicks(before.get(process.getProcessID()))));
    return List.of(
        load(
            busy.values().stream().mapToDouble(Double::doubleValue).sum(),
            busiest(busy),
            processor.getSystemLoadAverage(1)[0]),
        steal(stealShare(ticksBefore, ticksAfter)));
  }

  private static String busiest(Map<OSProcess, Double> busy) {
    return busy.entrySet().stream()
        .filter(process -> process.getValue() >= WORTH_A_NAME)
        .sorted(Map.Entry.<OSProcess, Double>comparingByValue(Comparator.reverseOrder()))
        .limit(MOST_NAMES)
        .map(
            process ->
                String.format(
                    Locale.ROOT,
                    "%s (%d) %.0f%%",
                    process.getKey().getName(),
                    process.getKey().getProcessID(),
                    100 * process.getValue()))
        .collect(Collectors.joining(", "));
  }

  /**
   * What other processes do.
   *
   * @param cores how many cores they keep busy
   * @param busiest the busiest of them
   * @param average the load average of a minute
   */
  static Finding load(double cores, String busiest, double average) {
    String observed =
        String.format(
            Locale.ROOT,
            "other processes keep %.2f cores busy%s; load average of a minute %s",
            cores,
            busiest.isEmpty() ? "" : ": " + busiest,
            average < 0 ? "unknown" : String.format(Locale.ROOT, "%.2f", average));
    return cores <= MOST_LOAD
        ? fine("load", observed)
        : doubt(
            "load",
            observed,
            "they take processor time, caches and memory bandwidth from what is measured, and not from"
                + " all forks alike",
            "end them, or wait");
  }

  private static double stealShare(long[] before, long[] after) {
    double total = 0;
    for (int i = 0; i < before.length; i++) {
      total += after[i] - before[i];
    }
    int steal = CentralProcessor.TickType.STEAL.getIndex();
    return (after[steal] - before[steal]) / total;
  }

  /** What the hypervisor took, as a share of the processor time; NaN where that isn't known. */
  static Finding steal(double share) {
    if (Double.isNaN(share)) {
      return unknown("steal", "no processor time was told");
    }
    String observed = String.format(Locale.ROOT, "%.1f%% of the processor time", 100 * share);
    return share <= MOST_STEAL
        ? fine("steal", observed)
        : doubt(
            "steal",
            observed,
            "the hypervisor runs other machines on these processors: forks are slowed by chance",
            "measure at another time, or on a machine of your own");
  }
}
