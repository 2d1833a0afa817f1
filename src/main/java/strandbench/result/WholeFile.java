package strandbench.result;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes files that are never seen half-written. */
public final class WholeFile {
  private WholeFile() {}

  /**
   * Replaces a file as a whole: a reader sees the old content or the new, never a part of it. A
   * symbolic link stays one, and its target is replaced; what is no regular file (a device, a pipe)
   * is written to.
   *
   * @throws UnusableInputException if it can't be written; what stood there still stands
   */
  public static void write(Path file, String text) {
    try {
      Path target = Files.exists(file) ? file.toRealPath() : file;
      if (Files.exists(target) && !Files.isRegularFile(target)) {
        Files.writeString(target, text, StandardCharsets.UTF_8, StandardOpenOption.WRITE);
        return;
      }
      Path partial = target.resolveSibling(target.getFileName() + ".partial");
      Files.writeString(partial, text, StandardCharsets.UTF_8);
      Files.move(
          partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UnusableInputException(file + ": can't be written: " + e, e);
    }
  }
}
