package strandbench.process.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The directory of this JVM's sockets, which only its owner can enter. It goes when the JVM ends in
 * order; when the JVM is killed, its children remove it; and what is left when all are killed at
 * once, the next JVM sweeps away.
 *
 * <p>Its name tells whose it is: {@code strand-PIDNAMESPACE-PID-START-RANDOM}. A process id alone
 * may have been given to another process since, or belong to another container.
 *
 * <p>Thread-safe.
 */
public final class Scratch {
  /** What fits into a socket's address is 107 bytes; those below the root take 70. */
  private static final int LONGEST_ROOT = 37;

  /** The 22nd field of stat; the name, in parentheses, is the 2nd. */
  private static final int START_AFTER_NAME = 19;

  private static final Pattern NAME = Pattern.compile("strand-(\\d+)-(\\d+)-(\\d+)-[0-9a-f]+.*");
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final AtomicInteger NAMES = new AtomicInteger();

  private static final List<Runnable> BEFORE_REMOVAL = new CopyOnWriteArrayList<>();
  private static final Path OWN = root().resolve(ownName());

  /** Guarded by the class. */
  private static boolean made;

  private Scratch() {}

  /**
   * This JVM's own directory, made when first asked for.
   *
   * @throws UncheckedIOException if it can't be made
   * @throws IllegalStateException if it isn't there yet and this JVM is shutting down
   */
  public static synchronized Path directory() {
    if (!made) {
      Thread removal = new Thread(Scratch::removeAtExit, "sb-scratch");
      Runtime.getRuntime().addShutdownHook(removal);
      try {
        make();
        made = true;
      } catch (IOException e) {
        Runtime.getRuntime().removeShutdownHook(removal);
        throw new UncheckedIOException(e);
      }
    }
    return OWN;
  }

  private static void make() throws IOException {
    sweep(root());
    Files.createDirectory(
        OWN, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  /**
   * Where it is or will be. A child that is told so before the directory is made can remove it
   * whenever this JVM dies.
   */
  public static Path path() {
    return OWN;
  }

  /**
   * Has something done when this JVM ends in order, before the directory goes; with the directory,
   * others can't reach this JVM any more.
   */
  public static void beforeRemoval(Runnable action) {
    BEFORE_REMOVAL.add(action);
  }

  private static void removeAtExit() {
    BEFORE_REMOVAL.forEach(Runnable::run);
    removeOwn();
  }

  /** Removes the directory, if there is one, when the JVM is about to halt. */
  public static synchronized void removeOwn() {
    if (made) {
      remove(OWN);
    }
  }

  /** A short path in the directory that nothing else has. */
  public static Path newPath() {
    return directory().resolve(Integer.toString(NAMES.incrementAndGet(), Character.MAX_RADIX));
  }

  /** A name that says whose it is, as {@link #sweep} reads it; different at each call. */
  static String ownName() {
    byte[] random = new byte[6];
    RANDOM.nextBytes(random);
    ProcessHandle self = ProcessHandle.current();
    return "strand-%d-%d-%d-%s"
        .formatted(namespace(), self.pid(), start(self), HexFormat.of().formatHex(random));
  }

  private static Path root() {
    Path root = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
    boolean fits = root.toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST_ROOT;
    return fits ? root : Path.of("/tmp");
  }

  /** Removes what JVMs that live no more have left in a directory; says nothing where it can't. */
  public static void sweep(Path root) {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(root, "strand-*")) {
      for (Path path : all) {
        Matcher name = NAME.matcher(path.getFileName().toString());
        if (name.matches() && isOfTheDead(name)) {
          remove(path);
        }
      }
    } catch (IOException e) {
      // Someone else's, or gone already.
    }
  }

  private static boolean isOfTheDead(Matcher name) {
    long pid = Long.parseLong(name.group(2));
    long start = Long.parseLong(name.group(3));
    return Long.parseLong(name.group(1)) == namespace()
        && ProcessHandle.of(pid).map(process -> start(process) != start).orElse(true);
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

  /** Removes a file, or a directory with the files in it. What is gone already is no error. */
  public static void remove(Path path) {
    try {
      if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(path)) {
          for (Path each : all) {
            remove(each);
          }
        }
      }
      Files.deleteIfExists(path);
    } catch (IOException e) {
      // Removed by another at the same time, or not ours: the next sweep finds it.
    }
  }
}
