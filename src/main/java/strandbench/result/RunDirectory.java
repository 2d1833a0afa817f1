package strandbench.result;

import java.nio.file.Path;

/**
 * Where the files of a run stand.
 *
 * @param path the directory
 */
public record RunDirectory(Path path) {
  public Path runFile() {
    return path.resolve("run.json");
  }

  public Path journalFile() {
    return path.resolve("journal.jsonl");
  }

  public Path jmhResultFile() {
    return path.resolve("jmh-result.json");
  }

  /** What the forks printed. */
  public Path logFile() {
    return path.resolve("jmh.log");
  }

  /** What profilers saw, a directory for each cell. */
  public Path profilesDirectory() {
    return path.resolve("profiles");
  }

  public Path reportDirectory() {
    return path.resolve("report");
  }

  /**
   * Reads {@code run.json}.
   *
   * @throws UnusableInputException if it is missing, broken, or of another format version
   */
  public RunRecord readRun() {
    RunRecord run = Json.read(runFile(), RunRecord.class);
    if (run.formatVersion() != RunRecord.FORMAT_VERSION) {
      throw new UnusableInputException(
          runFile()
              + ": has format version "
              + run.formatVersion()
              + ", this Strandbench reads version "
              + RunRecord.FORMAT_VERSION);
    }
    return run;
  }
}
