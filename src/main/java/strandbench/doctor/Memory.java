package strandbench.doctor;

import static strandbench.result.Finding.doubt;
import static strandbench.result.Finding.fine;
import static strandbench.result.Finding.unknown;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import strandbench.result.Finding;

/** Memory and swap. */
final class Memory {
  private static final String MEMINFO = "proc/meminfo";

  /** A fork of 512 MB with an origin of 256 MB and four workers of as much, and room for JVMs. */
  private static final double LEAST_GIBIBYTES = 3;

  private final SystemFiles files;

  Memory(SystemFiles files) {
    this.files = files;
  }

  List<Finding> findings() {
    return List.of(available(), limit(), swap(), hugePages());
  }

  private Finding available() {
    OptionalLong kilobytes = meminfo("MemAvailable:");
    if (kilobytes.isEmpty()) {
      return unknown("memory", "the kernel doesn't tell how much is free");
    }
    double gibibytes = kilobytes.getAsLong() / 1048576.0;
    String observed = String.format(Locale.ROOT, "%.1f GiB available", gibibytes);
    return gibibytes >= LEAST_GIBIBYTES
        ? fine("memory", observed)
        : doubt(
            "memory",
            observed,
            "forks, workers and the origin take up to "
                + LEAST_GIBIBYTES
                + " GiB; with less, pages"
                + " are written out or a process is killed in the midst of a measurement",
            "close what else holds memory");
  }

  private Finding limit() {
    if (files.lines("proc/self/cgroup").isEmpty()) {
      return unknown("memory-limit", "the kernel doesn't tell of control groups");
    }
    OptionalLong limit = new ControlGroup(files).memory();
    long total = 1024 * meminfo("MemTotal:").orElse(Long.MAX_VALUE / 1024);
    // Version 1 writes no limit as the largest number of pages.
    if (limit.isEmpty() || limit.getAsLong() >= total) {
      return fine("memory-limit", "none");
    }
    double gibibytes = limit.getAsLong() / (double) (1 << 30);
    String observed = String.format(Locale.ROOT, "%.1f GiB", gibibytes);
    return gibibytes >= LEAST_GIBIBYTES
        ? fine("memory-limit", observed)
        : doubt(
            "memory-limit",
            observed,
            "beyond it the kernel kills one of the JVMs; close to it, it reclaims pages while they are"
                + " measured",
            "give the container " + LEAST_GIBIBYTES + " GiB or more");
  }

  private Finding swap() {
    OptionalLong total = meminfo("SwapTotal:");
    OptionalLong free = meminfo("SwapFree:");
    if (total.isEmpty() || free.isEmpty()) {
      return unknown("swap", "the kernel doesn't tell");
    }
    long used = (total.getAsLong() - free.getAsLong()) / 1024;
    return used == 0
        ? fine("swap", total.getAsLong() == 0 ? "none" : "none of it in use")
        : doubt(
            "swap",
            used + " MiB in use",
            "memory that was written out is read back while it is measured",
            "free memory, then swapoff -a");
  }

  private Finding hugePages() {
    Optional<String> mode = files.line("sys/kernel/mm/transparent_hugepage/enabled");
    if (mode.isEmpty()) {
      return unknown("huge-pages", "the kernel doesn't tell");
    }
    return mode.get().contains("[always]")
        ? doubt(
            "huge-pages",
            "transparent huge pages: always",
            "the kernel merges pages of the heap when it finds the time: forks differ by which of"
                + " their pages it has got to, and resident memory jumps by 2 MiB",
            "echo madvise > /sys/kernel/mm/transparent_hugepage/enabled")
        : fine("huge-pages", "transparent huge pages: " + mode.get());
  }

  private OptionalLong meminfo(String label) {
    return files
        .labelled(MEMINFO, label)
        .map(value -> SystemFiles.wholeNumber(value.replace(" kB", "")))
        .orElse(OptionalLong.empty());
  }
}
