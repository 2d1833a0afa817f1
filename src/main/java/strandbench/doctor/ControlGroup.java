package strandbench.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The limits of the control group that this process is in, and of those above it: the tightest
 * counts (cgroups(7), both versions).
 */
final class ControlGroup {
  private static final String MOUNT = "sys/fs/cgroup";

  private final SystemFiles files;

  ControlGroup(SystemFiles files) {
    this.files = files;
  }

  /** Processors' worth of time; empty where there is no quota. */
  OptionalDouble quota() {
    OptionalDouble least = OptionalDouble.empty();
    for (String directory : directories("cpu")) {
      OptionalDouble quota = quota(directory);
      if (quota.isPresent() && quota.getAsDouble() < least.orElse(Double.MAX_VALUE)) {
        least = quota;
      }
    }
    return least;
  }

  private OptionalDouble quota(String directory) {
    String[] max = files.line(directory + "/cpu.max").orElse("").split(" ", 2);
    OptionalLong quota =
        max.length == 2
            ? SystemFiles.wholeNumber(max[0])
            : files.number(directory + "/cpu.cfs_quota_us");
    OptionalLong period =
        max.length == 2
            ? SystemFiles.wholeNumber(max[1])
            : files.number(directory + "/cpu.cfs_period_us");
    return quota.isPresent() && period.orElse(0) > 0
        ? OptionalDouble.of((double) quota.getAsLong() / period.getAsLong())
        : OptionalDouble.empty();
  }

  /** Bytes of memory; empty where there is no limit. */
  OptionalLong memory() {
    return least("memory", "memory.max", "memory.limit_in_bytes");
  }

  /** Processes and threads; empty where there is no limit. */
  OptionalLong pids() {
    return least("pids", "pids.max", "pids.max");
  }

  private OptionalLong least(String controller, String version2, String version1) {
    return directories(controller).stream()
        .flatMap(
            directory ->
                List.of(
                    files.number(directory + "/" + version2),
                    files.number(directory + "/" + version1))
                    .stream())
        .filter(OptionalLong::isPresent)
        .mapToLong(OptionalLong::getAsLong)
        .min();
  }

  /** Own group first, then those above it; in a container, its own is at the top. */
  private List<String> directories(String controller) {
    List<String> directories = new ArrayList<>();
    for (String line : files.lines("proc/self/cgroup")) {
      String[] parts = line.split(":", 3);
      boolean unified = parts.length == 3 && parts[0].equals("0") && parts[1].isEmpty();
      boolean named = parts.length == 3 && List.of(parts[1].split(",", -1)).contains(controller);
      if (unified || named) {
        String mount = unified ? MOUNT : MOUNT + "/" + controller;
        String path = parts[2].equals("/") ? "" : parts[2];
        while (!path.isEmpty()) {
          directories.add(mount + path);
          path = path.substring(0, path.lastIndexOf('/'));
        }
        directories.add(mount);
      }
    }
    return directories;
  }
}
