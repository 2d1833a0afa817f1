package strandbench.doctor;

import static strandbench.result.Finding.doubt;
import static strandbench.result.Finding.fine;
import static strandbench.result.Finding.unknown;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import strandbench.result.Finding;

/** The clock that everything is measured with. */
final class Clock {
  /** Read by a thread without a system call. */
  private static final Set<String> FAST =
      Set.of("tsc", "kvm-clock", "hyperv_clocksource_tsc_page", "arch_sys_counter", "timebase");

  private static final int CALLS = 20_000;
  private static final int TRIES = 20;
  private static final int STEPS = 200;
  private static final double MOST_COST_NANOS = 100;
  private static final double MOST_STEP_NANOS = 1000;

  private final SystemFiles files;

  Clock(SystemFiles files) {
    this.files = files;
  }

  List<Finding> findings() {
    return List.of(source(), timer());
  }

  Finding source() {
    return files
        .line("sys/devices/system/clocksource/clocksource0/current_clocksource")
        .map(
            source ->
                FAST.contains(source)
                    ? fine("clock-source", source)
                    : doubt(
                        "clock-source",
                        source,
                        "to read the clock takes a system call: sampled operations are told too slow",
                        "boot with clocksource=tsc if the kernel finds the TSC stable"))
        .orElseGet(() -> unknown("clock-source", "the kernel doesn't tell"));
  }

  /** The best of some tries: other load only makes it look slower. */
  private static Finding timer() {
    double cost = IntStream.range(0, TRIES).mapToDouble(i -> nanosPerCall()).min().orElseThrow();
    return timer(cost, stepNanos());
  }

  static Finding timer(double costNanos, double stepNanos) {
    String observed =
        String.format(
            Locale.ROOT,
            "System.nanoTime() takes %.0f ns, and its smallest step is %.0f ns",
            costNanos,
            stepNanos);
    return costNanos <= MOST_COST_NANOS && stepNanos <= MOST_STEP_NANOS
        ? fine("timer", observed)
        : doubt(
            "timer",
            observed,
            "sampled operations shorter than some such steps are told wrong; averages over many are"
                + " not",
            "see clock-source; in a virtual machine, another one");
  }

  private static double nanosPerCall() {
    long start = System.nanoTime();
    long last = start;
    for (int i = 0; i < CALLS; i++) {
      last = System.nanoTime();
    }
    return (last - start) / (double) CALLS;
  }

  /** The smallest difference of two readings that differ. */
  private static double stepNanos() {
    long smallest = Long.MAX_VALUE;
    for (int i = 0; i < STEPS; i++) {
      long before = System.nanoTime();
      long after = System.nanoTime();
      while (after == before) {
        after = System.nanoTime();
      }
      smallest = Math.min(smallest, after - before);
    }
    return smallest;
  }
}
