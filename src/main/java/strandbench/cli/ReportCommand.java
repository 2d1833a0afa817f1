package strandbench.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import strandbench.report.Findings;
import strandbench.report.Report;
import strandbench.result.Result;
import strandbench.result.RunDirectory;
import strandbench.result.RunRecord;

/** {@code strandbench report}: draws results. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Makes a page, charts and Markdown from run directories or any JMH JSON.")
final class ReportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "RESULT",
      description = "A run directory, or a file that JMH wrote with -rf json.")
  private List<Path> results;

  @Option(
      names = "--overlay",
      paramLabel = "FILE",
      description =
          "JMH JSON to lay beside the results in the charts of speedup and of fetches, as"
              + " scripts/python-models writes it: other models on the same work, where levels"
              + " match.")
  private Path overlay;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Where to write; default: report/ in the first run directory, else a directory here that is"
              + " named after the file.")
  private Path out;

  @Option(
      names = "--findings",
      paramLabel = "FILE",
      description =
          "Also put what the run found into this Markdown file, between its lines"
              + " '<!-- findings -->' and '<!-- end of findings -->'.")
  private Path findings;

  @Override
  public Integer call() {
    Report.warmUp();
    List<Result> read = results.stream().map(Result::read).toList();
    Optional<Findings> found = Optional.ofNullable(findings).map(file -> Findings.of(read, file));
    Path directory = out == null ? defaultDirectory() : out;
    Report.write(read, Optional.ofNullable(overlay).map(Result::read), directory);
    found.ifPresent(all -> all.write(directory));
    for (int i = 0; i < read.size(); i++) {
      Path path = results.get(i);
      read.get(i)
          .run()
          .filter(run -> run.ending() == null)
          .ifPresent(run -> spec.commandLine().getErr().println(unfinished(path, run)));
    }
    spec.commandLine().getErr().println("report: " + directory.resolve("index.html"));
    return ExitCode.DONE;
  }

  private static String unfinished(Path path, RunRecord run) {
    return "strandbench: %s: the run is not finished (%d of %d forks); run --resume %s carries it on"
        .formatted(path, run.forksDone(), run.cells().size() * run.plannedForks(), path);
  }

  private Path defaultDirectory() {
    return results.stream()
        .filter(Files::isDirectory)
        .findFirst()
        .map(path -> new RunDirectory(path).reportDirectory())
        .orElseGet(() -> Path.of(stem(results.getFirst()) + "-report"));
  }

  private static String stem(Path file) {
    return file.getFileName().toString().replaceFirst("\\.json$", "");
  }
}
