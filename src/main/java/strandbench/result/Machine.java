package strandbench.result;

import java.util.List;
import java.util.Locale;

/**
 * Where a run was measured. A string that could not be read is {@code "unknown"}.
 *
 * @param cpu the processor's name
 * @param physicalCores physical cores of the machine
 * @param logicalCores logical processors of the machine
 * @param availableProcessors what this process may use: cpuset and quota taken into account
 * @param cgroupCpuQuota quota and period in µs, or {@code max}
 * @param cpuset the processors that the process may run on
 * @param governor the frequency governor
 * @param kernel operating system and kernel
 * @param memoryBytes physical memory
 * @param jdk version, build and vendor of the measuring JVM
 * @param virtualization the hypervisor or container that could be told, or {@code none found}
 * @param jvmArgs flags of every fork
 * @param workerJvmArgs flags of each worker JVM of a process pool
 * @param originJvmArgs flags of the origin server's JVM
 */
public record Machine(
    String cpu,
    int physicalCores,
    int logicalCores,
    int availableProcessors,
    String cgroupCpuQuota,
    String cpuset,
    String governor,
    String kernel,
    long memoryBytes,
    String jdk,
    String virtualization,
    List<String> jvmArgs,
    List<String> workerJvmArgs,
    List<String> originJvmArgs) {

  /** In one line: processor, how many of them, kernel, JDK. */
  public String summary() {
    return cpu + ", " + availableProcessors + " cores, " + kernel + ", JDK " + jdk;
  }

  /** Whether figures measured there and here may stand in one run. */
  public boolean measuresLike(Machine other) {
    return cpu.equals(other.cpu)
        && availableProcessors == other.availableProcessors
        && kernel.equals(other.kernel)
        && jdk.equals(other.jdk);
  }

  /** A short name fit for a directory: {@code amd-epyc-2cpu}. */
  public String slug() {
    String name =
        cpu.toLowerCase(Locale.ROOT)
            .replaceAll("\\(r\\)|\\(tm\\)|processor|cpu|@.*", " ")
            .replaceAll("[^a-z0-9]+", "-")
            .replaceAll("^-|-$", "");
    return name.substring(0, Math.min(24, name.length())).replaceAll("-$", "")
        + "-"
        + availableProcessors
        + "cpu";
  }
}
