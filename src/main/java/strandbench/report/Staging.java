package strandbench.report;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A directory in the making: files are written into a hidden directory inside it (so on the same
 * file system), and moved to their places, each atomically, when all of them are whole.
 */
final class Staging implements AutoCloseable {
  private final Path target;
  private final Path staged;
  private final boolean targetIsNew;
  private final List<String> names = new ArrayList<>();

  private Staging(Path target, Path staged, boolean targetIsNew) {
    this.target = target;
    this.staged = staged;
    this.targetIsNew = targetIsNew;
  }

  /** Makes the directory if need be. */
  static Staging beside(Path target) throws IOException {
    boolean isNew = !Files.exists(target);
    try {
      Files.createDirectories(target);
    } catch (FileAlreadyExistsException e) {
      throw new NotDirectoryException(e.getFile());
    }
    return new Staging(target, Files.createTempDirectory(target, ".report-"), isNew);
  }

  /** Writes the bytes of a file. */
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  void write(String name, Content content) throws IOException {
    Path file = staged.resolve(name);
    Files.createDirectories(file.getParent());
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      content.writeTo(out);
    }
    names.add(name);
  }

  void write(String name, String text) throws IOException {
    write(name, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Moves every file to its place, in the order in which they were written. */
  void publish() throws IOException {
    for (String name : names) {
      Files.createDirectories(target.resolve(name).getParent());
      if (Files.isDirectory(target.resolve(name))) {
        throw new IOException(name + " is a directory");
      }
    }
    for (String name : names) {
      Files.move(
          staged.resolve(name),
          target.resolve(name),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Removes files that an earlier report left and this one has not written. */
  void removeStale(Set<String> earlier) throws IOException {
    for (String name : earlier) {
      if (!names.contains(name)) {
        Files.deleteIfExists(target.resolve(name));
      }
    }
  }

  /** Removes what was not published, and the directory if it was made for nothing. */
  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.walk(staged)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
    if (targetIsNew) {
      try (Stream<Path> left = Files.list(target)) {
        if (left.findAny().isPresent()) {
          return;
        }
      }
      Files.delete(target);
    }
  }
}
