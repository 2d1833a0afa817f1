package strandbench.process.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The directory of this JVM's sockets, which only its owner can enter. It goes when the JVM ends in
 * order; when the JVM is killed, its children remove it; and what is left when all are killed at
 * once, the next JVM sweeps away.
 *
 * <p>Thread-safe.
 */
public final class Scratch {
  /** What fits into a socket's address is 107 bytes; those below the root take 70. */
  private static final int LONGEST_ROOT = 37;

  private static final AtomicInteger NAMES = new AtomicInteger();

  private static final List<Runnable> BEFORE_REMOVAL = new CopyOnWriteArrayList<>();

  /** Guarded by the class. */
  private static boolean made;

  private Scratch() {}

  /** Apart, because a child that only cleans up behind its parent would pay for it at its start. */
  private static final class Own {
    static final Path DIRECTORY = root().resolve(OwnedName.next());
  }

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
    return Own.DIRECTORY;
  }

  private static void make() throws IOException {
    sweep(root());
    Files.createDirectory(
        Own.DIRECTORY,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  /**
   * Where it is or will be. A child that is told so before the directory is made can remove it
   * whenever this JVM dies.
   */
  public static Path path() {
    return Own.DIRECTORY;
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
      remove(Own.DIRECTORY);
    }
  }

  /** A short path in the directory that nothing else has. */
  public static Path newPath() {
    return directory().resolve(Integer.toString(NAMES.incrementAndGet(), Character.MAX_RADIX));
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
        if (OwnedName.isOfTheDead(path.getFileName().toString())) {
          remove(path);
        }
      }
    } catch (IOException e) {
      // Someone else's, or gone already.
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
