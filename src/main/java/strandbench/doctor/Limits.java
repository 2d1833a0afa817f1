package strandbench.doctor;

import static strandbench.result.Finding.doubt;
import static strandbench.result.Finding.fine;
import static strandbench.result.Finding.unknown;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import strandbench.result.Finding;

/** How many threads, files and ports there may be. */
final class Limits {
  /** Ten thousand requests in flight, a thread each, and what the JVMs have of their own. */
  private static final long MANY = 12_000;

  private final SystemFiles files;

  Limits(SystemFiles files) {
    this.files = files;
  }

  List<Finding> findings() {
    return List.of(threads(), openFiles(), ports());
  }

  private Finding threads() {
    Optional<OptionalLong> processes = limit("Max processes");
    OptionalLong threadsMax = files.number("proc/sys/kernel/threads-max");
    OptionalLong pidMax = files.number("proc/sys/kernel/pid_max");
    if (processes.isEmpty() || threadsMax.isEmpty() || pidMax.isEmpty()) {
      return unknown("threads", "the kernel doesn't tell its limits");
    }
    long least =
        Stream.of(processes.get(), threadsMax, pidMax, new ControlGroup(files).pids())
            .flatMapToLong(OptionalLong::stream)
            .min()
            .orElseThrow();
    String observed = "at most " + least + " threads and processes";
    return least >= MANY
        ? fine("threads", observed)
        : doubt(
            "threads",
            observed,
            "a platform thread for each of 10,000 requests in flight can't be started: such cells"
                + " fail",
            "raise ulimit -u, kernel.threads-max, kernel.pid_max or the container's pids limit");
  }

  private Finding openFiles() {
    Optional<OptionalLong> limit = limit("Max open files");
    if (limit.isEmpty()) {
      return unknown("open-files", "the kernel doesn't tell its limits");
    }
    long most = limit.get().orElse(Long.MAX_VALUE);
    String observed = limit.get().isPresent() ? most + " a process" : "no limit";
    return most >= MANY
        ? fine("open-files", observed)
        : doubt(
            "open-files",
            observed,
            "10,000 requests in flight need a socket each, at the client as at the origin: such cells"
                + " fail",
            "ulimit -n 65536");
  }

  private Finding ports() {
    Optional<long[]> range =
        files
            .line("proc/sys/net/ipv4/ip_local_port_range")
            .map(line -> Stream.of(line.split("\\s+")).mapToLong(Long::parseLong).toArray())
            .filter(ends -> ends.length == 2);
    if (range.isEmpty()) {
      return unknown("ports", "the kernel doesn't tell the range of ephemeral ports");
    }
    long ports = range.get()[1] - range.get()[0] + 1;
    String observed = ports + " ephemeral ports";
    return ports >= MANY
        ? fine("ports", observed)
        : doubt(
            "ports",
            observed,
            "each connection to the origin holds one, and for a minute after its end: at many in"
                + " flight there are none left",
            "sysctl net.ipv4.ip_local_port_range='15000 65000'");
  }

  /** The soft limit; an empty number for none, empty where it can't be read. */
  private Optional<OptionalLong> limit(String name) {
    return files
        .labelled("proc/self/limits", name)
        .map(value -> SystemFiles.wholeNumber(value.split("\\s+", 2)[0]));
  }
}
