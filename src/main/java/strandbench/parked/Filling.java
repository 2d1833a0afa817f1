package strandbench.parked;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.function.LongSupplier;
import oshi.SystemInfo;
import oshi.hardware.GlobalMemory;

/**
 * Starts strands until there are as many as wanted, or the first sign that it is enough.
 *
 * @param limit how long it may take
 * @param availableBytes the memory that the machine has to spare
 * @param floorBytes how much of that has to be left
 */
public record Filling(Duration limit, LongSupplier availableBytes, long floorBytes) {
  private static final double FULL_HEAP = 0.75;
  private static final double FULL_OF_LIVE_OBJECTS = 0.7;

  /** Why there are no more. */
  public enum Stop {
    CAP,
    REFUSED,
    MEMORY,
    TIME
  }

  /** Leaves half of the memory that is available now to the machine's other work. */
  public static Filling withinHalfOfWhatIsAvailable(Duration limit) {
    return new Filling(limit, Filling::availableNow, availableNow() / 2);
  }

  /**
   * Starts them. When the system refuses one, some are let go at once, so that the machine's other
   * programs find room to start a thread or a process.
   *
   * @param cap how many are wanted
   * @param batch how many are started between two looks, and let go after a refusal
   */
  public Stop fill(ParkedStrands strands, int cap, int batch) throws Exception {
    long start = System.nanoTime();
    while (strands.count() < cap) {
      if (System.nanoTime() - start > limit.toNanos()) {
        return Stop.TIME;
      }
      if (availableBytes.getAsLong() < floorBytes || isHeapFull()) {
        return Stop.MEMORY;
      }
      for (int left = Math.min(batch, cap - strands.count()); left > 0; left--) {
        if (!strands.add()) {
          makeRoom(strands, batch);
          return Stop.REFUSED;
        }
      }
    }
    return Stop.CAP;
  }

  private static void makeRoom(ParkedStrands strands, int batch) throws Exception {
    for (int left = Math.min(batch, strands.count()); left > 0; left--) {
      strands.letGo();
    }
  }

  /** Garbage doesn't count, but to know how much there is takes a collection. */
  private static boolean isHeapFull() {
    Runtime runtime = Runtime.getRuntime();
    if (usedShare(runtime) < FULL_HEAP) {
      return false;
    }
    System.gc();
    return usedShare(runtime) > FULL_OF_LIVE_OBJECTS;
  }

  private static double usedShare(Runtime runtime) {
    return (double) (runtime.totalMemory() - runtime.freeMemory()) / runtime.maxMemory();
  }

  private static long availableNow() {
    GlobalMemory machine = new SystemInfo().getHardware().getMemory();
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    boolean contained = system.getTotalMemorySize() < machine.getTotal();
    return contained
        ? Math.min(machine.getAvailable(), system.getFreeMemorySize())
        : machine.getAvailable();
  }
}
