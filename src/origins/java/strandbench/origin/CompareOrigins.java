package strandbench.origin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import strandbench.account.Account;
import strandbench.account.Statement;
import strandbench.report.Numbers;
import strandbench.stats.Estimate;
import strandbench.workload.LeanLoad;

/** What a request costs each of the servers that the origin might have been. */
@Command(
    name = "compare-origins",
    mixinStandardHelpOptions = true,
    description =
        "Measures the processor time per request of several HTTP servers, each in a JVM of its own,"
            + " under the same load at a fixed rate, and prints a table.")
final class CompareOrigins implements Callable<Integer> {
  private static final int SPARE_CONNECTIONS = 64;
  private static final int BODY_BYTES = 1024;
  private static final long SEED = 1;

  @Option(names = "--rounds", defaultValue = "5", description = "JVMs of each (${DEFAULT-VALUE})")
  private int rounds;

  @Option(
      names = "--offered",
      defaultValue = "10000",
      description = "requests/s (${DEFAULT-VALUE})")
  private int offered;

  @Option(names = "--delay", defaultValue = "100", description = "ms (${DEFAULT-VALUE})")
  private int delayMillis;

  @Option(
      names = "--seconds",
      defaultValue = "5",
      description = "of warm-up, and as many measured (${DEFAULT-VALUE})")
  private int seconds;

  @Option(names = "--out", description = "a file for the table")
  private Path out;

  @Spec private CommandSpec spec;

  /** One JVM's figures. */
  private record Sample(
      double cpuMicros,
      double cores,
      double residentMebibytes,
      double threads,
      Histogram latency,
      Histogram lateness,
      double perSecond) {}

  private CompareOrigins() {}

  public static void main(String[] args) {
    System.exit(
        new CommandLine(new CompareOrigins())
            .setParameterExceptionHandler(
                (wrong, all) -> {
                  System.err.println("compare-origins: " + wrong.getMessage());
                  return CommandLine.ExitCode.USAGE;
                })
            .execute(args));
  }

  @Override
  public Integer call() throws Exception {
    if (Math.min(Math.min(rounds, offered), Math.min(delayMillis, seconds)) < 1) {
      throw new ParameterException(
          spec.commandLine(),
          "--rounds %d, --offered %d, --delay %d, --seconds %d: each is 1 or more"
              .formatted(rounds, offered, delayMillis, seconds));
    }
    Map<OriginCandidate, List<Sample>> samples = new EnumMap<>(OriginCandidate.class);
    Random random = new Random(SEED);
    for (int round = 1; round <= rounds; round++) {
      List<OriginCandidate> order = new ArrayList<>(Arrays.asList(OriginCandidate.values()));
      Collections.shuffle(order, random);
      for (OriginCandidate candidate : order) {
        Sample sample = measure(candidate);
        samples.computeIfAbsent(candidate, any -> new ArrayList<>()).add(sample);
        System.err.printf(
            Locale.ROOT, "round %d, %s: %.1f µs%n", round, candidate, sample.cpuMicros());
      }
    }
    String table = table(samples);
    System.out.print(table);
    if (out != null) {
      Files.writeString(out, table);
    }
    return 0;
  }

  private Sample measure(OriginCandidate candidate) throws Exception {
    int inFlight = Math.toIntExact((long) offered * delayMillis / 1000);
    try (RunningCandidate server =
            RunningCandidate.start(candidate, Duration.ofMillis(delayMillis), BODY_BYTES);
        LeanLoad load = server.load(offered, 2 * inFlight + SPARE_CONNECTIONS)) {
      long requests = (long) offered * seconds;
      load.await(requests);
      load.reset();
      Account.open(candidate.mainClass());
      load.await(requests);
      Statement used = Account.close();
      return new Sample(
          used.apart().cpuNanos() / 1e3 / requests,
          used.apart().cpuNanos() / 1e9 / used.seconds(),
          used.apartHeld().residentPeak() / (1 << 20),
          used.apartHeld().threadsPeak(),
          load.latencies(),
          load.lateness(),
          requests / used.seconds());
    }
  }

  private String table(Map<OriginCandidate, List<Sample>> samples) throws IOException {
    StringBuilder table = new StringBuilder();
    table.append(
        String.format(
            Locale.ROOT,
            "# What a request costs the origin%n%n"
                + "%,d requests a second at even distances, answered after %d ms, bodies of %,d"
                + " bytes, so %,d in flight; %d JVMs of each, in rounds of random order, each"
                + " measured for %d s after as long a warm-up; 95%% intervals over JVMs. JDK %s, %s,"
                + " %d processors. Flags of each: `%s`.%n%n"
                + "| server | CPU per request (µs) | cores | answers/s | median latency (ms) | p99"
                + " (ms) | sent late, p99 (ms) | resident (MiB) | threads |%n"
                + "|---|---|---|---|---|---|---|---|---|%n",
            offered,
            delayMillis,
            BODY_BYTES,
            (long) offered * delayMillis / 1000,
            rounds,
            seconds,
            Runtime.version(),
            System.getProperty("os.name"),
            Runtime.getRuntime().availableProcessors(),
            String.join(" ", Origin.jvmOptions())));
    samples.entrySet().stream()
        .sorted(
            (one, other) ->
                Double.compare(
                    of(one.getValue(), Sample::cpuMicros).value(),
                    of(other.getValue(), Sample::cpuMicros).value()))
        .forEach(row -> table.append(row(row.getKey(), row.getValue())));
    table.append(
        String.format(
            Locale.ROOT,
            "%nMake it again: `scripts/compare-origins --rounds %d --offered %d --delay %d --seconds"
                + " %d`.%n",
            rounds,
            offered,
            delayMillis,
            seconds));
    return table.toString();
  }

  private static String row(OriginCandidate candidate, List<Sample> samples) {
    Estimate cpu = of(samples, Sample::cpuMicros);
    return String.format(
        Locale.ROOT,
        "| %s | %s (%s) | %.2f | %,.0f | %.1f | %.1f | %.1f | %.0f | %.0f |%n",
        candidate.words(),
        Numbers.figure(cpu.value()),
        Numbers.interval(cpu),
        of(samples, Sample::cores).value(),
        of(samples, Sample::perSecond).value(),
        of(samples, s -> s.latency().getValueAtPercentile(50) / 1e3).value(),
        of(samples, s -> s.latency().getValueAtPercentile(99) / 1e3).value(),
        of(samples, s -> s.lateness().getValueAtPercentile(99) / 1e3).value(),
        of(samples, Sample::residentMebibytes).value(),
        of(samples, Sample::threads).value());
  }

  private static Estimate of(List<Sample> samples, ToDoubleFunction<Sample> figure) {
    return Estimate.ofMean(samples.stream().mapToDouble(figure).toArray(), Estimate.CONFIDENCE);
  }
}
