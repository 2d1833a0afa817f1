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
 */
public record Result(
    String name, List<CellResult> cells, Optional<RunRecord> run, List<ForkEntry> journal) {
  public Result {
    cells = List.copyOf(cells);
    journal = List.copyOf(journal);
  }

  /**
   * Reads a run directory or a JMH JSON file.
   *
   * @throws UnusableInputException if it is neither, or is broken
   */
  public static Result read(Path path) {
    if (!Files.isDirectory(path)) {
      List<CellResult> cells = JmhResultFile.read(path);
      if (cells.isEmpty()) {
        throw new UnusableInputException(path + ": there is no result in it");
      }
      return new Result(String.valueOf(path.getFileName()), cells, Optional.empty(), List.of());
    }
    RunDirectory directory = new RunDirectory(path);
    if (!Files.exists(directory.runFile())) {
      throw new UnusableInputException(path + ": not a run directory: it has no run.json");
    }
    return new Result(
        String.valueOf(path.toAbsolutePath().normalize().getFileName()),
        JmhResultFile.read(directory.jmhResultFile()),
        Optional.of(directory.readRun()),
        Journal.read(directory.journalFile()));
  }
}
