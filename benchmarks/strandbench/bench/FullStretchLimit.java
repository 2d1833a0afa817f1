package strandbench.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.Optional;
import strandbench.catalog.CellLimit;

/**
 * A heap of 8 GB, all of which is touched, wants a machine (or container) that has half as much
 * again; connections and threads have the limits of {@link FetchClientLimit}.
 */
public final class FullStretchLimit implements CellLimit {
  private static final long GIGABYTE = 1L << 30;
  private static final long WANTED_GIGABYTES = 12;

  private final long memory;

  /** The limits of this machine. */
  public FullStretchLimit() {
    this(
        ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getTotalMemorySize());
  }

  /** Limits of one with so many bytes of memory. */
  FullStretchLimit(long memory) {
    this.memory = memory;
  }

  @Override
  public Optional<String> refusal(Map<String, String> params, int cores) {
    if (memory < WANTED_GIGABYTES * GIGABYTE) {
      return Optional.of(
          "its heap of 8 GB wants a machine with %d GB of memory; this one has %.1f"
              .formatted(WANTED_GIGABYTES, (double) memory / GIGABYTE));
    }
    return new FetchClientLimit().refusal(params, cores);
  }
}
