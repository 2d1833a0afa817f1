package strandbench.parked;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What this JVM and the processes of some strands hold at a time.
 *
 * @param resident with this JVM's heap
 * @param liveHeapBytes what a full collection has left in this JVM's heap
 */
public record Weight(ResidentMemory resident, long liveHeapBytes) {
  private static final boolean HEAP_IS_RESIDENT = isHeapResident();

  public static Weight with(ParkedStrands strands) {
    return with(strands.pids());
  }

  /** Of this JVM and some further processes. */
  public static Weight with(Collection<Long> others) {
    List<Long> pids = new ArrayList<>(others);
    pids.add(ProcessHandle.current().pid());
    System.gc();
    long live = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    return new Weight(ResidentMemory.of(pids), live);
  }

  public double heapKilobytes() {
    return liveHeapBytes / 1024.0;
  }

  /**
   * Only the difference of two of them means something: it has no garbage in it. NaN if the heap
   * isn't in RAM as a whole, because then it grows into it as it is used.
   */
  public double residentKilobytes() {
    return HEAP_IS_RESIDENT ? heapKilobytes() + resident.bytes() / 1024.0 : Double.NaN;
  }

  public boolean isProportional() {
    return resident.proportional();
  }

  private static boolean isHeapResident() {
    HotSpotDiagnosticMXBean jvm =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    return Boolean.parseBoolean(jvm.getVMOption("AlwaysPreTouch").getValue());
  }
}
