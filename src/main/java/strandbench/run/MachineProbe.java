package strandbench.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.ComputerSystem;
import oshi.hardware.HardwareAbstractionLayer;
import strandbench.origin.Origin;
import strandbench.process.ProcessPool;
import strandbench.result.Machine;

/** Reads what machine this is. */
public final class MachineProbe {
  private static final String UNKNOWN = "unknown";

  private MachineProbe() {}

  /**
   * Reads it.
   *
   * @param jvmArgs flags of every fork
   */
  public static Machine probe(List<String> jvmArgs) {
    HardwareAbstractionLayer hardware = new SystemInfo().getHardware();
    CentralProcessor processor = hardware.getProcessor();
    return new Machine(
        processor.getProcessorIdentifier().getName().strip(),
        processor.getPhysicalProcessorCount(),
        processor.getLogicalProcessorCount(),
        Runtime.getRuntime().availableProcessors(),
        cpuQuota(),
        allowedProcessors(),
        firstLine("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        hardware.getMemory().getTotal(),
        System.getProperty("java.runtime.version") + ", " + System.getProperty("java.vendor"),
        system(hardware.getComputerSystem()),
        jvmArgs,
        ProcessPool.defaultJvmOptions(),
        Origin.jvmOptions());
  }

  /** Maker and model, by which most hypervisors give themselves away. */
  private static String system(ComputerSystem system) {
    String name = system.getManufacturer() + " " + system.getModel();
    return name.equals(UNKNOWN + " " + UNKNOWN) ? UNKNOWN : name;
  }

  /** Version 1 of cgroups says -1 where version 2 says max. */
  private static String cpuQuota() {
    String quota = firstLine("/sys/fs/cgroup/cpu.max", "/sys/fs/cgroup/cpu/cpu.cfs_quota_us");
    return quota.equals("-1") ? "max" : quota;
  }

  private static String allowedProcessors() {
    try (Stream<String> status = Files.lines(Path.of("/proc/self/status"))) {
      return status
          .filter(line -> line.startsWith("Cpus_allowed_list:"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(UNKNOWN);
    } catch (IOException e) {
      return UNKNOWN;
    }
  }

  private static String firstLine(String... candidates) {
    for (String file : candidates) {
      try {
        return Files.readAllLines(Path.of(file)).getFirst().strip();
      } catch (IOException | RuntimeException e) {
        // Not here; the next candidate may be.
      }
    }
    return UNKNOWN;
  }
}
