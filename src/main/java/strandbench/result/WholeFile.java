package strandbench.result;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes files that are never seen half-written. */
public final class WholeFile {
  private WholeFile() {}

  /**
   * Replaces a file as a whole: a reader sees the old content or the new, never a part of it.
   *
   * @throws UnusableInputException if it can't be written; what stood there still stands
   */
  public static void write(Path file, String text) {
    Path partial = file.resolveSibling(file.getFileName() + ".partial");
    try {
      Files.writeString(partial, text, StandardCharsets.UTF_8);
      Files.move(
          partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UnusableInputException(file + ": can't be written: " + e, e);
    }
  }
}
