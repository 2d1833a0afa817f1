package strandbench.account;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * What the threads of a process have done, by its {@code /proc/PID/task}. A thread that has ended
 * stays in the table with what was last seen of it; one that began and ended between two looks is
 * not in it, nor is what a thread did between the last look and its end.
 *
 * <p>Not thread-safe.
 */
final class ThreadTable {
  /** What HotSpot calls the threads of its optimizing compiler, cut to 15 characters by Linux. */
  private static final String C2_THREAD = "C2 CompilerThre";

  private final Path tasks;
  private final boolean compilerOnly;
  private final Map<String, Row> rows = new HashMap<>();

  /**
   * Creates a table without rows.
   *
   * @param pid whose threads
   * @param compilerOnly where somebody else counts the switches: only the compiler's threads are
   *     looked at then, which is much cheaper where there are thousands
   */
  ThreadTable(long pid, boolean compilerOnly) {
    this.tasks = ProcStat.directory(pid).resolve("task");
    this.compilerOnly = compilerOnly;
  }

  private record Row(boolean compiles, long voluntary, long involuntary, long cpuNanos) {
    static final Row OF_NO_INTEREST = new Row(false, 0, 0, 0);
  }

  /** Looks at all threads that there are now. */
  void look() {
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(tasks)) {
      for (Path thread : threads) {
        look(thread);
      }
    } catch (IOException | DirectoryIteratorException e) {
      // The process has ended; what was seen of it stays.
    }
  }

  private void look(Path thread) {
    String id = thread.getFileName().toString();
    Row before = rows.get(id);
    if (compilerOnly && before != null && !before.compiles) {
      return;
    }
    try {
      boolean compiles =
          before == null ? text(thread.resolve("comm")).strip().equals(C2_THREAD) : before.compiles;
      // The first figure of schedstat is the time on a processor, in nanoseconds.
      long cpuNanos =
          compiles ? Long.parseLong(text(thread.resolve("schedstat")).split(" ", 2)[0]) : 0;
      if (compilerOnly) {
        rows.put(id, compiles ? new Row(true, 0, 0, cpuNanos) : Row.OF_NO_INTEREST);
      } else {
        String status = text(thread.resolve("status"));
        rows.put(
            id,
            new Row(
                compiles,
                number(status, "\nvoluntary_ctxt_switches:"),
                number(status, "\nnonvoluntary_ctxt_switches:"),
                cpuNanos));
      }
    } catch (IOException e) {
      // The thread has ended; what was last seen of it stays.
    }
  }

  long voluntarySwitches() {
    return rows.values().stream().mapToLong(Row::voluntary).sum();
  }

  long involuntarySwitches() {
    return rows.values().stream().mapToLong(Row::involuntary).sum();
  }

  /** Processor time of the optimizing compiler. */
  long compilerNanos() {
    return rows.values().stream().mapToLong(Row::cpuNanos).sum();
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
  }

  private static long number(String status, String label) {
    int from = status.indexOf(label) + label.length();
    return Long.parseLong(status.substring(from, status.indexOf('\n', from)).strip());
  }
}
