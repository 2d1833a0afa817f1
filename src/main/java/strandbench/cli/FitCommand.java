package strandbench.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import strandbench.report.ScalingFits;
import strandbench.report.ScalingSeries;
import strandbench.result.Json;
import strandbench.result.Result;
import strandbench.result.UnusableInputException;

/** {@code strandbench fit}: scaling laws for measured throughput. */
@Command(
    name = "fit",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Fits the Universal Scalability Law and Amdahl's to throughput, with 95%% intervals.")
final class FitCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      description = "CSV with the columns n,throughput; or a run directory, or any JMH JSON.")
  private Path file;

  @Option(names = "--json", description = "Print JSON on standard output.")
  private boolean json;

  @Option(
      names = "--cores",
      paramLabel = "N",
      description =
          "Fit no point beyond so many cores; default: those of a run, but for requests in flight; no"
              + " limit for other files.")
  private Integer cores;

  @Override
  public Integer call() throws Exception {
    if (cores != null && cores < 1) {
      throw new UnusableInputException("--cores " + cores + ": 1 or more is wanted");
    }
    PrintWriter out = spec.commandLine().getOut();
    if (isResult()) {
      Result result = Result.read(file);
      List<ScalingFits> fits =
          ScalingSeries.of(result).stream()
              .map(one -> ScalingFits.of(one, limit(result, one)))
              .toList();
      if (fits.isEmpty()) {
        throw new UnusableInputException(
            file
                + ": no throughput at two levels or more of "
                + String.join(", ", ScalingSeries.LEVELS)
                + " or JMH's threads");
      }
      print(out, fits, FitJson.ofSeries(file.toString(), fits));
    } else {
      ScalingFits fits =
          ScalingFits.of(
              new ScalingSeries(file.toString(), "n", ThroughputCsv.read(file)),
              cores == null ? OptionalInt.empty() : OptionalInt.of(cores));
      print(out, List.of(fits), FitJson.of(fits));
    }
    return ExitCode.DONE;
  }

  private void print(PrintWriter out, List<ScalingFits> fits, Object asJson) throws IOException {
    if (json) {
      out.println(Json.MAPPER.writeValueAsString(asJson));
    } else {
      fits.forEach(one -> FitText.print(one, out));
    }
  }

  private OptionalInt limit(Result result, ScalingSeries series) {
    if (cores != null) {
      return OptionalInt.of(cores);
    }
    return series.needsCores() && result.run().isPresent()
        ? OptionalInt.of(result.run().orElseThrow().machine().availableProcessors())
        : OptionalInt.empty();
  }

  /** A directory, or what begins as JSON does. */
  private boolean isResult() throws IOException {
    if (!Files.isRegularFile(file)) {
      return Files.isDirectory(file);
    }
    try (InputStream in = Files.newInputStream(file)) {
      int first = in.read();
      while (Character.isWhitespace(first)) {
        first = in.read();
      }
      return first == '[' || first == '{';
    }
  }
}
