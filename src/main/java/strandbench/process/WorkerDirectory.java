package strandbench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The files of one worker's start, known to both sides. Which of them exist depends on how far the
 * start has come.
 *
 * @param path the directory, which only its owner can enter
 */
record WorkerDirectory(Path path) {
  Path socket() {
    return path.resolve("s");
  }

  Path board() {
    return path.resolve("b");
  }

  void create() throws IOException {
    Files.createDirectory(
        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  /** Removes what there is. */
  void remove() {
    try {
      Files.deleteIfExists(socket());
      Files.deleteIfExists(board());
      Files.deleteIfExists(path);
    } catch (IOException e) {
      System.err.println("can't remove " + path + ": " + e);
    }
  }
}
