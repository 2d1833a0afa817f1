package strandbench.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Somebody's benchmarks, for jars that {@link TestJar} makes: what goes wrong in a jar is written
 * in a file of it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
    value = 5,
    jvmArgs = {"-XX:+UseSerialGC", "-Xmx64m"})
public class FaultyJarBenchmark {
  /** The file in the jar that names a fault of {@link #work}. */
  static final String FAULT_FILE = "fault.txt";

  /** How long a process started by {@link Fault#HANGS} lives unless it is killed, in seconds. */
  static final String HANGING_SECONDS = "86399";

  private static final int TOKENS = 2_000;

  /** What goes wrong. */
  public enum Fault {
    NOTHING,
    EXITS,
    THROWS,
    HANGS,
    PRINTS_GARBAGE
  }

  @Benchmark
  public void work() throws IOException, InterruptedException {
    switch (fault()) {
      case NOTHING -> {}
      case EXITS -> Runtime.getRuntime().halt(7);
      case THROWS -> throw new IllegalStateException("wrong answer: 41, the oracle says 42");
      case HANGS -> new ProcessBuilder("sleep", HANGING_SECONDS).start().waitFor();
      case PRINTS_GARBAGE ->
          System.out.println("\u0000[{\"benchmark\": \u001b[31m, # Warmup \ufffd");
    }
    Blackhole.consumeCPU(TOKENS);
  }

  /** Its parameter's values can't go through JMH's command line. */
  @State(Scope.Benchmark)
  public static class Words {
    @Param({"one,two", "a = b"})
    public String words;
  }

  @Benchmark
  public int withCommas(Words words) {
    if (!words.words.equals("one,two") && !words.words.equals("a = b")) {
      throw new IllegalStateException(words.words);
    }
    Blackhole.consumeCPU(TOKENS);
    return words.words.length();
  }

  private static Fault fault() throws IOException {
    try (InputStream in =
        FaultyJarBenchmark.class.getClassLoader().getResourceAsStream(FAULT_FILE)) {
      return in == null
          ? Fault.NOTHING
          : Fault.valueOf(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }
}
