package strandbench.result;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A result as a whole: a run directory of Strandbench, or a JMH JSON file from anywhere.
 *
 * @param name what to call it: the directory's or the file's name
 * @param cells every measured cell
 * @param run what stands in {@code run.json}; empty for a plain JMH file
 * @param journal every fork, failed ones too; empty for a plain JMH file
 * @param unread entries of a JMH file that can't be read, each with its reason
 * @param jvms the JVMs that measured, as far as a JMH file says
 * @param directory where a run stands; empty for a plain JMH file
 */
public record Result(
    String name,
    List<CellResult> cells,
    Optional<RunRecord> run,
    List<ForkEntry> journal,
    List<String> unread,
    List<String> jvms,
    Optional<Path> directory) {
  public Result {
    cells = List.copyOf(cells);
    journal = List.copyOf(journal);
    unread = List.copyOf(unread);
    jvms = List.copyOf(jvms);
  }

  /** A result that was not read from files. */
  public Result(
      String name, List<CellResult> cells, Optional<RunRecord> run, List<ForkEntry> journal) {
    this(name, cells, run, journal, List.of(), List.of(), Optional.empty());
  }

  /**
   * Reads a run directory or a JMH JSON file. The {@code jmh-result.json} of a run that stands
   * beside its {@code run.json} is read as the run: without the machine and the validity of its
   * cells, the same figures would get other answers.
   *
   * @throws UnusableInputException if it is neither, or is broken
   */
  public static Result read(Path path) {
    if (Files.isDirectory(path)) {
      return readRun(new RunDirectory(path));
    }
    RunDirectory around = new RunDirectory(path.toAbsolutePath().getParent());
    if (path.endsWith(around.jmhResultFile().getFileName()) && Files.exists(around.runFile())) {
      return readRun(around);
    }
    JmhResultFile file = JmhResultFile.read(path);
    if (file.cells().isEmpty()) {
      throw new UnusableInputException(path + ": there is no result in it");
    }
    return new Result(
        String.valueOf(path.getFileName()),
        file.cells(),
        Optional.empty(),
        List.of(),
        file.unread(),
        file.jvms(),
        Optional.empty());
  }

  private static Result readRun(RunDirectory directory) {
    if (!Files.exists(directory.runFile())) {
      throw new UnusableInputException(
          directory.path() + ": not a run directory: it has no run.json");
    }
    JmhResultFile file = JmhResultFile.read(directory.jmhResultFile());
    return new Result(
        String.valueOf(directory.path().toAbsolutePath().normalize().getFileName()),
        file.cells(),
        Optional.of(directory.readRun()),
        Journal.read(directory.journalFile()),
        file.unread(),
        file.jvms(),
        Optional.of(directory.path()));
  }
}
