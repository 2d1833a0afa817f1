package strandbench.account;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A process by its {@code /proc/PID/stat} (proc_pid_stat(5)).
 *
 * @param pid its id
 * @param parent its parent's
 * @param startTicks when it started, since the machine did: with the id, it names the process
 * @param endedChildrenTicks processor time of children that have ended and that it waited for
 * @param threads how many threads it has
 * @param residentPages what it holds in RAM, shared pages in full
 */
record ProcStat(
    long pid,
    long parent,
    long startTicks,
    long endedChildrenTicks,
    int threads,
    long residentPages) {

  private static final Path PROC = Path.of("/proc");

  /**
   * USER_HZ, in which the kernel tells times to user space: 100 on every 64-bit platform of ours.
   */
  static final long NANOS_PER_TICK = 10_000_000;

  // Places after the name, which stands in parentheses and may hold anything.
  private static final int STATE = 0;
  private static final int PARENT = 1;
  private static final int CHILDREN_USER = 13;
  private static final int CHILDREN_SYSTEM = 14;
  private static final int THREADS = 17;
  private static final int START = 19;
  private static final int RESIDENT = 21;

  /** Empty where there is no such process, or only what is left of it when it has ended. */
  static Optional<ProcStat> of(long pid) {
    try {
      String text =
          new String(
              Files.readAllBytes(directory(pid).resolve("stat")), StandardCharsets.ISO_8859_1);
      String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
      if (fields[STATE].equals("Z") || fields[STATE].equals("X")) {
        return Optional.empty();
      }
      return Optional.of(
          new ProcStat(
              pid,
              Long.parseLong(fields[PARENT]),
              Long.parseLong(fields[START]),
              Long.parseLong(fields[CHILDREN_USER]) + Long.parseLong(fields[CHILDREN_SYSTEM]),
              Integer.parseInt(fields[THREADS]),
              Long.parseLong(fields[RESIDENT])));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  static Path directory(long pid) {
    return PROC.resolve(Long.toString(pid));
  }

  /**
   * Its proportional set size in bytes: of a page that several processes have mapped, only its
   * share. Empty where the kernel doesn't tell.
   */
  OptionalLong proportionalBytes() {
    try {
      return Files.readAllLines(directory(pid).resolve("smaps_rollup")).stream()
          .filter(line -> line.startsWith("Pss:"))
          .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  /** Whether one of the words of its command line is this one. */
  boolean isCommandWith(String word) {
    try {
      String command =
          Files.readString(directory(pid).resolve("cmdline"), StandardCharsets.ISO_8859_1);
      return ("\0" + command).contains("\0" + word + "\0");
    } catch (IOException e) {
      return false;
    }
  }
}
