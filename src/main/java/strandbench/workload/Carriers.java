package strandbench.workload;

import java.lang.management.ManagementFactory;
import jdk.management.VirtualThreadSchedulerMXBean;

/** The platform threads that carry this JVM's virtual threads. */
public final class Carriers {
  private static final String PROPERTY = "jdk.virtualThreadScheduler.parallelism";

  private Carriers() {}

  /**
   * How many virtual threads may run at once.
   *
   * @throws IllegalStateException if that is not what the JVM was started with: the scheduler reads
   *     its property once, and whoever sets it later only believes to have changed something
   */
  public static int count() {
    int wanted = Integer.getInteger(PROPERTY, Runtime.getRuntime().availableProcessors());
    int found =
        ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class).getParallelism();
    if (found != wanted) {
      throw new IllegalStateException(
          "%d carriers, not %d: %s counts as an argument of the JVM only"
              .formatted(found, wanted, PROPERTY));
    }
    return found;
  }
}
