package strandbench.run;

import java.lang.management.ManagementFactory;

/** The machine's load. */
final class LoadAverage {
  private LoadAverage() {}

  /** The one-minute load average; NaN where the platform has none. */
  static double lastMinute() {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    return load < 0 ? Double.NaN : load;
  }
}
