package strandbench.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Ahead-of-time caches (JEP 483, 514, 515) from which child JVMs start faster: the classes that a
 * training run loaded, linked, and the profiles of its methods. One file for each combination of
 * JDK, options, main class and class path, in {@code ${XDG_CACHE_HOME:-~/.cache}/strandbench}, or
 * where the system property {@value #DIRECTORY_PROPERTY} says.
 *
 * <pre>{@code
 * if (StartupCache.optionsFor(command).isEmpty()) {
 *   StartupCache.create(command, training -> startAndAwaitOrderlyEnd(training));
 * }
 * ChildJvm.start("fast", command.withJvmOptions(StartupCache.optionsFor(command)));
 * }</pre>
 *
 * <p>A cache is a matter of speed only: where there is none, or the JVM finds that one doesn't fit,
 * children start without, and nobody is told. None can be made for a class path with directories on
 * it, only for jars.
 *
 * <p>Whoever can write the cache can have code run as its user; so the directory has to be the
 * user's own and closed to writing by others, or it is not used.
 *
 * <p>Thread-safe, also between JVMs: a cache appears whole or not at all, and is never changed.
 */
public final class StartupCache {
  /** The system property that names the directory, where it is to be another one. */
  public static final String DIRECTORY_PROPERTY = "strandbench.cache";

  private static final String CACHE = "-XX:AOTCache=";
  private static final int MAX_CACHES = 6;
  private static final Duration CREATE_LIMIT = Duration.ofMinutes(2);
  private static final Duration LEFTOVER_AGE = Duration.ofHours(1);
  private static final String SUFFIX = ".aot";

  /**
   * Classes come from the cache, profiles don't: those of the training, which runs next to nothing
   * of a task, had C2 make worse code of a counting loop than a worker's own (1.5 s instead of 1.1
   * s for the same total, in most forks). A JVM that doesn't know the option gets no cache.
   */
  private static final List<String> UNTRAINED =
      List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:-AOTReplayTraining");

  /** A JVM that finds no fit would say so on standard output. */
  private static final List<String> QUIET = List.of("-Xlog:aot=off", "-Xlog:cds=off");

  /** A JVM that records or creates says so on standard output, whatever its log is told. */
  private static final List<String> SILENT =
      List.of("-Xlog:disable", "-XX:+UnlockDiagnosticVMOptions", "-XX:-DisplayVMOutput");

  /** Has a JVM start, print its version and exit. */
  private static final List<String> VERSION = List.of("-version");

  private StartupCache() {}

  /** What the JVMs are to be fast at. */
  @FunctionalInterface
  public interface Training {
    /**
     * Starts a JVM, has it do what others will do, and waits for its orderly end. What it hasn't
     * done by then isn't in the cache; a JVM that is killed leaves none.
     *
     * @param command the one that was to be trained, with options that make the JVM record
     */
    void run(JvmCommand command) throws Exception;
  }

  /**
   * The options that make a JVM of this command start from its cache; empty where there is none, or
   * where the command's own options rule one out.
   */
  public static List<String> optionsFor(JvmCommand command) {
    Path cache = find(command);
    if (cache == null || !Files.isReadable(cache)) {
      return List.of();
    }
    touch(cache);
    return use(cache, "auto");
  }

  /**
   * Makes the cache for a command, also where there is one. Takes a few seconds and some 15 MB, and
   * removes old caches.
   *
   * @return whether {@link #optionsFor} has options for the command now
   */
  public static boolean create(JvmCommand command, Training training) {
    Path cache = find(command);
    if (cache == null) {
      return false;
    }
    String unique = UUID.randomUUID().toString();
    Path recording = cache.resolveSibling(unique + ".recording");
    Path made = cache.resolveSibling(unique + ".made");
    try {
      List<String> record = List.of("-XX:AOTMode=record", "-XX:AOTConfiguration=" + recording);
      training.run(command.withJvmOptions(record).withJvmOptions(SILENT));
      List<String> create =
          List.of("-XX:AOTMode=create", "-XX:AOTConfiguration=" + recording, CACHE + made);
      boolean fits =
          Files.exists(recording)
              && succeeds(command.withJvmOptions(create))
              && succeeds(command.withJvmOptions(use(made, "on")).withJvmOptions(VERSION));
      if (fits) {
        Files.move(made, cache, StandardCopyOption.ATOMIC_MOVE);
        removeOld(cache.getParent());
      }
      return fits;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (Exception e) {
      // Whatever it is: the caller goes on without, as on a disk that is full.
      return false;
    } finally {
      removeQuietly(recording);
      removeQuietly(made);
    }
  }

  private static List<String> use(Path cache, String mode) {
    List<String> options = new ArrayList<>(QUIET);
    options.addAll(UNTRAINED);
    options.add("-XX:AOTMode=" + mode);
    options.add(CACHE + cache);
    return options;
  }

  /** An option as it may stand in a published result: a cache by its file's name alone. */
  static String withoutPlace(String option) {
    return option.startsWith(CACHE)
        ? CACHE + Path.of(option.substring(CACHE.length())).getFileName()
        : option;
  }

  private static boolean succeeds(JvmCommand command) throws IOException {
    ChildJvm jvm = ChildJvm.start("startup-cache", command, line -> {});
    boolean ended = jvm.waitFor(CREATE_LIMIT).isPresent();
    if (!ended) {
      jvm.kill();
    }
    return jvm.exit().join().value() == 0;
  }

  /** Where the cache of a command is, if there is one; null where there can be none. */
  private static Path find(JvmCommand command) {
    if (command.jvmOptions().stream().anyMatch(StartupCache::rulesOut)) {
      return null;
    }
    try {
      Path directory = directory();
      String key = key(command);
      return directory == null || key == null ? null : directory.resolve(key + SUFFIX);
    } catch (IOException | UnsupportedOperationException e) {
      // No home, no room, no POSIX: no cache.
      return null;
    }
  }

  /** Other ways to share classes, and what the JVM doesn't share classes with. */
  private static boolean rulesOut(String option) {
    return option.startsWith("-Xshare:")
        || option.startsWith("-XX:AOT")
        || option.startsWith("-XX:SharedArchiveFile")
        || option.startsWith("-XX:ArchiveClassesAtExit")
        || option.startsWith("-javaagent:")
        || option.startsWith("-agent")
        || option.startsWith("--patch-module")
        || option.startsWith("--upgrade-module-path")
        || option.startsWith("--limit-modules")
        || option.startsWith("@");
  }

  /** Null where it is not safe. */
  private static Path directory() throws IOException {
    Path directory = directoryName();
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(directory.toAbsolutePath().getParent());
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(directory);
    boolean closed =
        !permissions.contains(PosixFilePermission.GROUP_WRITE)
            && !permissions.contains(PosixFilePermission.OTHERS_WRITE);
    boolean own = Files.getOwner(directory).getName().equals(System.getProperty("user.name"));
    return closed && own ? directory : null;
  }

  private static Path directoryName() {
    String own = System.getProperty(DIRECTORY_PROPERTY);
    if (own != null) {
      return Path.of(own);
    }
    String home = System.getenv("XDG_CACHE_HOME");
    boolean told = home != null && Path.of(home).isAbsolute();
    return (told ? Path.of(home) : Path.of(System.getProperty("user.home"), ".cache"))
        .resolve("strandbench");
  }

  /**
   * What a cache depends on, as a hash. The JVM checks most of it again.
   *
   * @return null if the class path holds what can't be in a cache
   */
  private static String key(JvmCommand command) throws IOException {
    MessageDigest digest = sha256();
    add(digest, System.getProperty("java.home"));
    add(digest, System.getProperty("java.vm.version"));
    add(digest, System.getProperty("java.vm.name"));
    add(digest, System.getProperty("os.arch"));
    add(digest, command.mainClass());
    for (String option : command.jvmOptions()) {
      // Properties are for the program, and may be different each time.
      if (!option.startsWith("-D")) {
        add(digest, option);
      }
    }
    for (Path entry : command.classPath()) {
      if (!Files.isRegularFile(entry)) {
        return null;
      }
      add(digest, entry.toAbsolutePath().toString());
      add(digest, Long.toString(Files.size(entry)));
      add(digest, Files.getLastModifiedTime(entry).toString());
    }
    return HexFormat.of().formatHex(digest.digest(), 0, 16);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has it", e);
    }
  }

  private static void add(MessageDigest digest, String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
  }

  /** So that the caches that are in use are not the old ones. */
  private static void touch(Path cache) {
    try {
      Files.setLastModifiedTime(cache, FileTime.from(Instant.now()));
    } catch (IOException e) {
      // Removed meanwhile, or on a disk that can't be written: either way no harm.
    }
  }

  /** Removes caches beyond the newest few, and what a creator that was killed has left. */
  private static void removeOld(Path directory) throws IOException {
    List<Path> caches = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
      for (Path each : all) {
        String name = each.getFileName().toString();
        boolean partial = name.endsWith(".recording") || name.endsWith(".made");
        if (name.endsWith(SUFFIX)) {
          caches.add(each);
        } else if (partial && age(each).compareTo(LEFTOVER_AGE) > 0) {
          removeQuietly(each);
        }
      }
    }
    caches.sort(Comparator.comparing(StartupCache::age));
    caches.stream().skip(MAX_CACHES).forEach(StartupCache::removeQuietly);
  }

  private static Duration age(Path file) {
    try {
      return Duration.between(Files.getLastModifiedTime(file).toInstant(), Instant.now());
    } catch (IOException e) {
      // Gone already.
      return Duration.ZERO;
    }
  }

  private static void removeQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // The next that is made tries again.
    }
  }
}
