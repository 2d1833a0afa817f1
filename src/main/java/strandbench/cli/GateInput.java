package strandbench.cli;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;
import strandbench.result.RunDirectory;
import strandbench.result.UnusableInputException;

/** Tells what a gate was given. */
final class GateInput {
  private static final Path RUNS = Path.of("results", "runs");
  private static final byte[] ZIP = {'P', 'K'};

  private GateInput() {}

  /**
   * Whether a path is meant as a jar, and not as a recorded result.
   *
   * @throws UnusableInputException if there is nothing there
   */
  static boolean isJar(Path path) {
    if (!Files.exists(path)) {
      throw new UnusableInputException(path + ": no such file");
    }
    if (Files.isDirectory(path)) {
      return false;
    }
    if (path.toString().toLowerCase(Locale.ROOT).endsWith(".jar")) {
      return true;
    }
    try (InputStream in = Files.newInputStream(path)) {
      return Arrays.equals(in.readNBytes(ZIP.length), ZIP);
    } catch (IOException e) {
      throw UnusableInputException.unreadable(path, e);
    }
  }

  /** What a gate reads of a jar, a run directory or JMH's JSON. */
  static Stream<Path> files(Path input) {
    RunDirectory run = new RunDirectory(input);
    return Files.isDirectory(input)
        ? Stream.of(run.runFile(), run.journalFile(), run.jmhResultFile())
        : Stream.of(input);
  }

  /**
   * What is gated where only BASE was named: this program's jar, or its newest run.
   *
   * @throws UnusableInputException if there is none
   */
  static Path defaultHead(boolean jar) {
    return jar ? ownJar() : newestRun();
  }

  private static Path ownJar() {
    String classPath = System.getProperty("java.class.path");
    if (classPath.contains(File.pathSeparator) || !classPath.endsWith(".jar")) {
      throw new UnusableInputException("HEAD: has to be named: this program runs from no jar");
    }
    return Path.of(classPath);
  }

  private static Path newestRun() {
    if (Files.isDirectory(RUNS)) {
      try (Stream<Path> runs = Files.list(RUNS)) {
        return runs.filter(run -> Files.exists(new RunDirectory(run).runFile()))
            .max(Comparator.comparing(Path::getFileName))
            .orElseThrow(GateInput::noRun);
      } catch (IOException e) {
        throw UnusableInputException.unreadable(RUNS, e);
      }
    }
    throw noRun();
  }

  private static UnusableInputException noRun() {
    return new UnusableInputException("HEAD: has to be named: there is no run in " + RUNS);
  }
}
