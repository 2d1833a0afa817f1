package strandbench.doctor;

import static strandbench.result.Finding.doubt;
import static strandbench.result.Finding.fine;
import static strandbench.result.Finding.unknown;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import strandbench.result.Finding;

/** Cores, and how fast they run. */
final class Processors {
  private static final String CPU = "sys/devices/system/cpu/";

  private final SystemFiles files;
  private final int available;

  /**
   * Creates the checks.
   *
   * @param available the processors that this JVM may use
   */
  Processors(SystemFiles files, int available) {
    this.files = files;
    this.available = available;
  }

  List<Finding> findings() {
    return List.of(cores(), quota(), smt(), governor(), turbo(), numa(), virtualization());
  }

  private Finding cores() {
    Optional<String> allowed = files.labelled("proc/self/status", "Cpus_allowed_list:");
    Optional<String> online = files.line(CPU + "online");
    if (allowed.isEmpty() || online.isEmpty()) {
      return unknown("cores", "the kernel doesn't tell which processors may be used");
    }
    String observed =
        "this process may run on processors "
            + allowed.get()
            + " of "
            + online.get()
            + "; the JVM takes "
            + available;
    if (available == 1) {
      return doubt(
          "cores",
          observed,
          "nothing runs in parallel: no model can be faster than one thread, and JMH, the collector"
              + " and the compiler share the core with what is measured",
          "measure on two cores or more");
    }
    return allowed.get().equals(online.get())
        ? fine("cores", observed)
        : doubt(
            "cores",
            observed,
            "others may run on the same processors, and those left out heat and slow them",
            "reserve the processors (cpuset, isolcpus), or use the whole machine");
  }

  private Finding quota() {
    if (files.lines("proc/self/cgroup").isEmpty()) {
      return unknown("cpu-quota", "the kernel doesn't tell of control groups");
    }
    OptionalDouble quota = new ControlGroup(files).quota();
    return quota.isEmpty()
        ? fine("cpu-quota", "no limit")
        : doubt(
            "cpu-quota",
            String.format(Locale.ROOT, "%.2f processors' worth of time", quota.getAsDouble()),
            "when it is used up, all threads stop until the next period: latencies get a tail, and"
                + " more threads look worse than they are",
            "give the container whole processors (--cpuset-cpus) and no quota");
  }

  private Finding smt() {
    return switch (files.line(CPU + "smt/active").orElse("")) {
      case "0" -> fine("smt", "off, or hidden by the hypervisor");
      case "1" ->
          doubt(
              "smt",
              "two or more logical processors share a core",
              "from the physical cores on, another thread adds a fraction of a core, and which"
                  + " threads share one changes from fork to fork",
              "turn it off (echo off > /sys/devices/system/cpu/smt/control), or read the scaling"
                  + " charts only as far as the physical cores");
      default -> unknown("smt", "the kernel doesn't tell");
    };
  }

  private Finding governor() {
    Optional<String> governor = files.line(CPU + "cpu0/cpufreq/scaling_governor");
    if (governor.isEmpty()) {
      return unknown("governor", "the kernel doesn't tell (as in most virtual machines)");
    }
    return governor.get().equals("performance")
        ? fine("governor", "performance")
        : doubt(
            "governor",
            governor.get(),
            "the clock follows the load with a delay: short or waiting work is measured at a lower"
                + " clock than busy work",
            "cpupower frequency-set -g performance");
  }

  private Finding turbo() {
    Optional<Boolean> on =
        files
            .line(CPU + "intel_pstate/no_turbo")
            .map("0"::equals)
            .or(() -> files.line(CPU + "cpufreq/boost").map("1"::equals));
    if (on.isEmpty()) {
      return unknown("turbo", "the kernel doesn't tell (as in most virtual machines)");
    }
    return on.get()
        ? doubt(
            "turbo",
            "on",
            "one busy core runs at a higher clock than all of them: speedups and efficiencies come"
                + " out too low, and figures follow the temperature",
            "turn it off while you measure (echo 1 > .../intel_pstate/no_turbo, or echo 0 >"
                + " .../cpufreq/boost)")
        : fine("turbo", "off");
  }

  private Finding numa() {
    Optional<String> nodes = files.line("sys/devices/system/node/online");
    if (nodes.isEmpty()) {
      return unknown("numa", "the kernel doesn't tell");
    }
    return nodes.get().equals("0")
        ? fine("numa", "one node")
        : doubt(
            "numa",
            "nodes " + nodes.get(),
            "memory of another node is slower; where threads and memory land differs from fork to"
                + " fork",
            "bind the run to one node: numactl --cpunodebind=0 --membind=0 scripts/strandbench run");
  }

  private Finding virtualization() {
    List<String> cpuinfo = files.lines("proc/cpuinfo");
    if (cpuinfo.stream().noneMatch(line -> line.startsWith("flags"))) {
      return unknown("virtualization", "this processor doesn't tell");
    }
    boolean hypervisor =
        cpuinfo.stream()
            .filter(line -> line.startsWith("flags"))
            .anyMatch(line -> (line + " ").contains(" hypervisor "));
    boolean container = files.exists(".dockerenv") || files.exists("run/.containerenv");
    return hypervisor
        ? doubt(
            "virtualization",
            "a virtual machine" + (container ? ", and a container in it" : ""),
            "neighbours share caches, memory bandwidth and clock, of which steal time shows nothing",
            "measure on a machine of your own, or trust only what several runs at several times agree"
                + " on")
        : fine("virtualization", container ? "a container on bare metal" : "none found");
  }
}
