package strandbench.process.wire;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of files that tell whose they are: {@code strand-PIDNAMESPACE-PID-START-RANDOM}. A process
 * id alone may have been given to another process since, or belong to another container.
 *
 * <p>Thread-safe.
 */
final class OwnedName {
  /** The 22nd field of stat; the name, in parentheses, is the 2nd. */
  private static final int START_AFTER_NAME = 19;

  private static final Pattern NAME =
      Pattern.compile("strand-(\\d{1,18})-(\\d{1,18})-(\\d{1,18})-[0-9a-f]+.*");
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final long NAMESPACE = namespace();
  private static final String OWN = own();

  private OwnedName() {}

  private static String own() {
    ProcessHandle self = ProcessHandle.current();
    return "strand-" + NAMESPACE + "-" + self.pid() + "-" + start(self) + "-";
  }

  /** A name of this process, another at each call. */
  static String next() {
    byte[] random = new byte[6];
    RANDOM.nextBytes(random);
    return OWN + HexFormat.of().formatHex(random);
  }

  /** Whether a name is one of these, and of a process of this container that lives no more. */
  static boolean isOfTheDead(String text) {
    Matcher name = NAME.matcher(text);
    return name.matches()
        && Long.parseLong(name.group(1)) == NAMESPACE
        && !lives(Long.parseLong(name.group(2)), Long.parseLong(name.group(3)));
  }

  private static boolean lives(long pid, long start) {
    return ProcessHandle.of(pid).map(process -> start(process) == start).orElse(false);
  }

  /**
   * When a process was started, in ticks since the system was: the time of day that the JDK makes
   * of it moves with the clock's corrections, and would have the living swept away.
   */
  private static long start(ProcessHandle process) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return Long.parseLong(fields[START_AFTER_NAME]);
    } catch (IOException e) {
      // Without /proc, a process id that was given again passes for the old one.
      return 0;
    }
  }

  private static long namespace() {
    try {
      String link = Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
      return Long.parseLong(link.replaceAll("\\D", ""));
    } catch (IOException | UnsupportedOperationException e) {
      return 0;
    }
  }
}
