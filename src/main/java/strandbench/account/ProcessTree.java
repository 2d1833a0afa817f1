package strandbench.account;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * This process and its descendants. A process whose parent has ended before it belongs to the
 * system's first process, and is not found any more.
 *
 * <p>Not thread-safe.
 */
final class ProcessTree {
  private final long root = ProcessHandle.current().pid();
  private final String apart;
  private final Map<Long, Boolean> isApart = new HashMap<>();

  /**
   * Creates it.
   *
   * @param apart the word of a command line by which processes are known that are to be told apart,
   *     with their descendants
   */
  ProcessTree(String apart) {
    this.apart = apart;
  }

  /**
   * The processes as they are now.
   *
   * @param own this process first, then the descendants that aren't told apart
   * @param apart the others
   */
  record Members(List<ProcStat> own, List<ProcStat> apart) {}

  /** Looks through all of {@code /proc}. */
  Members find() {
    Map<Long, List<ProcStat>> children = new HashMap<>();
    for (ProcStat process : all()) {
      children.computeIfAbsent(process.parent(), any -> new ArrayList<>()).add(process);
    }
    List<ProcStat> own = new ArrayList<>();
    List<ProcStat> others = new ArrayList<>();
    ProcStat.of(root).ifPresent(own::add);
    Deque<ProcStat> toLookAt = new ArrayDeque<>(children.getOrDefault(root, List.of()));
    while (!toLookAt.isEmpty()) {
      ProcStat process = toLookAt.remove();
      List<ProcStat> below = children.getOrDefault(process.pid(), List.of());
      if (isApart(process)) {
        others.add(process);
        below.forEach(child -> isApart.put(key(child), true));
      } else {
        own.add(process);
      }
      toLookAt.addAll(below);
    }
    return new Members(own, others);
  }

  private boolean isApart(ProcStat process) {
    // Not remembered while false: a process becomes what it is only by its exec.
    return isApart.containsKey(key(process))
        || (process.isCommandWith(apart) && isApart.put(key(process), true) == null);
  }

  private static long key(ProcStat process) {
    return process.startTicks() << 22 | process.pid();
  }

  private static List<ProcStat> all() {
    List<ProcStat> all = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path entry : entries) {
        ProcStat.of(Long.parseLong(entry.getFileName().toString())).ifPresent(all::add);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }
}
