package strandbench.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import strandbench.result.Json;
import strandbench.result.UnusableInputException;

/** Finds plans: those that ship with the jar, and plan files. */
public final class Plans {
  /**
   * The names of the plans that ship with the jar: the general ones, then one for each question.
   */
  public static final List<String> NAMES =
      List.of(
          "smoke",
          "standard",
          "precise",
          "thorough",
          "contention",
          "task-size",
          "hand-over",
          "divide-and-conquer",
          "start",
          "keep",
          "pinning",
          "queues",
          "coordination",
          "echo",
          "fetch",
          "full-stretch",
          "crawl",
          "open-loop",
          "processes",
          "sharing");

  private Plans() {}

  /**
   * The plan of that name, or in that file.
   *
   * @throws UnusableInputException if there is neither, or the file is broken
   */
  public static Plan find(String nameOrFile) {
    if (NAMES.contains(nameOrFile)) {
      return builtIn(nameOrFile);
    }
    Path file = Path.of(nameOrFile);
    if (!Files.exists(file)) {
      throw new UnusableInputException(
          "--plan " + nameOrFile + ": no such plan or file; the plans are " + named());
    }
    return read(file);
  }

  /** Reads a plan file; a complaint names it. */
  static Plan read(Path file) {
    return Json.read(file, Plan.class);
  }

  private static String named() {
    return String.join(", ", NAMES);
  }

  private static Plan builtIn(String name) {
    try (InputStream resource = Plans.class.getResourceAsStream("plans/" + name + ".json")) {
      return Json.MAPPER.readValue(resource, Plan.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
