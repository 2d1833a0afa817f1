package strandbench.run;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import strandbench.process.ChildJvm;
import strandbench.process.ExitStatus;
import strandbench.process.JvmCommand;
import strandbench.result.UnusableInputException;
import strandbench.run.arm.ArmMain;

/**
 * Where forks of several jars are run against each other, one fork at a time, told apart by nothing
 * but the jar: each is copied beforehand to a path of the same length, and all get the same flags
 * (none), environment, working directory and files.
 *
 * <p>Each fork is started by a JVM that leads a process group of its own and is killed with it when
 * the fork ends or this JVM does, however. JMH's lock is held from the start to {@link #close}.
 *
 * <p>Used by one thread; {@link #stop} may be called from any.
 */
public final class JarLab implements Closeable {
  private static final String BENCHMARK_LIST = "META-INF/BenchmarkList";
  private static final String JMH_RUNNER = "org/openjdk/jmh/runner/Runner.class";
  private static final Duration CLEARING_LIMIT = Duration.ofSeconds(10);

  private final JmhLock lock;
  private final Path directory;
  private final Path driver;
  private final PrintStream log;
  private int jars;
  private String lastLine = "";
  private boolean stopped;
  private ChildJvm running;

  /**
   * Opens a lab.
   *
   * @param directory for its files, made here; removed by {@link #close}. What a lab that was
   *     killed has left in it is removed at once
   * @param log takes what JMH and the forks print
   * @throws UnusableInputException if another JMH is measuring on this machine, or the directory
   *     can't be made
   */
  public JarLab(Path directory, PrintStream log) {
    this.lock = JmhLock.take();
    this.directory = directory.toAbsolutePath().normalize();
    this.driver = this.directory.resolve("driver");
    this.log = log;
    try {
      if (Files.exists(this.directory)) {
        clear();
      }
      copyDriver();
    } catch (IOException e) {
      lock.close();
      throw new UnusableInputException(directory + ": can't be written: " + e, e);
    }
  }

  private void copyDriver() throws IOException {
    String classFile = ArmMain.class.getName().replace('.', '/') + ".class";
    Path copy = driver.resolve(classFile);
    Files.createDirectories(copy.getParent());
    try (InputStream bytes = ArmMain.class.getClassLoader().getResourceAsStream(classFile)) {
      Files.copy(bytes, copy);
    }
  }

  /**
   * A jar, copied: what is done to the file later has no effect.
   *
   * @throws UnusableInputException if it can't be read, is no jar, or holds no benchmarks or no JMH
   */
  public JmhJar jar(Path file) {
    check(file);
    Path copy = directory.resolve(Integer.toString(jars++)).resolve("benchmarks.jar");
    try {
      Files.createDirectories(copy.getParent());
      Files.copy(file, copy);
    } catch (IOException e) {
      throw new UnusableInputException(file + ": can't be copied to " + copy + ": " + e, e);
    }
    return new JmhJar(this, file.toString(), List.of(copy));
  }

  /** The benchmarks of this very program. */
  public JmhJar own() {
    return new JmhJar(
        this,
        "Strandbench",
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(entry -> Path.of(entry).toAbsolutePath())
            .toList());
  }

  /**
   * Complains about a file that {@link #jar} would not take.
   *
   * @throws UnusableInputException as {@link #jar}
   */
  public static void check(Path file) {
    try (JarFile jar = new JarFile(file.toFile())) {
      if (jar.getEntry(BENCHMARK_LIST) == null) {
        throw new UnusableInputException(
            file + ": holds no JMH benchmarks: it has no " + BENCHMARK_LIST);
      }
      if (jar.getManifest() != null
          && jar.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH) != null) {
        throw new UnusableInputException(
            file + ": names other jars by Class-Path; a jar that holds them is wanted (shaded)");
      }
      if (jar.getEntry(JMH_RUNNER) == null) {
        throw new UnusableInputException(
            file + ": holds no JMH; a jar that holds all that it needs is wanted (shaded)");
      }
    } catch (ZipException e) {
      throw new UnusableInputException(file + ": not a jar: " + e.getMessage(), e);
    } catch (IOException e) {
      throw UnusableInputException.unreadable(file, e);
    }
  }

  /** The same for all, so that their command lines are; gone before each launch. */
  Path resultFile() {
    return directory.resolve("result.json");
  }

  /**
   * Runs {@link ArmMain}, and returns how it ended when it and what it started are gone. Empty
   * where it was killed for taking too long.
   */
  Optional<ExitStatus> launch(List<Path> jars, List<String> arguments, Duration limit) {
    ChildJvm jvm = start(jars, arguments);
    try {
      Optional<ExitStatus> exit = jvm.waitFor(limit);
      if (exit.isEmpty()) {
        jvm.kill();
      }
      var unused =
          jvm.cleared()
              .completeOnTimeout(null, CLEARING_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
              .join();
      lastLine = jvm.outputTail().lines().reduce("", (first, second) -> second);
      return exit;
    } finally {
      synchronized (this) {
        running = null;
      }
    }
  }

  private synchronized ChildJvm start(List<Path> jars, List<String> arguments) {
    Path result = resultFile();
    List<Path> classPath = new ArrayList<>(List.of(driver));
    classPath.addAll(jars);
    try {
      Files.deleteIfExists(result);
      Files.deleteIfExists(result.resolveSibling(result.getFileName() + ArmMain.FAILURE_SUFFIX));
      // No flags: JMH passes those of its own JVM on to forks that name none.
      running =
          ChildJvm.start(
              "arm",
              new JvmCommand(ArmMain.class.getName(), List.of(), classPath, arguments),
              this::print);
      if (stopped) {
        running.kill();
      }
      return running;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void print(String line) {
    log.println(line);
  }

  /** The last line that the last launch printed. */
  String lastLine() {
    return lastLine;
  }

  /** Kills the fork that runs now, and every later one as it starts. */
  public synchronized void stop() {
    stopped = true;
    if (running != null) {
      running.kill();
    }
  }

  /** Gives JMH's lock back, and removes the lab's files. */
  @Override
  public void close() {
    lock.close();
    try {
      clear();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void clear() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
