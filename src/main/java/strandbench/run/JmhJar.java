package strandbench.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import strandbench.process.ExitStatus;
import strandbench.result.BenchmarkKey;
import strandbench.result.JmhEntry;
import strandbench.result.UnusableInputException;
import strandbench.run.arm.ArmMain;

/**
 * The benchmarks of a jar, anybody's, run by that jar's own JMH in JVMs of their own. Made by
 * {@link JarLab}. Used by one thread.
 */
public final class JmhJar {
  private static final Duration LISTING_LIMIT = Duration.ofMinutes(1);

  /** JMH's defaults: one iteration in single-shot mode, and only there are they asked for. */
  private static final int SINGLE_SHOT_ITERATIONS = 1;

  private final JarLab lab;
  private final String name;
  private final List<Path> classPath;

  /**
   * @param name how the user calls it
   * @param classPath of its JVMs, {@link ArmMain}'s directory apart
   */
  JmhJar(JarLab lab, String name, List<Path> classPath) {
    this.lab = lab;
    this.name = name;
    this.classPath = List.copyOf(classPath);
  }

  /**
   * Asks the jar what it has: every mode, and every combination of parameters that its annotations
   * name.
   *
   * @throws UnusableInputException if it has none, or can't be asked
   */
  public List<JarBenchmark> benchmarks() {
    Path file = lab.resultFile();
    Optional<ExitStatus> exit =
        lab.launch(classPath, List.of(ArmMain.LIST, file.toString()), LISTING_LIMIT);
    if (exit.isEmpty()) {
      throw new UnusableInputException(
          name + ": does not list its benchmarks within " + LISTING_LIMIT.toSeconds() + " s");
    }
    List<JarBenchmark> benchmarks;
    try {
      benchmarks = read(file);
    } catch (IOException e) {
      throw new UnusableInputException(
          name + ": its benchmarks can't be listed: " + whyNoResult(exit.get(), file), e);
    }
    if (benchmarks.isEmpty()) {
      throw new UnusableInputException(name + ": holds no JMH benchmarks");
    }
    return benchmarks;
  }

  private static List<JarBenchmark> read(Path file) throws IOException {
    List<JarBenchmark> benchmarks = new ArrayList<>();
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      int count = in.readInt();
      for (int i = 0; i < count; i++) {
        String benchmark = in.readUTF();
        String mode = in.readUTF();
        int threads = in.readInt();
        int warmup = in.readInt();
        int measurement = in.readInt();
        Map<String, String> params = new HashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
          params.put(in.readUTF(), in.readUTF());
        }
        benchmarks.add(
            new JarBenchmark(
                BenchmarkKey.of(benchmark, mode, threads, params),
                warmup < 0 ? 0 : warmup,
                measurement < 0 ? SINGLE_SHOT_ITERATIONS : measurement));
      }
    }
    return benchmarks;
  }

  /**
   * Runs one fork. When this returns, no process of it is left, unless it left its process group.
   */
  public JarFork run(JarBenchmark benchmark, ForkSettings settings) {
    String started = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
    double load = LoadAverage.lastMinute();
    ProcessorTimes before = ProcessorTimes.now();
    long start = System.nanoTime();
    JsonNode jmh = null;
    String failure = null;
    try {
      jmh = entry(benchmark, settings);
    } catch (ForkFailedException e) {
      failure = e.getMessage();
    }
    return new JarFork(
        started,
        (System.nanoTime() - start) / 1e9,
        ProcessorTimes.now().stealShareSince(before),
        load,
        failure,
        jmh);
  }

  private JsonNode entry(JarBenchmark benchmark, ForkSettings settings) throws ForkFailedException {
    Path file = lab.resultFile();
    Optional<ExitStatus> exit =
        lab.launch(classPath, arguments(file, benchmark, settings), settings.limit());
    if (exit.isEmpty()) {
      throw new ForkFailedException("did not end within " + settings.limit().toSeconds() + " s");
    }
    if (exit.get().value() != 0) {
      throw new ForkFailedException(whyNoResult(exit.get(), file));
    }
    try {
      JsonNode results = JmhEntry.MAPPER.readTree(Files.readString(file));
      if (results.size() == 1 && JmhEntry.cell(results.get(0)).key().equals(benchmark.key())) {
        return results.get(0);
      }
      throw new ForkFailedException("its JMH wrote another result than the one asked for");
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new ForkFailedException("its JMH wrote no JMH JSON: " + firstLine(e), e);
    } catch (IOException e) {
      throw new ForkFailedException("its JMH ended without a result: " + firstLine(e), e);
    }
  }

  private static List<String> arguments(Path file, JarBenchmark benchmark, ForkSettings settings) {
    BenchmarkKey key = benchmark.key();
    Plan.Iterations warmup = settings.warmup(benchmark);
    Plan.Iterations measurement = settings.measurement(benchmark);
    List<String> arguments =
        new ArrayList<>(
            List.of(
                ArmMain.RUN,
                file.toString(),
                key.benchmark(),
                key.mode(),
                Integer.toString(key.threads()),
                Integer.toString(warmup.count()),
                Integer.toString(warmup.millis()),
                Integer.toString(measurement.count()),
                Integer.toString(measurement.millis()),
                settings.java().map(Path::toString).orElse(""),
                String.join(",", settings.profilers())));
    key.params().forEach((param, value) -> arguments.addAll(List.of(param, value)));
    return arguments;
  }

  /** What the JVM said itself, or how it ended and what it printed last. */
  private String whyNoResult(ExitStatus exit, Path file) {
    Path said = file.resolveSibling(file.getFileName() + ArmMain.FAILURE_SUFFIX);
    try {
      if (Files.exists(said)) {
        return Files.readString(said).lines().findFirst().orElse("");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String last = lab.lastLine();
    return "its JVM " + exit + (last.isEmpty() ? "" : ", its last words: " + last);
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  @Override
  public String toString() {
    return name;
  }
}
