package strandbench.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import strandbench.gate.GateJunit;
import strandbench.gate.GateReport;
import strandbench.gate.GateTable;
import strandbench.result.Json;
import strandbench.result.UnusableInputException;
import strandbench.result.WholeFile;

/**
 * Where a gate's verdict goes.
 *
 * @param json a file, or {@link #STDOUT}
 * @param markdown a file
 * @param junit a file
 * @param inconclusiveFails whether what can't be told stands there as a failure
 */
record GateOutputs(
    Optional<String> json,
    Optional<Path> markdown,
    Optional<Path> junit,
    boolean inconclusiveFails) {
  private static final String STDOUT = "-";

  /**
   * Complains before anything is measured, not after.
   *
   * @throws UnusableInputException if a file can't be written
   */
  void check() {
    Optional<Path> jsonFile = jsonFile();
    jsonFile.ifPresent(file -> check("--json", file));
    markdown.ifPresent(file -> check("--markdown", file));
    junit.ifPresent(file -> check("--junit", file));
    long named = Stream.of(jsonFile, markdown, junit).flatMap(Optional::stream).count();
    long different =
        Stream.of(jsonFile, markdown, junit)
            .flatMap(Optional::stream)
            .map(file -> file.toAbsolutePath().normalize())
            .distinct()
            .count();
    if (different < named) {
      throw new UnusableInputException("--json, --markdown, --junit: name different files");
    }
  }

  /**
   * Complains where a verdict would be written over what it is drawn from.
   *
   * @throws UnusableInputException if a file is one of those
   */
  void spare(List<Path> needed) {
    jsonFile().ifPresent(file -> spare("--json", file, needed));
    markdown.ifPresent(file -> spare("--markdown", file, needed));
    junit.ifPresent(file -> spare("--junit", file, needed));
  }

  private static void spare(String option, Path file, List<Path> needed) {
    if (needed.stream().anyMatch(each -> isSame(file, each))) {
      throw new UnusableInputException(
          option + " " + file + ": is read by the gate, and would be written over");
    }
  }

  private static boolean isSame(Path file, Path other) {
    try {
      return (Files.exists(file) && Files.exists(other))
          ? Files.isSameFile(file, other)
          : file.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
    } catch (IOException e) {
      throw UnusableInputException.unreadable(file, e);
    }
  }

  private Optional<Path> jsonFile() {
    return json.filter(file -> !file.equals(STDOUT)).map(Path::of);
  }

  private static void check(String option, Path file) {
    Path parent = file.toAbsolutePath().getParent();
    if (Files.isDirectory(file) || parent == null || !Files.isWritable(parent)) {
      throw new UnusableInputException(
          option
              + " "
              + file
              + (Files.isDirectory(file)
                  ? ": is a directory"
                  : ": its directory can't be written"));
    }
  }

  /** Writes it, and the table for people: to {@code err} where JSON goes to {@code out}. */
  void write(GateReport report, PrintWriter out, PrintWriter err) {
    GateTable table = new GateTable(report);
    boolean jsonToOut = json.filter(STDOUT::equals).isPresent();
    if (jsonToOut) {
      out.println(Json.text(report));
    }
    (jsonToOut ? err : out).print(table.text());
    out.flush();
    err.flush();
    jsonFile().ifPresent(file -> Json.write(file, report));
    markdown.ifPresent(file -> WholeFile.write(file, table.markdown()));
    junit.ifPresent(file -> WholeFile.write(file, new GateJunit(report, inconclusiveFails).xml()));
  }
}
