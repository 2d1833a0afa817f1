package strandbench.parked;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import oshi.SystemInfo;
import oshi.software.os.OSProcess;
import oshi.software.os.OperatingSystem;

/**
 * The memory that some processes hold in the machine's RAM, together.
 *
 * <p>On Linux it is the sum of their proportional set sizes: a page that several processes have
 * mapped counts for each of them by its share, so that the sum counts it once. Elsewhere, and where
 * the kernel or its rights withhold that, it is the sum of their resident set sizes, which counts
 * such a page once for each.
 *
 * @param bytes the sum
 * @param proportional whether it is of proportional set sizes
 */
public record ResidentMemory(long bytes, boolean proportional) {
  private static final Pattern PSS = Pattern.compile("(?m)^Pss:\\s+(\\d+) kB$");

  /**
   * Reads the processes, by one measure for all of them.
   *
   * @throws IllegalStateException if one has ended
   */
  public static ResidentMemory of(Collection<Long> pids) {
    long sum = 0;
    for (long pid : pids) {
      OptionalLong share = proportionalBytes(pid);
      if (share.isEmpty()) {
        return new ResidentMemory(
            pids.stream().mapToLong(ResidentMemory::residentBytes).sum(), false);
      }
      sum += share.getAsLong();
    }
    return new ResidentMemory(sum, true);
  }

  /** Empty where the kernel doesn't tell. */
  static OptionalLong proportionalBytes(long pid) {
    try {
      Matcher line =
          PSS.matcher(Files.readString(Path.of("/proc", Long.toString(pid), "smaps_rollup")));
      return line.find()
          ? OptionalLong.of(1024 * Long.parseLong(line.group(1)))
          : OptionalLong.empty();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  static long residentBytes(long pid) {
    OSProcess process = OperatingSystemHolder.SYSTEM.getProcess(Math.toIntExact(pid));
    if (process == null) {
      throw new IllegalStateException("process " + pid + " has ended");
    }
    return process.getResidentSetSize();
  }

  /** Loaded only where it is needed: it takes memory itself. */
  private static final class OperatingSystemHolder {
    static final OperatingSystem SYSTEM = new SystemInfo().getOperatingSystem();
  }
}
