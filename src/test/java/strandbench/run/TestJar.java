package strandbench.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import joptsimple.OptionParser;
import org.apache.commons.math3.util.FastMath;
import org.openjdk.jmh.runner.Runner;

/**
 * Makes jars as JMH's users have them: {@link FaultyJarBenchmark}, JMH and what that needs, and
 * nothing of this project's own.
 */
public final class TestJar {
  private static final String BENCHMARK_LIST = "META-INF/BenchmarkList";
  private static final String COMPILER_HINTS = "META-INF/CompilerHints";
  private static final String BENCHMARK = FaultyJarBenchmark.class.getSimpleName();

  private TestJar() {}

  /** A jar with all benchmarks. */
  public static Path of(Path file, FaultyJarBenchmark.Fault fault) throws IOException {
    return of(file, fault, line -> true);
  }

  /**
   * A jar with some.
   *
   * @param fault of {@link FaultyJarBenchmark#work}
   * @param listed which lines of JMH's list stay in
   */
  public static Path of(Path file, FaultyJarBenchmark.Fault fault, Predicate<String> listed)
      throws IOException {
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file))) {
      for (Class<?> inLibrary : List.of(Runner.class, OptionParser.class, FastMath.class)) {
        addLibrary(jar, inLibrary);
      }
      Path classes = location(FaultyJarBenchmark.class);
      try (Stream<Path> files = Files.walk(classes)) {
        for (Path each : files.filter(path -> isOfBenchmark(path)).toList()) {
          add(jar, classes.relativize(each).toString(), Files.readAllBytes(each));
        }
      }
      String lines =
          Files.readAllLines(classes.resolve(BENCHMARK_LIST)).stream()
              .filter(line -> line.contains(BENCHMARK))
              .filter(listed)
              .map(line -> line + "\n")
              .reduce("", String::concat);
      add(jar, BENCHMARK_LIST, lines.getBytes(StandardCharsets.UTF_8));
      add(jar, COMPILER_HINTS, Files.readAllBytes(classes.resolve(COMPILER_HINTS)));
      add(jar, FaultyJarBenchmark.FAULT_FILE, fault.name().getBytes(StandardCharsets.UTF_8));
    }
    return file;
  }

  private static boolean isOfBenchmark(Path path) {
    return path.getFileName().toString().startsWith(BENCHMARK)
        && path.toString().endsWith(".class");
  }

  private static void addLibrary(JarOutputStream to, Class<?> inLibrary) throws IOException {
    try (JarFile library = new JarFile(location(inLibrary).toFile())) {
      for (JarEntry entry : (Iterable<JarEntry>) library.entries()::asIterator) {
        if (!entry.isDirectory() && !entry.getName().startsWith("META-INF/")) {
          try (InputStream bytes = library.getInputStream(entry)) {
            add(to, entry.getName(), bytes.readAllBytes());
          }
        }
      }
    }
  }

  private static Path location(Class<?> type) {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath());
  }

  private static void add(JarOutputStream jar, String name, byte[] bytes) throws IOException {
    jar.putNextEntry(new JarEntry(name));
    jar.write(bytes);
    jar.closeEntry();
  }
}
